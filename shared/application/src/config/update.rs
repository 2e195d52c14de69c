//! Change a config. The next attempt of every execution that names it finds the change.

use beadle_domain::{access::Principal, config::Config};
use beadle_values::id::ConfigId;
use jiff::Timestamp;

use super::{ConfigPorts, TRIES, edit::apply, find};
use crate::{Edit, Expected, Operation, Refusal, port::Replaced};

/// Makes `edit` to the config. An edit that changes nothing writes nothing.
///
/// # Errors
/// [`Refusal::ConfigNotFound`], [`Refusal::Denied`] (only an admin shares one, or takes it back), [`Refusal::Invalid`],
/// [`Refusal::Stale`], [`Refusal::Contended`], [`Refusal::Store`].
pub async fn update(
    ports: ConfigPorts<'_>,
    by: &Principal,
    id: ConfigId,
    edit: &Edit,
    expected: &Expected,
    now: Timestamp,
) -> Result<Config, Refusal> {
    for _ in 0..TRIES {
        let config = find(ports.reader, by, id, Operation::UpdateConfig).await?;
        expected.check(config.version)?;
        let mut next = apply(edit, &config)?;
        if next == config {
            return Ok(config);
        }
        if next.shared != config.shared {
            Operation::ShareConfig.check_own(by)?;
        }
        next.version += 1;
        next.updated_at = now;
        next.updated_by = by.owner.clone();
        if ports.writer.replace(&next, config.version).await? == Replaced::Done {
            return Ok(next);
        }
    }
    Err(Refusal::Contended)
}
