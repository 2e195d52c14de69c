//! Lets simulated tasks take their time: none of it is spent here.

use std::ops::ControlFlow;

use beadle_domain::execution::simulate;

use super::{admit::Admitted, judge::Judged};

/// Goes on with what really does something; breaks off with what an attempt comes to that only takes its time.
pub fn simulate(Admitted(job): Admitted) -> ControlFlow<Judged, Admitted> {
    match simulate::simulate(&job.execution) {
        Some(outcome) => ControlFlow::Break(Judged::without_call(job, outcome)),
        None => ControlFlow::Continue(Admitted(job)),
    }
}
