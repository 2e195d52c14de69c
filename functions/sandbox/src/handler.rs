//! One invocation: one run.

use std::{path::PathBuf, time::Duration};

use beadle_sandbox::{
    Failure, Fault,
    invocation::{Answer, Invocation, VERSION, Work},
    port::Sandbox,
};

use crate::scratch;

/// What is kept of the time of an invocation for the answer.
const RESERVE: Duration = Duration::from_secs(5);

/// Answers invocations, one after the other.
pub struct Handler<S> {
    sandbox: S,
    /// What is emptied after each run.
    scratch: Option<PathBuf>,
}

impl<S: Sandbox> Handler<S> {
    /// A handler that empties `scratch`, if given, after each run.
    pub fn new(sandbox: S, scratch: Option<PathBuf>) -> Self {
        Self { sandbox, scratch }
    }

    /// Does what `invocation` asks for, within `left`.
    pub async fn handle(&self, mut invocation: Invocation, left: Duration) -> Answer {
        if invocation.v != VERSION {
            let message = format!("the executor speaks version {}, the sandbox {VERSION}", invocation.v);
            return Answer::Failed { failure: Failure::new(Fault::Unavailable, message) };
        }
        let most = left.saturating_sub(RESERVE);
        match &mut invocation.work {
            Work::Function { run, .. } => run.timeout = run.timeout.min(most),
            Work::Script { run } => run.timeout = run.timeout.min(most),
            Work::Parse { .. } | Work::Layers => {}
        }
        let answer = invocation.answer(&self.sandbox).await;
        if let Some(scratch) = &self.scratch {
            scratch::empty(scratch);
        }
        answer
    }
}
