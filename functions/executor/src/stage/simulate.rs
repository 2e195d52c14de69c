//! Handles simulated tasks: they wait between two messages and occupy no runner.

use std::ops::ControlFlow;

use beadle_domain::execution::simulate;

use super::{admit::Admitted, evaluate::Evaluated};

/// Continues with any task that does something; breaks with the outcome of a simulated attempt.
pub fn simulate(Admitted(job): Admitted) -> ControlFlow<Evaluated, Admitted> {
    match simulate::simulate(&job.execution) {
        Some(outcome) => ControlFlow::Break(Evaluated::without_call(job, outcome)),
        None => ControlFlow::Continue(Admitted(job)),
    }
}
