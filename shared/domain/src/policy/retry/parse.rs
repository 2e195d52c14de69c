//! A retry policy as callers write it: a table for what every strategy takes, and one for each strategy.

use std::{ops::RangeInclusive, time::Duration};

use beadle_values::{
    body,
    body::{
        Body, Length, Member, Names, ObjectSchema, Schemas, Shape, Variant, as_object, chosen, custom, flag,
        length, list, number, of, one_of, optional, otherwise, variant, whole,
    },
    integer, schema_for_utoipa,
    violation::{Path, Violation, Violations},
};
use serde_json::{Value, json};

use super::{
    Backoff, DEFAULT_DELAY, DEFAULT_MAX_DELAY, DEFAULT_MAX_RETRIES, DEFAULT_MULTIPLIER, MAX_DELAY,
    MAX_RETRIES, RetryOn, RetryPolicy, RetryStrategy, rule,
};
use crate::{
    execution::failure::FailureCode, expression::Expression, function::RuleFunction, policy::Milliseconds,
};

/// The HTTP statuses that a policy may list.
const HTTP_STATUSES: RangeInclusive<u16> = 100..=599;

/// A number of retries.
pub(crate) fn max_retries() -> impl Shape<Value = u32> {
    whole(0, MAX_RETRIES.into())
}

/// A retry policy, or a number of retries with the default delays.
pub(crate) fn retry() -> impl Shape<Value = RetryPolicy> {
    custom(RetryPolicy::parse, |schemas| {
        schemas.named("Retry", |schemas| {
            let number = max_retries().hiding(&["maximum"]).schema(schemas);
            json!({
                "description": "When to try again: a number of retries with the default delays (exponential from one \
                    second, doubling up to five minutes, full jitter), or a policy.",
                "anyOf": [number, <RetryPolicy as Member>::schema(schemas)],
            })
        })
    })
}

body! {
    /// What every strategy takes.
    struct General {
        /// The number of attempts that may follow the first, 0 to 100.
        max_retries: Option<u32> = optional(max_retries()).strict(),
        /// The failures that are tried again, in place of the default ones: HTTP statuses and codes such as `timeout`.
        retry_on: Option<Vec<RetryOn>> = optional(list("HTTP statuses and failure codes", of())).strict(),
        /// When to give up although attempts are left: an expression over `attempt`, `status`, `error` and `retry_after`.
        stop_when: Option<Expression> = optional(rule().shown(|| json!({"example": "status == 501 || attempt > 2 && error == 'timeout'"}))).strict(),
    }
}

body! {
    /// The same delay before each retry.
    struct Fixed {
        /// The delay, at most 24 hours.
        delay: Duration = otherwise(delay(), || DEFAULT_DELAY).alias("delay_ms").strict(),
    }
}

body! {
    /// A delay that grows by its own length.
    struct Linear {
        /// The delay before the first retry, at most 24 hours.
        delay: Duration = otherwise(delay(), || DEFAULT_DELAY).alias("delay_ms").strict(),
        /// The longest delay.
        max_delay: Duration = otherwise(delay(), || DEFAULT_MAX_DELAY).alias("max_delay_ms").strict(),
    }
}

body! {
    /// A delay that is multiplied from retry to retry.
    struct Exponential {
        /// The delay before the first retry, at most 24 hours.
        delay: Duration = otherwise(delay(), || DEFAULT_DELAY).alias("delay_ms").strict(),
        /// The longest delay.
        max_delay: Duration = otherwise(delay(), || DEFAULT_MAX_DELAY).alias("max_delay_ms").strict(),
        /// The growth from one delay to the next, 1 to 100.
        multiplier: f64 = otherwise(number(1, 100), || DEFAULT_MULTIPLIER).strict(),
        /// Whether each delay is drawn between zero and its full length.
        jitter: bool = otherwise(flag(), || true).strict(),
    }
}

body! {
    /// A delay for each retry, an expression of it, or a function that says it.
    struct Custom {
        /// The delays, first retry first; the last one holds for all that follow.
        delays: Option<Vec<Milliseconds>> = optional(delays()).strict(),
        /// In place of a list the delay in seconds, at most 24 hours: an expression over `attempt` (from 1), `status`, `error`
        /// and `retry_after`. Where it has no value the default delays apply.
        delay: Option<Expression> = optional(rule().shown(|| json!({"example": "min(3600, 5 * 2 ^ attempt) + rand(0, 5)"}))).strict(),
        /// In place of both a function, called after a failed attempt that may be tried again with `{attempt, status, error,
        /// retry_after}`: it returns the delay in seconds, at most 24 hours, or null or false to give up. It has one second and
        /// no `fetch`. Where it gives no answer the default delays apply, and the log of the execution says why.
        function: Option<RuleFunction> = optional(of::<RuleFunction>()).strict(),
    }
    check |_given, members, path, violations| {
        let given: Vec<&str> =
            ["delays", "delay", "function"].into_iter().filter(|name| members.contains_key(*name)).collect();
        match given.as_slice() {
            [] => {
                let missing = Violation::new(path.key("delays"), "missing", "is required");
                let hint = "a list such as [\"1s\", \"10s\"], `delay` with an expression, or `function` with the name of one";
                violations.push(missing.hint(hint));
            }
            [first, others @ ..] => {
                for other in others {
                    let message = format!("says the same as `{first}`: give one of them");
                    violations.add(path.key(*other), "conflict", message);
                }
            }
        }
    }
}

/// An expression of a retry rule.
fn rule() -> impl Shape<Value = Expression> {
    custom(|value, path| Ok(Expression::read(value, &rule::NAMES, path)?), |_| json!({"type": "string"}))
}

fn delay() -> Length {
    length(Duration::ZERO, MAX_DELAY)
}

fn delays() -> impl Shape<Value = Vec<Milliseconds>> {
    list("delays", delay().map(Milliseconds)).min(1).max(MAX_RETRIES as usize).faulted("missing")
}

fn strategies() -> Vec<Variant<Backoff>> {
    vec![
        variant(RetryStrategy::Fixed.as_str(), |Fixed { delay }| Backoff::Fixed { delay }),
        variant(RetryStrategy::Linear.as_str(), |Linear { delay, max_delay }| Backoff::Linear {
            delay,
            max_delay,
        }),
        variant(
            RetryStrategy::Exponential.as_str(),
            |Exponential { delay, max_delay, multiplier, jitter }| Backoff::Exponential {
                delay,
                max_delay,
                multiplier,
                jitter,
            },
        ),
        variant(RetryStrategy::Custom.as_str(), |Custom { delays, delay, function }| Backoff::Custom {
            delays: delays.unwrap_or_default(),
            delay,
            function: function.map(Box::new),
        }),
    ]
}

/// The strategy where a policy names none.
fn implied(is_custom: bool) -> &'static str {
    if is_custom { RetryStrategy::Custom.as_str() } else { RetryStrategy::Exponential.as_str() }
}

impl RetryPolicy {
    /// Adds the names of its members, whatever its strategy.
    pub fn names(names: &mut Names) {
        General::names(names);
        strategies().iter().for_each(|strategy| strategy.names(names));
    }

    /// Reads a policy, or a number of retries.
    ///
    /// # Errors
    /// All its faults.
    pub fn parse(value: &Value, path: &Path) -> Result<Self, Violations> {
        match value {
            Value::Number(_) => max_retries().read(value, path).map(Self::with_retries),
            Value::Object(_) => <Self as Member>::parse(value, path),
            _ => Err(Violation::new(path.clone(), "type_error", "is not a retry policy")
                .hint("write a number of retries, or an object with `strategy` and `max_retries`")
                .into()),
        }
    }
}

impl Member for RetryPolicy {
    fn parse(value: &Value, path: &Path) -> Result<Self, Violations> {
        let members = as_object(value, path)?;
        let implied = implied(members.contains_key("delays") || members.contains_key("function"));
        let strategy =
            chosen(strategies(), "strategy", Some(implied), "unknown retry strategy", members, path)?;
        let mut violations = Violations::new();
        let beside: Vec<&str> = General::members().into_iter().chain(["strategy"]).collect();
        let backoff = strategy.read(members, &beside, path, &mut violations);
        let general = General::read(members, path, &mut violations);
        match (backoff, general) {
            (Some(backoff), Some(General { max_retries, retry_on, stop_when })) if violations.is_empty() => {
                let max_retries = max_retries.unwrap_or_else(|| match &backoff {
                    Backoff::Custom { delays, delay: None, function: None } => {
                        u32::try_from(delays.len()).unwrap_or(MAX_RETRIES)
                    }
                    _ => DEFAULT_MAX_RETRIES,
                });
                Ok(Self { max_retries, backoff, retry_on, stop_when })
            }
            _ => Err(violations),
        }
    }

    fn schema(schemas: &mut Schemas) -> Value {
        schemas.named("RetryPolicy", |schemas| {
            let mut object = ObjectSchema::named("RetryPolicy");
            General::describe(&mut object, schemas);
            for strategy in strategies() {
                let mut own = ObjectSchema::named(&format!("Retry{}", capitalized(strategy.name)));
                strategy.describe(&mut own, schemas);
                own.member("strategy", "", json!({"type": "string", "const": strategy.name}), false);
                // A policy that names no strategy is one of these two.
                if ![implied(false), implied(true)].contains(&strategy.name) {
                    own.required.push("strategy".to_owned());
                }
                object.choices.push(own);
            }
            let example = json!({
                "strategy": "exponential", "max_retries": 3, "delay": "1s", "max_delay": "5m",
            });
            object.finish("A retry policy.", Some(example), schemas)
        })
    }
}

schema_for_utoipa!(RetryPolicy, "RetryPolicy", <RetryPolicy as Member>::schema);

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

impl Member for RetryOn {
    fn parse(value: &Value, path: &Path) -> Result<Self, Violations> {
        let on = match value {
            Value::Number(_) => integer::integer(value)
                .and_then(|status| u16::try_from(status).ok())
                .filter(|status| HTTP_STATUSES.contains(status))
                .map(Self::Status),
            Value::String(name) => name.parse().ok().map(Self::Code),
            _ => None,
        };
        on.ok_or_else(|| {
            Violation::new(path.clone(), "enum", "is neither an HTTP status nor a failure code")
                .hint("such as 409, \"timeout\" or \"connect\"")
                .into()
        })
    }

    fn schema(schemas: &mut Schemas) -> Value {
        schemas.named("RetryOn", |schemas| {
            let (min, max) = HTTP_STATUSES.into_inner();
            let status = schemas.named("HttpStatus", |_| {
                json!({
                    "type": "integer", "format": "int32", "description": "An HTTP status.",
                    "minimum": min, "maximum": max,
                })
            });
            json!({
                "description": "A failure that is tried again.",
                "anyOf": [status, one_of::<FailureCode>().schema(schemas)],
            })
        })
    }
}
