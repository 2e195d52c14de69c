//! Delete a config, for good.

use beadle_domain::{access::Principal, config::Config};
use beadle_values::id::ConfigId;

use super::{ConfigPorts, TRIES, find};
use crate::{Expected, Operation, Refusal, port::Replaced};

/// How many tasks that use it are counted; of more it is only said that there are more.
const MOST_COUNTED: usize = 100;

/// Deletes the config, unless tasks name it; with `force`, whoever names it. What names a config that is gone fails and
/// says so.
///
/// A task that comes to name it while it is being deleted is not seen: it fails as if it had been forced.
///
/// # Errors
/// [`Refusal::ConfigInUse`], [`Refusal::ConfigNotFound`], [`Refusal::Denied`], [`Refusal::Stale`], [`Refusal::Contended`],
/// [`Refusal::Store`].
pub async fn delete(
    ports: ConfigPorts<'_>,
    by: &Principal,
    id: ConfigId,
    force: bool,
    expected: &Expected,
) -> Result<Config, Refusal> {
    for _ in 0..TRIES {
        let config = find(ports.reader, by, id, Operation::DeleteConfig).await?;
        expected.check(config.version)?;
        if !force {
            let mut tasks = ports.reader.users(id, MOST_COUNTED + 1).await?;
            let more = tasks.len() > MOST_COUNTED;
            tasks.truncate(MOST_COUNTED);
            if !tasks.is_empty() {
                return Err(Refusal::ConfigInUse { tasks, more });
            }
        }
        if ports.writer.remove(id, config.version).await? == Replaced::Done {
            return Ok(config);
        }
    }
    Err(Refusal::Contended)
}
