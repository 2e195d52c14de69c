//! Functions that users write as retry rules: when they are asked, and what their answers mean.

use std::{fmt, time::Duration};

use beadle_values::duration;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Backoff, RetryDecision, RetryPolicy, rule};
use crate::{
    execution::failure::Failure,
    function::{FunctionRef, RanFunction, RuleFunction},
};

/// The longest reason that is kept, in characters.
const MAX_WHY: usize = 300;

/// The answer of a retry function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Ruling {
    /// Retry after this delay.
    After {
        /// The delay, in milliseconds when stored.
        #[serde(rename = "delay_ms", with = "duration::as_millis")]
        delay: Duration,
    },
    /// Give up.
    Stop,
    /// None that could be used.
    Fault {
        /// The reason.
        why: String,
    },
}

impl Ruling {
    /// What a function means that returned `value`: a number of seconds, within 0 and [`super::MAX_DELAY`], or null or false to give
    /// up.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null | Value::Bool(false) => Self::Stop,
            Value::Number(number) => match number.as_f64() {
                Some(seconds) => Self::After { delay: rule::clamped(seconds) },
                None => Self::fault("it returned no number of seconds"),
            },
            Value::Bool(true) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
                Self::fault("it returned neither a number of seconds nor null or false")
            }
        }
    }

    /// No answer, for this reason.
    pub fn fault(why: impl Into<String>) -> Self {
        let mut why = why.into();
        if let Some((end, _)) = why.char_indices().nth(MAX_WHY) {
            why.truncate(end);
            why.push('…');
        }
        Self::Fault { why }
    }
}

impl RetryPolicy {
    /// The function that says when to retry.
    pub fn function(&self) -> Option<&RuleFunction> {
        match &self.backoff {
            Backoff::Custom { function, .. } => function.as_deref(),
            _ => None,
        }
    }

    /// The function to ask after attempt `attempt` failed: none if no other attempt would be made whatever it says.
    pub fn asks(&self, attempt: u32, failure: &Failure, jitter: f64) -> Option<&RuleFunction> {
        self.function().filter(|_| self.decide(attempt, failure, jitter) != RetryDecision::Stop)
    }

    /// What the function is given: the names that expressions have.
    pub fn asked_with(attempt: u32, failure: &Failure) -> Value {
        let facts = rule::facts(attempt, failure).into_iter();
        Value::Object(facts.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
    }

    /// The policy with the answer of its function in place of it: with a fault the default delays.
    #[must_use]
    pub fn ruled(mut self, ruling: &Ruling) -> Self {
        match ruling {
            Ruling::After { delay } => self.backoff = Backoff::Fixed { delay: *delay },
            Ruling::Stop => self.max_retries = 0,
            Ruling::Fault { .. } => self.backoff = Backoff::default(),
        }
        self
    }
}

/// What an attempt keeps of the function that was asked after it failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulingRecord {
    /// The function, as its policy names it.
    pub function: FunctionRef,
    /// The version that ran, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ran: Option<RanFunction>,
    /// The answer.
    #[serde(flatten)]
    pub ruling: Ruling,
}

impl RulingRecord {
    /// Whether the default delays applied in place of an answer.
    pub fn is_fault(&self) -> bool {
        matches!(self.ruling, Ruling::Fault { .. })
    }
}

impl fmt::Display for RulingRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the retry function `{}`", self.function)?;
        if let Some(ran) = &self.ran {
            write!(f, " (version {} of `{}`)", ran.number, ran.name)?;
        }
        match &self.ruling {
            Ruling::After { delay } => write!(f, " answered {} s", delay.as_secs_f64()),
            Ruling::Stop => f.write_str(" answered that it is to be given up"),
            Ruling::Fault { why } => write!(f, " gave no answer ({why}), so the default delays apply"),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::execution::failure::FailureCode;

    fn after(millis: u64) -> Option<Ruling> {
        Some(Ruling::After { delay: Duration::from_millis(millis) })
    }

    #[rstest]
    #[case(json!(7.5), after(7_500))]
    #[case(json!(0), after(0))]
    #[case(json!(-3), after(0))]
    #[case(json!(1e9), after(86_400_000))]
    #[case(json!(null), Some(Ruling::Stop))]
    #[case(json!(false), Some(Ruling::Stop))]
    #[case(json!(true), None)]
    #[case(json!("5"), None)]
    #[case(json!({"delay": 5}), None)]
    fn answers_of_a_function(#[case] value: Value, #[case] expected: Option<Ruling>) {
        let ruling = Ruling::of(&value);
        match expected {
            Some(expected) => assert_eq!(ruling, expected),
            None => assert!(matches!(ruling, Ruling::Fault { .. }), "{ruling:?}"),
        }
        let record = RulingRecord { function: "patience@3".parse().unwrap(), ran: None, ruling };
        let stored = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<RulingRecord>(&stored).unwrap(), record, "{stored}");
    }

    #[test]
    fn a_function_is_asked_only_where_another_attempt_may_follow() {
        let policy = RetryPolicy::parse(
            &json!({"function": {"name": "patience"}, "max_retries": 2, "stop_when": "status == 501"}),
            &beadle_values::violation::Path::body(),
        )
        .unwrap();
        let asks = |attempt, failure: &Failure| policy.asks(attempt, failure, 0.5).is_some();
        let failed = |status| Failure::http_status(status, None);
        assert!(asks(1, &failed(503)) && asks(2, &failed(503)));
        assert!(!asks(3, &failed(503)), "no retries are left");
        assert!(!asks(1, &failed(404)), "the failure is not retried");
        assert!(!asks(1, &failed(501)), "`stop_when` holds");
        assert!(!asks(1, &Failure::new(FailureCode::Transform, "no value")));
    }

    #[rstest]
    #[case(Ruling::After { delay: Duration::from_secs(7) }, RetryDecision::After(Duration::from_secs(7)))]
    #[case(Ruling::Stop, RetryDecision::Stop)]
    #[case::the_default_delays(Ruling::Fault { why: "it threw".to_owned() }, RetryDecision::After(Duration::from_secs(2)))]
    fn the_answer_takes_the_place_of_the_function(#[case] ruling: Ruling, #[case] expected: RetryDecision) {
        let policy = RetryPolicy::parse(
            &json!({"strategy": "custom", "function": {"name": "patience", "export": "rule"}}),
            &beadle_values::violation::Path::body(),
        )
        .unwrap();
        assert_eq!(policy.max_retries, 3);
        let failure = Failure::http_status(503, None);
        let unasked = policy.decide(2, &failure, 1.0);
        assert_eq!(unasked, RetryDecision::After(Duration::from_secs(2)), "where nobody asks it");
        let ruled = policy.ruled(&ruling);
        assert_eq!(ruled.decide(2, &failure, 1.0), expected);
        let later = Failure::http_status(503, Some(Duration::from_secs(60)));
        if expected != RetryDecision::Stop {
            let delay = RetryDecision::After(Duration::from_secs(60));
            assert_eq!(ruled.decide(2, &later, 1.0), delay, "the destination asks for more");
        }
    }
}
