//! Judges what the call came to.

use beadle_domain::{
    call::{self, Redactor},
    duration,
    execution::{Failure, FailureCode, conclude::Outcome},
    port::CallError,
};

use super::{Job, run::Ran};
use crate::Ports;

/// An execution with the outcome of its attempt.
#[derive(Debug)]
pub struct Judged {
    pub(super) job: Job,
    pub(super) outcome: Outcome,
}

/// Judges the answer, or the lack of one.
pub fn judge(ports: &Ports, Ran { job, result, allowance }: Ran) -> Judged {
    let outcome = match result {
        Ok(response) => {
            call::judge(&job.execution.request.spec, response, ports.clock.now(), &Redactor::default())
        }
        Err(CallError::Timeout(_)) if allowance.is_cut => {
            let (given, asked) = (allowance.timeout, job.execution.request.policy.timeout);
            let message = format!(
                "no complete answer within the {} ms that were left of the function's time; the timeout is {} ms",
                duration::millis(given),
                duration::millis(asked),
            );
            Outcome::Failed { failure: Failure::new(FailureCode::Timeout, message), answer: None }
        }
        Err(error) => Outcome::Failed { failure: error.into(), answer: None },
    };
    Judged { job, outcome }
}
