//! Looks after jobs that run elsewhere: what was reported of them, and what is to be done about them now.

use std::ops::ControlFlow;

use beadle_domain::execution::job::{self, NextStep};

use super::{admit::Admitted, claim::Claimed, evaluate::Evaluated};
use crate::Ports;

/// Continues with any execution whose job was not reported; breaks with the outcome that an early report gives. Nothing is
/// sent then: the start has reached its destination.
pub fn early(Claimed(mut job): Claimed) -> ControlFlow<Evaluated, Claimed> {
    let Some((outcome, reported)) = job::early(&job.execution).map(job::Report::settled) else {
        return ControlFlow::Continue(Claimed(job));
    };
    job.reported = Some(reported);
    ControlFlow::Break(Evaluated::without_call(job, outcome))
}

/// Continues with an execution that makes a call now; breaks with the outcome of one whose job goes on, or whose time is
/// up.
pub fn look_after(ports: &Ports, Admitted(mut job): Admitted) -> ControlFlow<Evaluated, Admitted> {
    match job::next(&job.execution, ports.clock.now()) {
        None | Some(NextStep::Start) => ControlFlow::Continue(Admitted(job)),
        Some(NextStep::Call(step)) => {
            job.step = Some(step);
            ControlFlow::Continue(Admitted(job))
        }
        Some(NextStep::Outcome(outcome)) => ControlFlow::Break(Evaluated::without_call(job, outcome)),
    }
}
