//! The gate of a config: its state, and its reset by an operator.

use beadle_domain::{
    config::Config,
    gate::{
        self, GateKey, GatePart, GatePolicy, GateState, GateSubject, GateView, KeyView, PauseTarget,
        StoredGate,
    },
    policy::RateLimit,
    projection::audit::{Subject, Verb},
};
use beadle_values::id::ConfigId;
use jiff::Timestamp;

use super::ConfigService;
use crate::{
    Call, Error, Operation,
    audit::{Target, audit},
    conflict::{Attempt, CAS_RETRIES, retry_on_conflict},
    pause,
    port::{GateStore, StoreError, VersionedWrite},
};

impl ConfigService {
    /// The gate of a config at the time of the call.
    ///
    /// # Errors
    /// [`Error::ConfigNotFound`], [`Error::Denied`], [`Error::Store`].
    pub async fn gate(&self, call: Call<'_>, id: ConfigId) -> Result<GateWithKeys, Error> {
        let config = self.find(call.by, id, Operation::ReadConfig).await?.limited(self.rate_limit.clone());
        Ok(GateWithKeys::read(&*self.gates, &config, call.now).await?)
    }

    /// Resets the gate of a config: closes its breaker and clears its limits. Returns the gate after that.
    ///
    /// # Errors
    /// [`Error::Denied`] for all but operators and admins, [`Error::ConfigNotFound`], [`Error::Contended`],
    /// [`Error::Store`].
    pub async fn reset_gate(&self, call: Call<'_>, id: ConfigId) -> Result<GateWithKeys, Error> {
        let config = self.find(call.by, id, Operation::ResetGate).await?.limited(self.rate_limit.clone());
        for part in GatePolicy::of(&config.profile).parts() {
            reset(&*self.gates, &GateKey::of_config(id, part), call.now).await?;
        }
        let view = GateWithKeys::read(&*self.gates, &config, call.now).await?;
        let target = Target::new(Some(&config.owner), id);
        audit(&*self.audit, call, (Subject::Gate, Verb::Reset), target).await;
        Ok(view)
    }
}

/// The gate of a config, and the keys of its rate limit that were held back most.
#[derive(Debug, Clone, PartialEq)]
pub struct GateWithKeys {
    /// The gate.
    pub gate: GateView,
    /// The keys, the busiest first; at most [`gate::MAX_BUSY_KEYS`].
    pub keys: Vec<KeyView>,
}

impl GateWithKeys {
    async fn read(gates: &dyn GateStore, config: &Config, now: Timestamp) -> Result<Self, StoreError> {
        let gate = gate_view(gates, config, now).await?;
        let limit = config.profile.rate_limit.as_ref().filter(|limit| limit.key.is_some());
        let Some(limit) = limit.map(RateLimit::each_key) else { return Ok(Self { gate, keys: Vec::new() }) };
        let stored = gates.read(&GateKey::of_config(config.id, GatePart::Keys)).await?.state;
        let busy = stored.and_then(GateState::keys).map(|keys| keys.busy(now)).unwrap_or_default();
        let mut keys = Vec::with_capacity(busy.len());
        for busy in busy {
            let subject = GateSubject::Key(config.id, busy.key.clone());
            let stored = gates.read(&GateKey { subject, part: GatePart::KeyLimiter(0) }).await?.state;
            keys.push(gate::view_of_key(busy, stored.and_then(GateState::limiter).as_ref(), &limit, now));
        }
        Ok(Self { gate, keys })
    }
}

async fn reset(gates: &dyn GateStore, key: &GateKey, now: Timestamp) -> Result<(), Error> {
    let stored = gates.read(key).await?;
    retry_on_conflict(CAS_RETRIES, stored, |stored: StoredGate| async move {
        let Some(state) = stored.state else { return Ok(Attempt::Done(())) };
        Ok(match gates.write(key, &gate::reset(state, now), stored.version).await? {
            VersionedWrite::Done => Attempt::Done(()),
            VersionedWrite::Conflict(current) => Attempt::Conflict(*current),
        })
    })
    .await
}

/// The gate of `config` at `now`.
pub(crate) async fn gate_view(
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
    let pause = pause::in_force(gates, &PauseTarget::Config(config.id), now).await?;
    Ok(gate::view(&states, &policy, now).paused(pause))
}
