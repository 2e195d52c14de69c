//! Publishes what this process knows to the others: call results, and what destinations ask for.

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

use super::{Breaker, PUBLISH_INTERVAL, breaker_of, owned};
use crate::gate::{GateContext, document::Document, waiting::lock};

impl Breaker {
    /// Publishes counts and a dropped probe, if either is news.
    pub(in crate::gate) async fn publish(
        &self,
        context: &GateContext,
        config: &Config,
    ) -> Result<(), StoreError> {
        let due = self.has_unpublished(config, None) || lock(&self.cache).dropped.is_some();
        if due {
            let mut document = self.document.lock().await;
            self.publish_with(context, config, None, &mut document).await?;
        }
        Ok(())
    }

    /// Records a call result. Returns until when the gate is shut because of it, if the failure says
    /// something about the destination and not about the execution.
    pub(in crate::gate) async fn report(
        &self,
        context: &GateContext,
        config: &Config,
        execution: ExecutionId,
        probe: bool,
        verdict: Verdict,
    ) -> Result<Option<Timestamp>, StoreError> {
        let now = context.clock.now();
        let healthy = verdict.is_healthy();
        if let (Some(policy), Some(healthy), false) = (&config.profile.breaker, healthy, probe) {
            lock(&self.cache).tally.count(policy, now, healthy);
        }
        let asked = match verdict {
            Verdict::Throttled { until, .. } => Some((until, true)),
            Verdict::Exhausted { until } => Some((Some(until), false)),
            _ => None,
        };
        if probe || asked.is_some() || self.has_unpublished(config, Some(now)) {
            let mut document = self.document.lock().await;
            self.publish_with(context, config, Some(now), &mut document).await?;
            if let (true, Some(policy)) = (probe, &config.profile.breaker) {
                let concluded = document.update(context, |state, now| {
                    let next = breaker_of(state)
                        .and_then(|state| breaker::conclude_probe(state, policy, now, execution, healthy));
                    (next.map(GateState::Breaker), ())
                });
                concluded.await?;
            }
            if let Some((until, refused)) = asked {
                let throttled = document.update(context, |state, now| {
                    let state = owned(state, config, now);
                    (breaker::throttle(&state, now, until, refused).map(GateState::Breaker), ())
                });
                throttled.await?;
            }
            self.copy_from(&document);
        }
        Ok(if healthy == Some(false) { self.shut_until(config, probe) } else { None })
    }

    /// Until when the breaker is shut, for a call that failed while it was shut or that shut it.
    fn shut_until(&self, config: &Config, probe: bool) -> Option<Timestamp> {
        config.profile.breaker?;
        let cache = lock(&self.cache);
        match cache.state.as_ref()?.phase {
            Phase::Open { until } => Some(until),
            Phase::HalfOpen { until, .. } if !probe => Some(until),
            _ => None,
        }
    }

    /// Whether there is news for other processes and the interval since the last publication has passed.
    /// Without `now` the interval is ignored.
    pub(super) fn has_unpublished(&self, config: &Config, now: Option<Timestamp>) -> bool {
        let Some(policy) = &config.profile.breaker else { return false };
        let cache = lock(&self.cache);
        let Some(at) = now.or(cache.known_at) else { return false };
        let outcomes = cache.tally.outcomes(policy, at);
        let suspect = cache.state.as_ref().is_some_and(|state| state.is_suspect(policy, at));
        let in_time = now.is_none()
            || cache.published_at.is_none_or(|result| duration::between(result, at) >= PUBLISH_INTERVAL);
        in_time && (outcomes.failed > 0 || suspect && outcomes.ok > 0)
    }

    /// Publishes this process's counts and a dropped probe. Counts that may not have been stored are
    /// published again.
    pub(super) async fn publish_with(
        &self,
        context: &GateContext,
        config: &Config,
        now: Option<Timestamp>,
        document: &mut Document,
    ) -> Result<(), StoreError> {
        let Some(policy) = &config.profile.breaker else { return Ok(()) };
        let dropped = lock(&self.cache).dropped;
        if let Some(execution) = dropped {
            let concluded = document.update(context, |state, now| {
                let next = breaker_of(state)
                    .and_then(|state| breaker::conclude_probe(state, policy, now, execution, None));
                (next.map(GateState::Breaker), ())
            });
            concluded.await?;
            lock(&self.cache).dropped = None;
        }
        if !self.has_unpublished(config, now) {
            return Ok(());
        }
        let published_at = context.clock.now();
        let tally = std::mem::take(&mut lock(&self.cache).tally);
        let outcomes = tally.outcomes(policy, published_at);
        let result = document.update(context, |state, now| {
            let state = owned(state, config, now);
            (breaker::record(&state, policy, now, outcomes).map(GateState::Breaker), ())
        });
        let result = result.await;
        let mut cache = lock(&self.cache);
        if !matches!(result, Ok(Some(()))) {
            cache.tally = tally;
        }
        cache.published_at = Some(published_at);
        drop(cache);
        self.copy_from(document);
        result.map(|_| ())
    }
}
