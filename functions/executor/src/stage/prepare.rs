//! Builds what is sent.

use std::ops::ControlFlow;

use beadle_domain::{call, execution::conclude::Outcome, port::HttpRequest};

use super::{Job, admit::Admitted, judge::Judged};

/// An execution with the request of its attempt.
#[derive(Debug)]
pub struct Prepared {
    pub(super) job: Job,
    pub(super) request: HttpRequest,
}

/// Builds the request, or breaks off with the failure of one that can't be built.
pub fn prepare(Admitted(job): Admitted) -> ControlFlow<Judged, Prepared> {
    match call::prepare(&job.execution) {
        Ok(request) => ControlFlow::Continue(Prepared { job, request }),
        Err(failure) => {
            ControlFlow::Break(Judged { job, outcome: Outcome::Failed { failure, answer: None } })
        }
    }
}
