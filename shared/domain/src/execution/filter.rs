//! Conditions on executions that no store has a key for.

use std::{fmt, str::FromStr};

use beadle_values::id::ConfigId;

use super::{Awaited, Execution, FailureCode, HoldKind, State, Status};

/// Conditions on executions that no store has a key for: rows are read, and those that do not match are dropped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExecutionFilter {
    /// In one of these states; any, if none is named.
    pub statuses: Vec<Status>,
    /// With this config.
    pub config_id: Option<ConfigId>,
    /// Failed for good for this reason.
    pub error_code: Option<FailureCode>,
    /// Waiting for this.
    pub waiting_for: Option<Waits>,
}

impl ExecutionFilter {
    /// Whether it drops nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether an execution in this state may match, which is known before its row is read in full.
    pub fn takes(&self, status: Status) -> bool {
        (self.statuses.is_empty() || self.statuses.contains(&status))
            && (self.error_code.is_none() || status == Status::Failed)
            && self.waiting_for.is_none_or(|waits| waits.takes(status))
    }

    /// Whether `execution` matches.
    pub fn matches(&self, execution: &Execution) -> bool {
        let fails_with =
            |code| matches!(execution.state(), State::Failed { failure, .. } if failure.code == code);
        self.takes(execution.status())
            && self.config_id.is_none_or(|config| execution.request.config_id == Some(config))
            && self.error_code.is_none_or(fails_with)
            && self.waiting_for.is_none_or(|waits| waits.holds(execution.state()))
    }
}

/// What an execution waits for, beside its time: one reason, or a group of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// Its gate: the rate limit, the breaker, the most calls at once, or a destination that asked for fewer calls.
    Gate,
    /// Its owner's account: credits, or a limit.
    Account,
    /// The end of its job, however that is told.
    Job,
    /// One reason to be held back.
    Hold(HoldKind),
    /// The end of its job, told in this way.
    Awaited(Awaited),
}

impl Waits {
    /// All names, groups first.
    pub fn names() -> Vec<&'static str> {
        let awaited = Awaited::ALL.into_iter().filter(|what| *what != Awaited::Time).map(Awaited::as_str);
        ["gate", "account", "job"]
            .into_iter()
            .chain(HoldKind::ALL.map(HoldKind::as_str))
            .chain(awaited)
            .collect()
    }

    fn takes(self, status: Status) -> bool {
        match self {
            Self::Gate | Self::Account | Self::Hold(_) => status == Status::Deferred,
            Self::Job | Self::Awaited(_) => status == Status::Waiting,
        }
    }

    fn holds(self, state: &State) -> bool {
        use HoldKind::{Breaker, Concurrency, Credits, Limit, RateLimit, Throttled};
        match (self, state) {
            (Self::Gate, State::Deferred { hold, .. }) => {
                matches!(hold.kind, RateLimit | Throttled | Breaker | Concurrency)
            }
            (Self::Account, State::Deferred { hold, .. }) => matches!(hold.kind, Credits | Limit),
            (Self::Hold(kind), State::Deferred { hold, .. }) => hold.kind == kind,
            (Self::Job, State::Waiting { what, .. }) => *what != Awaited::Time,
            (Self::Awaited(awaited), State::Waiting { what, .. }) => *what == awaited,
            _ => false,
        }
    }
}

/// A text that names nothing that an execution waits for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct UnknownWait;

impl fmt::Display for UnknownWait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "must be one of {}", Waits::names().join(", "))
    }
}

impl FromStr for Waits {
    type Err = UnknownWait;

    fn from_str(name: &str) -> Result<Self, UnknownWait> {
        match name {
            "gate" => return Ok(Self::Gate),
            "account" => return Ok(Self::Account),
            "job" => return Ok(Self::Job),
            _ => {}
        }
        let hold = HoldKind::ALL.into_iter().find(|kind| kind.as_str() == name).map(Self::Hold);
        let awaited = || {
            let found = Awaited::ALL.into_iter().find(|what| what.as_str() == name);
            found.filter(|what| *what != Awaited::Time).map(Self::Awaited)
        };
        hold.or_else(awaited).ok_or(UnknownWait)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::{
        execution::{Event, Hold},
        specimen::{at, claimed, pending, timeout},
    };

    fn held(kind: HoldKind) -> Execution {
        let hold = Hold::new(kind, "held");
        claimed(&pending(), 0).apply(Event::Defer { due: at(9), hold }, at(1)).unwrap()
    }

    fn waiting(what: Awaited) -> Execution {
        claimed(&pending(), 0).apply(Event::Wait { until: at(9), what }, at(1)).unwrap()
    }

    /// What is asked for → what matches of everything that an execution can wait for.
    #[rstest]
    #[case("gate", &["rate_limit", "throttled", "breaker", "concurrency"])]
    #[case("account", &["credits", "limit"])]
    #[case("job", &["callback", "poll", "callback_or_poll"])]
    #[case("paused", &["paused"])]
    #[case("overlap", &["overlap"])]
    #[case("poll", &["poll"])]
    fn a_wait_is_one_reason_or_a_group(#[case] name: &str, #[case] expected: &[&str]) {
        let waits: Waits = name.parse().unwrap();
        let filter = ExecutionFilter { waiting_for: Some(waits), ..ExecutionFilter::default() };
        let holds = HoldKind::ALL.map(|kind| (kind.as_str(), held(kind)));
        let jobs = Awaited::ALL.map(|what| (what.as_str(), waiting(what)));
        let all: Vec<_> = holds.into_iter().chain(jobs).chain([("none", pending())]).collect();
        let found: Vec<_> =
            all.iter().filter(|(_, execution)| filter.matches(execution)).map(|(name, _)| *name).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn every_name_is_read_and_others_are_refused() {
        let names = Waits::names();
        assert!(names.iter().all(|name| name.parse::<Waits>().is_ok()), "{names:?}");
        assert_eq!(names.len(), 3 + HoldKind::ALL.len() + Awaited::ALL.len() - 1);
        for name in ["time", "", "gates"] {
            assert_eq!(name.parse::<Waits>(), Err(UnknownWait), "{name}");
        }
    }

    #[test]
    fn conditions_add_up() {
        let failed =
            claimed(&pending(), 0).apply(Event::Fail { failure: timeout(), answer: None }, at(1)).unwrap();
        let with = |change: fn(&mut ExecutionFilter)| {
            let mut filter = ExecutionFilter::default();
            change(&mut filter);
            [filter.matches(&pending()), filter.matches(&failed)]
        };
        assert_eq!(with(|_| {}), [true, true]);
        assert_eq!(with(|filter| filter.statuses = vec![Status::Failed, Status::Running]), [false, true]);
        assert_eq!(with(|filter| filter.statuses = vec![Status::Failed, Status::Pending]), [true, true]);
        assert_eq!(with(|filter| filter.error_code = Some(FailureCode::Timeout)), [false, true]);
        assert_eq!(with(|filter| filter.error_code = Some(FailureCode::Connect)), [false, false]);
        let config = || Some(ConfigId::from_uuid(uuid::Uuid::from_u128(7)));
        let mut named = (*pending().request).clone();
        named.config_id = config();
        let named = Execution::new(named, at(0));
        let filter = ExecutionFilter { config_id: config(), ..ExecutionFilter::default() };
        assert_eq!([&pending(), &named].map(|execution| filter.matches(execution)), [false, true]);
        let both = ExecutionFilter { statuses: vec![Status::Failed], ..filter };
        assert!(!both.matches(&named));
    }
}
