//! Builds what is sent.

use std::ops::ControlFlow;

use beadle_domain::{
    call::{self, Outgoing},
    execution::{Failure, FailureCode, conclude::Outcome},
    interpolation::SecretValues,
    port::HttpRequest,
};

use super::{Job, admit::Admitted, judge::Judged};
use crate::Ports;

/// An execution with the request of its attempt.
#[derive(Debug)]
pub struct Prepared {
    pub(super) job: Job,
    pub(super) request: HttpRequest,
}

/// Builds the request, or breaks off with the failure of one that can't be built.
pub fn prepare(ports: &Ports, Admitted(job): Admitted) -> ControlFlow<Judged, Prepared> {
    let failure = match call::prepare(&job.execution, None, &SecretValues::default(), ports.clock.now()) {
        Ok(Outgoing::Http(request)) => return ControlFlow::Continue(Prepared { job, request: *request }),
        Ok(Outgoing::Database(_)) => Failure::new(FailureCode::InvalidRequest, "no database can be called"),
        Err(failure) => failure,
    };
    ControlFlow::Break(Judged { job, outcome: Outcome::Failed { failure, answer: None } })
}
