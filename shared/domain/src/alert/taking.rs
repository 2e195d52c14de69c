//! Taking facts: what begins to fire, and what no longer does.
//!
//! A fact counts once however often it comes. Failures are a set, from which a success takes those before it, so that the
//! order in which ends of a task come from several shards does not matter; of everything else only the latest fact counts.

#[cfg(test)]
mod tests;

use jiff::Timestamp;

use super::{
    AlertBook, AlertRule, AlertTurn, Fact, Failure, Firing, RuleState,
    book::{MAX_FAILURES, MAX_SUBJECTS, MAX_TURNS},
};
use crate::gate::PhaseName;

impl AlertBook {
    /// The same after `fact`, of which was learnt at `now`.
    #[must_use]
    pub fn after(mut self, fact: &Fact, now: Timestamp) -> Self {
        let rules: Vec<AlertRule> =
            self.rules.rules.iter().filter(|rule| fact.concerns(rule)).cloned().collect();
        let subject = fact.subject();
        for rule in rules {
            let has_room = self.has_room(&rule, &subject);
            let state = self.states.entry(rule.name.clone()).or_default();
            let fires = state.take(&rule, fact, &subject, has_room);
            self.turn(&rule, (&subject, fires), fact.at(), now);
        }
        self.states.retain(|_, state| *state != RuleState::default());
        self
    }

    /// Whether another fact about `subject` may be kept.
    fn has_room(&self, rule: &AlertRule, subject: &str) -> bool {
        let states = || self.states.values();
        let is_known = self.states.get(&rule.name).is_some_and(|state| state.knows(subject));
        let subjects: usize = states().map(|state| state.failures.len() + state.latest.len()).sum();
        let failures: usize = states().flat_map(|state| state.failures.values()).map(|kept| kept.len()).sum();
        (is_known || subjects < MAX_SUBJECTS) && failures < MAX_FAILURES
    }

    /// Writes down that `subject` fires or not, if that is new.
    fn turn(&mut self, rule: &AlertRule, (subject, fires): (&str, bool), at: Timestamp, now: Timestamp) {
        let Some(state) = self.states.get_mut(&rule.name) else { return };
        // Nobody is told of what came and went while the rule was muted.
        let opposite = self.turns.iter().position(|turn| {
            rule.is_muted(now) && turn.rule == rule.name && turn.subject == subject && turn.firing != fires
        });
        let since = match (fires, state.firing.get(subject)) {
            (true, None) => {
                let untold = opposite.map(|place| self.turns.remove(place));
                let told = untold.is_some() || self.turns.len() < MAX_TURNS;
                let since = untold.as_ref().map_or(at, |turn| turn.since);
                state.firing.insert(subject.to_owned(), Firing { since, told });
                if untold.is_some() || !told {
                    return;
                }
                at
            }
            (false, Some(Firing { since, told })) => {
                let (since, told) = (*since, *told);
                state.firing.remove(subject);
                if let Some(place) = opposite {
                    self.turns.remove(place);
                    return;
                }
                if !told {
                    return;
                }
                since
            }
            _ => return,
        };
        self.counted = self.counted.saturating_add(1);
        let (rule, subject) = (rule.name.clone(), subject.to_owned());
        self.turns.push(AlertTurn { number: self.counted, rule, subject, firing: fires, at, since });
    }
}

impl RuleState {
    fn knows(&self, subject: &str) -> bool {
        self.latest.contains_key(subject) || self.failures.keys().any(|task| task.to_string() == subject)
    }

    /// Takes `fact` and returns whether its subject fires then.
    fn take(&mut self, rule: &AlertRule, fact: &Fact, subject: &str, has_room: bool) -> bool {
        let fired = self.firing.contains_key(subject);
        match fact {
            Fact::Failed { task, execution, at } => {
                if has_room || self.failures.get(task).is_some_and(|kept| kept.len() >= rule.failures()) {
                    let kept = self.failures.entry(*task).or_default();
                    kept.insert(Failure { at: *at, execution: *execution });
                    if kept.len() > rule.failures() {
                        kept.pop_first();
                    }
                }
                self.failures.get(task).is_some_and(|kept| kept.len() >= rule.failures())
            }
            Fact::Completed { task, at } => {
                let Some(kept) = self.failures.get_mut(task) else { return false };
                kept.retain(|failure| failure.at > *at);
                let left = kept.len();
                if left == 0 {
                    self.failures.remove(task);
                }
                left >= rule.failures()
            }
            Fact::Breaker { phase, .. } => match phase {
                PhaseName::Open => self.is_latest(fact, subject, has_room).map_or(fired, |()| true),
                PhaseName::Closed => self.is_latest(fact, subject, fired).map_or(fired, |()| false),
                // A breaker that probes has not recovered yet.
                _ => fired,
            },
            Fact::Expected { missed, .. } => {
                self.is_latest(fact, subject, has_room && *missed).map_or(fired, |()| *missed)
            }
            Fact::Credits { left, .. } => rule.credits.is_some_and(|few| *left < few),
            Fact::Backlog { waiting_since, .. } => waiting_since.is_some(),
            Fact::Gone { .. } => {
                self.failures.retain(|task, _| task.to_string() != subject);
                self.latest.remove(subject);
                false
            }
        }
    }

    /// Notes the time of `fact` if no later one about `subject` is known; one about a new subject only if `is_new_kept`.
    fn is_latest(&mut self, fact: &Fact, subject: &str, is_new_kept: bool) -> Option<()> {
        match self.latest.get_mut(subject) {
            Some(latest) if *latest > fact.at() => None,
            Some(latest) => {
                *latest = fact.at();
                Some(())
            }
            None if is_new_kept => {
                self.latest.insert(subject.to_owned(), fact.at());
                Some(())
            }
            None => None,
        }
    }
}
