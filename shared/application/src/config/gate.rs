//! Look at the gate of a config, and open it by hand.

use beadle_domain::{
    access::Principal,
    config::Config,
    gate::{self, GateKey, GatePart, GatePolicy, GateState, GateView},
    policy::RateLimit,
};
use beadle_values::id::{ConfigId, OwnerId};
use jiff::Timestamp;

use super::{TRIES, find};
use crate::{
    Operation, Refusal,
    port::{Configs, GateStore, GateWritten, StoreError},
};

/// The gate of a config as it is at `now`, under the rate limit `default` where it states none.
///
/// # Errors
/// [`Refusal::ConfigNotFound`], [`Refusal::Denied`], [`Refusal::Store`].
pub async fn gate(
    configs: &dyn Configs,
    gates: &dyn GateStore,
    default: Option<RateLimit>,
    by: &Principal,
    id: ConfigId,
    now: Timestamp,
) -> Result<GateView, Refusal> {
    let config = limited(configs, default, by, id, Operation::ReadConfig).await?;
    Ok(view(gates, &config, now).await?)
}

/// Resets the gate of a config: its breaker is closed, and nothing is held against the destination any more. The owner of
/// the config, and the gate after that.
///
/// # Errors
/// [`Refusal::Denied`] to all but operators and admins, [`Refusal::ConfigNotFound`], [`Refusal::Contended`],
/// [`Refusal::Store`].
pub async fn reset_gate(
    configs: &dyn Configs,
    gates: &dyn GateStore,
    default: Option<RateLimit>,
    by: &Principal,
    id: ConfigId,
    now: Timestamp,
) -> Result<(OwnerId, GateView), Refusal> {
    let config = limited(configs, default, by, id, Operation::ResetGate).await?;
    for part in GatePolicy::of(&config.profile).parts() {
        reset(gates, &GateKey::of_config(id, part), now).await?;
    }
    let view = view(gates, &config, now).await?;
    Ok((config.owner, view))
}

/// The config, if `by` may do `operation` to it, under the rate limit `default` where it states none.
async fn limited(
    configs: &dyn Configs,
    default: Option<RateLimit>,
    by: &Principal,
    id: ConfigId,
    operation: Operation,
) -> Result<Config, Refusal> {
    Ok(find(configs, by, id, operation).await?.limited(default))
}

async fn reset(gates: &dyn GateStore, key: &GateKey, now: Timestamp) -> Result<(), Refusal> {
    let mut stored = gates.read(key).await?;
    for _ in 0..TRIES {
        let Some(state) = stored.state else { return Ok(()) };
        let next = gate::reset(state, now);
        match gates.write(key, &next, stored.version).await? {
            GateWritten::Done => return Ok(()),
            GateWritten::Conflict(current) => stored = *current,
        }
    }
    Err(Refusal::Contended)
}

/// The gate of `config` as it is at `now`.
pub(crate) async fn view(
    gates: &dyn GateStore,
    config: &Config,
    now: Timestamp,
) -> Result<GateView, StoreError> {
    let policy = GatePolicy::of(&config.profile);
    let mut states: Vec<(GatePart, GateState)> = Vec::new();
    for part in policy.parts() {
        if let Some(state) = gates.read(&GateKey::of_config(config.id, part)).await?.state {
            states.push((part, state));
        }
    }
    Ok(gate::view(&states, &policy, now))
}
