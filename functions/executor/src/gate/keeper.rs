//! All gates of this process.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use beadle_application::port::{Clock, GateStore, Jitter, StoreError};
use beadle_domain::{
    config::Config,
    execution::{Execution, Hold, HoldKind},
    gate::{
        GateSubject, Holder, Verdict,
        limiter::{self, Share},
    },
    policy::RateLimit,
};
use beadle_values::{duration, id::ConfigId};
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    GateAdmission, Held, Local, Pass, Reported, Uncovered, World,
    breaker::{Breaker, Call, Check},
    held::Taken,
    owners::Owners,
    permits::Permits,
    tokens::{Token, Tokens},
    waiting::{Kind, lock, soon},
};

/// How often an execution asks again whose token was no longer fresh when it came.
const ROUNDS: usize = 3;

/// How many calls a second a destination is taken to bear of which no config says how many.
const UNLIMITED_PACE: f64 = 10.0;

/// An execution that was put off more often has its failed probes counted: what fails may be the execution.
const PATIENCE: u32 = 2_000;

/// How long a config is remembered that is not used.
const FORGET_AFTER: Duration = Duration::from_secs(600);

/// The gates, as this process keeps them.
pub struct Gates {
    pub(super) world: Arc<World>,
    locals: Mutex<HashMap<ConfigId, Known>>,
    pub(super) owners: Owners,
}

struct Known {
    local: Arc<Local>,
    config: Arc<Config>,
    used_at: Timestamp,
}

impl Gates {
    /// The gates in `store`, as the process with the fresh id `process` keeps them.
    pub fn new(
        store: Arc<dyn GateStore>,
        clock: Arc<dyn Clock>,
        jitter: Arc<dyn Jitter>,
        process: Uuid,
    ) -> Self {
        let world = World { store, clock, jitter, holder: Holder::of(process) };
        Self { world: Arc::new(world), locals: Mutex::default(), owners: Owners::default() }
    }

    /// Whether `execution`, which was put off `hops` times, may make its call under `config` now.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be told; the message has to come again.
    pub async fn admit(
        &self,
        config: &Config,
        execution: &Execution,
        hops: u32,
    ) -> Result<GateAdmission, StoreError> {
        let (world, local) = (&self.world, self.local(config));
        let kind = Kind::of(hops);
        let timeout = execution.request.policy.timeout_under(&config.profile.policy);
        for _ in 0..ROUNDS {
            let factor = local.breaker.factor(world.clock.now());
            let pace = config.profile.rate_limit.map_or(UNLIMITED_PACE, |limit| pace(&limit, factor));
            let call = Call { config, execution: execution.id(), timeout, kind, pace };
            let probe = match local.breaker.check(world, call).await? {
                Check::Go { probe } => probe,
                Check::Later { due, kind } => return Ok(later(config, due, kind)),
            };
            let mut pass = Pass {
                local: Arc::clone(&local),
                execution: execution.id(),
                hops,
                probe,
                permit: None,
                granted_at: None,
            };
            if let Some((due, kind)) = self.limit(config, kind, &mut pass).await? {
                drop(pass);
                if probe {
                    local.breaker.tell(world, config).await?;
                }
                return Ok(later(config, due, kind));
            }
            if pass.is_fresh(world.clock.now()) {
                return Ok(GateAdmission::Go(pass));
            }
        }
        Ok(later(config, soon(world.clock.now(), world), HoldKind::RateLimit))
    }

    /// Gets permit and token for a pass; when to come back if there are none.
    async fn limit(
        &self,
        config: &Config,
        kind: Kind,
        pass: &mut Pass,
    ) -> Result<Option<(Timestamp, HoldKind)>, StoreError> {
        let (world, local) = (&*self.world, Arc::clone(&pass.local));
        if let Some(concurrency) = config.profile.concurrency {
            match Held::take(&self.world, &local.permits, concurrency, kind).await? {
                Taken::Granted(held) => pass.permit = Some(held),
                Taken::Later(due) => return Ok(Some((due, HoldKind::Concurrency))),
            }
        }
        if let Some(limit) = &config.profile.rate_limit {
            let factor = local.breaker.factor(world.clock.now());
            match local.tokens.take(world, limit, factor, kind).await? {
                Token::Granted(at) => pass.granted_at = Some(at),
                Token::Later(due) => return Ok(Some((due, HoldKind::RateLimit))),
            }
        }
        Ok(None)
    }

    /// Notes how the call of `pass` went, which took `took`.
    pub async fn report(
        &self,
        config: &Config,
        mut pass: Pass,
        verdict: Verdict,
        took: Duration,
    ) -> Reported {
        let world = &self.world;
        let sent = verdict != Verdict::NotSent;
        pass.end(sent.then_some(took));
        let probe = std::mem::replace(&mut pass.probe, false);
        let reported = pass.local.breaker.report(world, config, pass.execution, probe, verdict).await;
        match reported {
            Ok(Some(until)) if pass.hops < PATIENCE => {
                // The probe is the one to probe again; the others come after it.
                let due = if probe { until } else { soon(until.max(world.clock.now()), world) };
                Reported::Defer { due, hold: hold(config, HoldKind::Breaker) }
            }
            Ok(_) => Reported::Settle,
            Err(error) => {
                tracing::warn!(config.id = %config.id, %error, "the gate does not know how a call went");
                Reported::Settle
            }
        }
    }

    /// Keeps the permit of `pass` for as long as its call takes; to be polled beside the call. Comes back only when the
    /// permit is lost.
    pub async fn keep(&self, pass: &Pass) -> Uncovered {
        match &pass.permit {
            Some(held) => held.keep().await,
            None => std::future::pending().await,
        }
    }

    /// Gives back what no call uses, where others wait for it, and tells what is not told yet: at the end of a batch, before
    /// the process may be frozen. A failure is logged: whatever is not given back is free when its lease is over.
    pub async fn release_idle(&self) {
        self.tidy(true).await;
    }

    /// The same for what has not been used for a moment; once a second, in a process that runs on.
    pub async fn tend(&self) {
        self.tidy(false).await;
    }

    async fn tidy(&self, at_once: bool) {
        let world = &*self.world;
        let now = world.clock.now();
        let known: Vec<(Arc<Local>, Arc<Config>)> = {
            let mut locals = lock(&self.locals);
            locals.retain(|_, known| {
                duration::between(known.used_at, now) < FORGET_AFTER || Arc::strong_count(&known.local) > 1
            });
            locals.values().map(|known| (Arc::clone(&known.local), Arc::clone(&known.config))).collect()
        };
        self.owners.give_back_idle(world, at_once).await;
        for (local, config) in known {
            let mut done = local.breaker.tell(world, &config).await;
            if let (Ok(()), Some(concurrency)) = (&done, config.profile.concurrency) {
                done = local.permits.give_back_idle(world, concurrency, at_once).await;
            }
            if let Err(error) = done {
                tracing::warn!(config.id = %config.id, %error, "a gate was not told what is new");
            }
        }
    }

    /// What this process keeps of the gate of `config`.
    fn local(&self, config: &Config) -> Arc<Local> {
        let now = self.world.clock.now();
        let mut locals = lock(&self.locals);
        let known = locals.entry(config.id).or_insert_with(|| Known {
            local: Arc::new(Local {
                config: config.id,
                breaker: Breaker::new(config),
                tokens: Tokens::new(config.id, &self.world),
                permits: Arc::new(Permits::new(GateSubject::Config(config.id))),
            }),
            config: Arc::new(config.clone()),
            used_at: now,
        });
        known.used_at = now;
        if known.config.version != config.version {
            known.config = Arc::new(config.clone());
        }
        Arc::clone(&known.local)
    }
}

/// How many calls a second `limit` lets through while `factor` of it is in force.
fn pace(limit: &RateLimit, factor: f64) -> f64 {
    (0..limiter::shards(limit)).map(|shard| Share::of(limit, shard, factor).pace()).sum()
}

fn later(config: &Config, due: Timestamp, kind: HoldKind) -> GateAdmission {
    GateAdmission::Defer { due, hold: hold(config, kind) }
}

/// What keeps an execution back, in one sentence for its caller.
fn hold(config: &Config, kind: HoldKind) -> Hold {
    let name = &config.name;
    let reason = match (kind, &config.profile) {
        (HoldKind::RateLimit, profile) => {
            let (rate, per) =
                profile.rate_limit.map_or((0, 0), |limit| (limit.rate, duration::millis(limit.per)));
            format!("the config `{name}` allows {rate} calls in {per} ms")
        }
        (HoldKind::Concurrency, profile) => {
            let most = profile.concurrency.unwrap_or_default();
            format!("the config `{name}` allows {most} calls at once")
        }
        (HoldKind::Throttled, _) => format!("the destination of the config `{name}` asked for fewer calls"),
        _ => format!("too many calls of the config `{name}` failed; its circuit breaker keeps them back"),
    };
    Hold::new(kind, reason)
}
