//! All gates of this process.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, atomic::AtomicU32},
    time::Duration,
};

use beadle_application::port::{Clock, GateStore, Jitter, StoreError};
use beadle_domain::{
    config::Config,
    execution::{
        Execution, Hold, HoldKind,
        job::{self, PermitUse},
    },
    gate::{GateSubject, Holder, Verdict},
};
use beadle_values::{cause::Chain, duration, id::ConfigId};
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    ConfigGate, GateAdmission, GateContext, LocalWait, Pass, PermitGuard, PermitLost, Reported,
    breaker::{Breaker, Call, Decision},
    holds::{hold, hold_by_permits, later},
    keys::Keys,
    local_wait::Waited,
    owners::Owners,
    pauses::Pauses,
    permits::Permits,
    tokens::Tokens,
    waiting::{Acquired, Waiter, lock, retry_soon},
};

/// How often an execution asks again if its token was no longer fresh when it arrived.
const MAX_ROUNDS: usize = 3;

/// Up to this many deferrals of an execution, a failed probe does not count as its attempt. Beyond that the
/// execution itself is the likely cause.
const MAX_FREE_DEFERRALS: u32 = 2_000;

/// For how long the gate of an unused config is cached.
const IDLE_TTL: Duration = Duration::from_secs(600);

/// The gates, as one process sees them.
pub struct Gates {
    pub(super) context: Arc<GateContext>,
    cached: Mutex<HashMap<ConfigId, CachedGate>>,
    pub(super) owners: Owners,
    pub(super) pauses: Pauses,
}

struct CachedGate {
    gate: Arc<ConfigGate>,
    config: Arc<Config>,
    used_at: Timestamp,
}

impl Gates {
    /// The gates in `store`, for the process with the unique id `process`.
    pub fn new(
        store: Arc<dyn GateStore>,
        clock: Arc<dyn Clock>,
        jitter: Arc<dyn Jitter>,
        process: Uuid,
    ) -> Self {
        let context =
            GateContext { store, clock, jitter, holder: Holder::of(process), waiting: AtomicU32::new(0) };
        Self {
            context: Arc::new(context),
            cached: Mutex::default(),
            owners: Owners::default(),
            pauses: Pauses::default(),
        }
    }

    /// Whether `execution`, which was deferred `hops` times, may make its call under `config` now. What it has
    /// `waited` for is then used.
    ///
    /// # Errors
    /// [`StoreError`] if a gate can't be read or written; the message is then delivered again.
    pub async fn admit(
        &self,
        config: &Config,
        execution: &Execution,
        hops: u32,
        waited: Option<LocalWait>,
    ) -> Result<GateAdmission, StoreError> {
        let (context, gate) = (&self.context, self.gate(config));
        let kind = Waiter::of(execution.request.priority, hops);
        let timeout = execution.request.policy.timeout_under(&config.profile.policy);
        let mut waited = waited
            .filter(|waited| waited.is_for(&GateSubject::Config(config.id)))
            .map(LocalWait::into_waited)
            .unwrap_or_default();
        for _ in 0..MAX_ROUNDS {
            let factor = gate.breaker.factor(context.clock.now());
            let call = Call { config, execution: execution.id(), timeout, kind, factor };
            let probe = match gate.breaker.check(context, call).await? {
                Decision::Go { probe } => probe,
                Decision::RetryAt { due, kind } => return Ok(later(config, due, kind)),
            };
            let mut pass = Pass {
                gate: Arc::clone(&gate),
                execution: execution.id(),
                hops,
                probe,
                permit: None,
                job_shard: None,
                granted_at: None,
            };
            let permit_use = job::permit_use(execution, timeout, context.clock.now());
            let waited = std::mem::take(&mut waited);
            let refused = match self.limit(config, execution, kind, permit_use, waited, &mut pass).await? {
                Limited::Passed => None,
                Limited::RetryAt(due, hold) => Some(GateAdmission::Defer { due, hold }),
                Limited::Wait(wait) => {
                    Some(GateAdmission::Wait(LocalWait::new(context, GateSubject::Config(config.id), wait)))
                }
            };
            if let Some(refused) = refused {
                drop(pass);
                if probe {
                    gate.breaker.publish(context, config).await?;
                }
                return Ok(refused);
            }
            if pass.is_fresh(context.clock.now()) {
                return Ok(GateAdmission::Go(pass));
            }
        }
        Ok(later(config, retry_soon(context.clock.now(), context), HoldKind::RateLimit))
    }

    /// Takes the permit and the token for a pass, or uses what it has waited for.
    async fn limit(
        &self,
        config: &Config,
        execution: &Execution,
        kind: Waiter,
        permit_use: PermitUse,
        mut waited: Waited,
        pass: &mut Pass,
    ) -> Result<Limited, StoreError> {
        let (context, gate) = (&*self.context, Arc::clone(&pass.gate));
        let refused = match (config.profile.concurrency, permit_use) {
            (None, _) | (_, PermitUse::Kept) => None,
            (Some(concurrency), PermitUse::Keeps(permit)) => {
                match gate.permits.keep_for_job(context, concurrency, kind, permit).await? {
                    Acquired::Granted(shard) => {
                        pass.job_shard = Some(shard);
                        None
                    }
                    Acquired::RetryAt(due) => Some(due),
                    Acquired::Wait(never) => match never {},
                }
            }
            (Some(concurrency), PermitUse::OneCall) => {
                match PermitGuard::take(&self.context, &gate.permits, concurrency, kind, waited.ticket.take())
                    .await?
                {
                    Acquired::Wait(ticket) => {
                        return Ok(Limited::Wait(Waited { ticket: Some(ticket), ..waited }));
                    }
                    Acquired::Granted(permit) => {
                        pass.permit = Some(permit);
                        None
                    }
                    Acquired::RetryAt(due) => Some(due),
                }
            }
        };
        if let Some(due) = refused {
            return Ok(Limited::RetryAt(due, hold_by_permits(config, gate.permits.blocked_by_jobs())));
        }
        match &config.profile.rate_limit {
            Some(limit) => self.take_tokens((config, limit), execution, kind, waited, pass).await,
            None => Ok(Limited::Passed),
        }
    }

    /// Reports the call result of `pass`, whose call took `took`.
    pub async fn report(
        &self,
        config: &Config,
        mut pass: Pass,
        verdict: Verdict,
        took: Duration,
    ) -> Reported {
        let context = &self.context;
        let sent = verdict != Verdict::NotSent;
        pass.end(sent.then_some(took));
        if let Some(concurrency) = config.profile.concurrency
            && let Err(error) = pass.gate.permits.return_wanted(context, concurrency).await
        {
            tracing::warn!(config.id = %config.id, error = %Chain(&error), "failed to return permits");
        }
        let probe = std::mem::replace(&mut pass.probe, false);
        let reported = pass.gate.breaker.report(context, config, pass.execution, probe, verdict).await;
        match reported {
            Ok(Some(until)) if pass.hops < MAX_FREE_DEFERRALS => {
                // The probing execution makes the next probe; the others come after it.
                let due = if probe { until } else { retry_soon(until.max(context.clock.now()), context) };
                Reported::Defer { due, hold: hold(config, HoldKind::Breaker) }
            }
            Ok(_) => Reported::Settle,
            Err(error) => {
                tracing::warn!(config.id = %config.id, error = %Chain(&error), "failed to report a call result to its gate");
                Reported::Settle
            }
        }
    }

    /// Renews the permit of `pass` while its call runs; poll it beside the call. Returns only if the permit
    /// is lost.
    pub async fn keep(&self, pass: &Pass) -> PermitLost {
        match &pass.permit {
            Some(permit) => permit.keep().await,
            None => std::future::pending().await,
        }
    }

    /// Returns unused permits that other processes wait for, and publishes what is not yet published. Call
    /// it at the end of a batch, before the process may be frozen. A failure is only logged: what is not
    /// returned expires with its lease.
    pub async fn release_idle(&self) {
        self.maintain(true).await;
    }

    /// The same for permits that have been idle for a moment; call it once a second in a process that keeps
    /// running.
    pub async fn tend(&self) {
        self.maintain(false).await;
    }

    async fn maintain(&self, at_once: bool) {
        let context = &*self.context;
        let now = context.clock.now();
        let known: Vec<(Arc<ConfigGate>, Arc<Config>)> = {
            let mut cached = lock(&self.cached);
            cached.retain(|_, known| {
                duration::between(known.used_at, now) < IDLE_TTL || Arc::strong_count(&known.gate) > 1
            });
            cached.values().map(|known| (Arc::clone(&known.gate), Arc::clone(&known.config))).collect()
        };
        self.owners.return_idle(context, at_once).await;
        for (gate, config) in known {
            let mut done = gate.breaker.publish(context, &config).await;
            if let (Ok(()), Some(concurrency)) = (&done, config.profile.concurrency) {
                done = gate.permits.return_idle(context, concurrency, at_once).await;
            }
            if done.is_ok() {
                done = gate.keys.publish(context).await;
            }
            if let Err(error) = done {
                tracing::warn!(config.id = %config.id, error = %Chain(&error), "failed to persist gate state");
            }
        }
    }

    /// How many keys of the config `id` are remembered.
    #[cfg(test)]
    pub(super) fn remembered_keys(&self, id: ConfigId) -> usize {
        lock(&self.cached).get(&id).map_or(0, |known| known.gate.keys.remembered())
    }

    /// The cached gate of `config`.
    fn gate(&self, config: &Config) -> Arc<ConfigGate> {
        let now = self.context.clock.now();
        let mut cached = lock(&self.cached);
        let known = cached.entry(config.id).or_insert_with(|| CachedGate {
            gate: Arc::new(ConfigGate {
                config: config.id,
                breaker: Breaker::new(config),
                tokens: Tokens::new(GateSubject::Config(config.id), &self.context),
                keys: Keys::new(config.id),
                permits: Arc::new(Permits::new(GateSubject::Config(config.id))),
            }),
            config: Arc::new(config.clone()),
            used_at: now,
        });
        known.used_at = now;
        if known.config.version != config.version {
            known.config = Arc::new(config.clone());
        }
        Arc::clone(&known.gate)
    }
}

/// Whether a pass has the permit and the tokens that it needs.
pub(super) enum Limited {
    Passed,
    /// It waits for this first.
    Wait(Waited),
    /// It has none; ask again then.
    RetryAt(Timestamp, Hold),
}
