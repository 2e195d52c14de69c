//! Retry rules that users write as expressions.

use std::{collections::BTreeMap, time::Duration};

use serde_json::{Value, json};

use super::MAX_DELAY;
use crate::{
    execution::failure::Failure,
    expression::{EvaluationError, Expression, Given},
};

/// The names of an expression: the number of the failed attempt from 1, the HTTP status or null, the code of the failure,
/// and the seconds that the destination asks to wait or null.
pub(super) const NAMES: [&str; 4] = ["attempt", "status", "error", "retry_after"];

type Facts = BTreeMap<&'static str, Value>;

/// The values of [`NAMES`].
pub(super) fn facts(attempt: u32, failure: &Failure) -> Facts {
    BTreeMap::from([
        ("attempt", json!(attempt)),
        ("status", json!(failure.http_status)),
        ("error", json!(failure.code)),
        ("retry_after", json!(failure.retry_after.map(|delay| delay.as_secs_f64()))),
    ])
}

/// The delay that `rule` says in seconds, within 0 and [`MAX_DELAY`].
pub(super) fn delay(rule: &Expression, facts: &Facts, chance: f64) -> Result<Duration, EvaluationError> {
    let value = rule.evaluate(Given { names: facts, chance })?;
    let Some(seconds) = value.as_f64() else {
        return Err(EvaluationError("the delay is no number of seconds".to_owned()));
    };
    Ok(clamped(seconds))
}

/// The delay of so many seconds, within 0 and [`MAX_DELAY`], in whole milliseconds.
pub(super) fn clamped(seconds: f64) -> Duration {
    let within = Duration::from_secs_f64(seconds.clamp(0.0, MAX_DELAY.as_secs_f64()));
    Duration::from_millis(beadle_values::duration::millis(within))
}

/// Whether `rule` holds.
pub(super) fn holds(rule: &Expression, facts: &Facts, chance: f64) -> Result<bool, EvaluationError> {
    match rule.evaluate(Given { names: facts, chance })? {
        Value::Bool(holds) => Ok(holds),
        Value::Null => Ok(false),
        _ => Err(EvaluationError("the rule is neither true nor false".to_owned())),
    }
}
