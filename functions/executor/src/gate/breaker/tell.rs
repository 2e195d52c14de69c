//! What this process tells the others: how calls went, and what destinations ask for.

use beadle_application::port::StoreError;
use beadle_domain::{
    config::Config,
    gate::{
        GateState, Verdict,
        breaker::{self, Phase},
    },
};
use beadle_values::{duration, id::ExecutionId};
use jiff::Timestamp;

use super::{Breaker, TELL_EVERY, breaker_of, owned};
use crate::gate::{World, document::Document, waiting::lock};

impl Breaker {
    /// Tells what this process counted, and of a probe that was dropped, if that is new to the others.
    pub(in crate::gate) async fn tell(&self, world: &World, config: &Config) -> Result<(), StoreError> {
        let due = self.has_news(config, None) || lock(&self.seen).dropped.is_some();
        if due {
            let mut document = self.document.lock().await;
            self.tell_all(world, config, None, &mut document).await?;
        }
        Ok(())
    }

    /// Notes how a call went. Answers until when the gate is shut because of it, if the call tells about the destination
    /// and not about its execution.
    pub(in crate::gate) async fn report(
        &self,
        world: &World,
        config: &Config,
        execution: ExecutionId,
        probe: bool,
        verdict: Verdict,
    ) -> Result<Option<Timestamp>, StoreError> {
        let now = world.clock.now();
        let healthy = verdict.is_healthy();
        if let (Some(policy), Some(healthy), false) = (&config.profile.breaker, healthy, probe) {
            lock(&self.seen).tally.count(policy, now, healthy);
        }
        let asked = match verdict {
            Verdict::Throttled { until, .. } => Some((until, true)),
            Verdict::Exhausted { until } => Some((Some(until), false)),
            _ => None,
        };
        if probe || asked.is_some() || self.has_news(config, Some(now)) {
            let mut document = self.document.lock().await;
            self.tell_all(world, config, Some(now), &mut document).await?;
            if let (true, Some(policy)) = (probe, &config.profile.breaker) {
                let concluded = document.update(world, |state, now| {
                    let next = breaker_of(state)
                        .and_then(|state| breaker::conclude_probe(state, policy, now, execution, healthy));
                    (next.map(GateState::Breaker), ())
                });
                concluded.await?;
            }
            if let Some((until, refused)) = asked {
                let throttled = document.update(world, |state, now| {
                    let state = owned(state, config, now);
                    (breaker::throttle(&state, now, until, refused).map(GateState::Breaker), ())
                });
                throttled.await?;
            }
            self.learn(&document);
        }
        Ok(if healthy == Some(false) { self.shut_until(config, probe) } else { None })
    }

    /// Until when the breaker is shut, for a call that failed while or because it is.
    fn shut_until(&self, config: &Config, probe: bool) -> Option<Timestamp> {
        config.profile.breaker?;
        let seen = lock(&self.seen);
        match seen.state.as_ref()?.phase {
            Phase::Open { until } => Some(until),
            Phase::HalfOpen { until, .. } if !probe => Some(until),
            _ => None,
        }
    }

    /// Whether there is something that the others should know, and it is time to tell (`None`: it always is).
    pub(super) fn has_news(&self, config: &Config, now: Option<Timestamp>) -> bool {
        let Some(policy) = &config.profile.breaker else { return false };
        let seen = lock(&self.seen);
        let Some(at) = now.or(seen.known_at) else { return false };
        let outcomes = seen.tally.outcomes(policy, at);
        let suspect = seen.state.as_ref().is_some_and(|state| state.is_suspect(policy, at));
        let in_time =
            now.is_none() || seen.told_at.is_none_or(|told| duration::between(told, at) >= TELL_EVERY);
        in_time && (outcomes.failed > 0 || suspect && outcomes.ok > 0)
    }

    /// Tells what this process counted, and that a probe was dropped. A count that may not have arrived is told again.
    pub(super) async fn tell_all(
        &self,
        world: &World,
        config: &Config,
        now: Option<Timestamp>,
        document: &mut Document,
    ) -> Result<(), StoreError> {
        let Some(policy) = &config.profile.breaker else { return Ok(()) };
        let dropped = lock(&self.seen).dropped;
        if let Some(execution) = dropped {
            let concluded = document.update(world, |state, now| {
                let next = breaker_of(state)
                    .and_then(|state| breaker::conclude_probe(state, policy, now, execution, None));
                (next.map(GateState::Breaker), ())
            });
            concluded.await?;
            lock(&self.seen).dropped = None;
        }
        if !self.has_news(config, now) {
            return Ok(());
        }
        let told_at = world.clock.now();
        let tally = std::mem::take(&mut lock(&self.seen).tally);
        let outcomes = tally.outcomes(policy, told_at);
        let told = document.update(world, |state, now| {
            let state = owned(state, config, now);
            (breaker::record(&state, policy, now, outcomes).map(GateState::Breaker), ())
        });
        let told = told.await;
        let mut seen = lock(&self.seen);
        if !matches!(told, Ok(Some(()))) {
            seen.tally = tally;
        }
        seen.told_at = Some(told_at);
        drop(seen);
        self.learn(document);
        told.map(|_| ())
    }
}
