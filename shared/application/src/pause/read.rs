//! Reading pauses.

use beadle_domain::gate::{GateState, Pause, PauseTarget, pause};
use beadle_values::id::{ConfigId, OwnerId};
use futures_util::future;
use jiff::Timestamp;

use crate::port::{GateStore, StoreError};

/// The pause of `target` at `now`, if it is paused.
///
/// # Errors
/// [`StoreError`].
pub async fn in_force(
    gates: &dyn GateStore,
    target: &PauseTarget,
    now: Timestamp,
) -> Result<Option<Pause>, StoreError> {
    let state = gates.read(&target.key()).await?.state.and_then(GateState::pause);
    Ok(state.and_then(|state| state.in_force(now).cloned()))
}

/// Of the pauses that hold executions of `owner` with `config` at `now`, the one that holds the longest.
///
/// # Errors
/// [`StoreError`].
pub async fn longest(
    gates: &dyn GateStore,
    owner: &OwnerId,
    config: Option<ConfigId>,
    now: Timestamp,
) -> Result<Option<(PauseTarget, Pause)>, StoreError> {
    let targets: Vec<PauseTarget> = PauseTarget::over(owner, config).collect();
    let pauses = future::try_join_all(targets.iter().map(|target| in_force(gates, target, now))).await?;
    Ok(pause::longest(targets.into_iter().zip(pauses).filter_map(|(target, pause)| Some((target, pause?)))))
}
