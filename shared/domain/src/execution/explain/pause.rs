//! Explains executions that a pause holds.

use super::{Explanation, WaitKind};
use crate::{
    execution::HoldKind,
    gate::{Pause, PauseTarget, pause::sentence},
};

impl Explanation {
    /// The explanation of an execution whose longest pause at this time is `pause`. It changes nothing for one that is not
    /// held by a pause. The execution knows the pause that it met when it asked; that may have been replaced, or have ended.
    #[must_use]
    pub fn under(mut self, pause: Option<(PauseTarget, Pause)>) -> Self {
        let Some(waiting) = self.waiting_for.as_mut().filter(|waiting| waiting.kind == PAUSED) else {
            return self;
        };
        match &pause {
            Some((target, pause)) => waiting.reason = sentence(target, pause),
            None => {
                if let Some(next) = &mut self.next {
                    next.what.push_str(": by now it is paused no more");
                }
            }
        }
        waiting.pause = pause;
        self
    }
}

const PAUSED: WaitKind = WaitKind::Hold(HoldKind::Paused);
