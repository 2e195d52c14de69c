//! Functions that rules name: what follows a failed attempt, and the result of a response. They run in the sandbox after
//! the call and before the settlement, and send nothing themselves: asked again, they change nothing.

use std::time::Duration;

use async_trait::async_trait;
use beadle_application::port::{Fetches, FunctionRun, SandboxRun, SandboxWork, TakesOutput};
use beadle_domain::{
    call::{Redactor, RunContext, RunResult, Transformation},
    execution::{OutputStream, conclude::Outcome},
    function::{RanFunction, RuleFunction},
    policy::{RetryPolicy, Ruling, RulingRecord},
};
use beadle_values::{cause::Chain, duration};
use serde_json::Value;
use tokio::time;

use super::Job;
use crate::{Ports, code::Found};

/// How long a retry function may take.
const RETRY: Duration = Duration::from_secs(1);

/// How long a function that transforms a response may take; an attempt with a shorter timeout gives it no more than that.
const TRANSFORM: Duration = Duration::from_secs(10);

/// How long after that a sandbox may take to report the end of the run.
const GRACE: Duration = Duration::from_millis(250);

/// How much time the functions of `job` may need between its call and its settlement.
pub(super) fn reserve(job: &Job) -> Duration {
    let rules = job.execution.request.spec.response();
    let transforms = rules.is_some_and(|rules| rules.function().is_some());
    let transform = if transforms { limit(job) + GRACE } else { Duration::ZERO };
    let retry = if job.policy.retry.function().is_some() { RETRY + GRACE } else { Duration::ZERO };
    // A response that is transformed is a success, and one that could not be is not retried.
    transform.max(retry)
}

/// How long the transformation of `job` may take.
fn limit(job: &Job) -> Duration {
    TRANSFORM.min(job.policy.timeout)
}

/// The answer of the retry function about `outcome`; `None` if there is nothing to ask it.
pub(super) async fn ask(ports: &Ports, job: &Job, outcome: &Outcome, jitter: f64) -> Option<RulingRecord> {
    let Outcome::Failed { failure, .. } = outcome else { return None };
    if job.execution.progress.cancel_requested {
        return None;
    }
    let attempt = job.attempt();
    let rule = job.policy.retry.asks(attempt, failure, jitter)?;
    let (ran, result) = run(ports, job, rule, RetryPolicy::asked_with(attempt, failure), RETRY).await;
    let ruling = result.map_or_else(Ruling::fault, |value| Ruling::of(&value));
    if let Ruling::Fault { why } = &ruling {
        tracing::warn!(
            execution.id = %job.execution.id(), function = %rule.name, error = why,
            "retry function gave no answer; the default delays apply"
        );
    }
    Some(RulingRecord { function: rule.name.clone(), ran, ruling })
}

/// The outcome of a response of which a function makes the result.
pub(super) async fn transform(
    ports: &Ports,
    job: &mut Job,
    pending: Transformation,
    redactor: &Redactor,
) -> Outcome {
    let given = match pending.given(redactor) {
        Ok(given) => given,
        Err(why) => return pending.failed(&why, redactor),
    };
    let (ran, result) = run(ports, job, &pending.function, given, limit(job)).await;
    job.function = ran;
    match result {
        Ok(value) => pending.transformed(value, redactor),
        Err(why) => {
            let why = format!("the function `{}`: {why}", pending.function.name);
            pending.failed(&why, redactor)
        }
    }
}

/// Calls `rule` with `params`: the version that ran, if one did, and its result or why there is none.
async fn run(
    ports: &Ports,
    job: &Job,
    rule: &RuleFunction,
    params: Value,
    timeout: Duration,
) -> (Option<RanFunction>, Result<Value, String>) {
    let Found { ran, upload, export } = match ports.code.find(&rule.name, rule.export.as_ref()).await {
        Ok(Ok(found)) => found,
        Ok(Err(failure)) => return (None, Err(failure.message)),
        Err(error) => {
            tracing::error!(error = %Chain(&error), "failed to read a function");
            return (None, Err("it could not be read".to_owned()));
        }
    };
    let context = RunContext::of(&job.execution, job.attempt());
    let work = FunctionRun { context, upload, export, params, fetches: Fetches::Refused };
    let run = SandboxRun {
        work: SandboxWork::Function(Box::new(work)),
        timeout,
        deadline: duration::after(ports.clock.now(), timeout),
    };
    let result = match time::timeout(timeout + GRACE, ports.code.sandbox().run(run, &Unkept)).await {
        Ok(Ok(RunResult::Value(value))) => Ok(value),
        Ok(Ok(RunResult::Text { text, .. })) => Ok(Value::String(text)),
        Ok(Err(error)) => Err(format!("{} ({})", error.message, error.code.as_str())),
        Err(_) => Err(format!("it gave no answer within {} ms", timeout.as_millis())),
    };
    (Some(ran), result)
}

/// Drops what a rule writes: its answer is all that counts, and `POST /api/v1/functions/{name}/test` shows the rest.
struct Unkept;

#[async_trait]
impl TakesOutput for Unkept {
    async fn take(&self, _: Vec<(OutputStream, String)>) {}
}
