//! What travels through the queue.
//!
//! The message in hand is the guarantee: it carries the whole execution, so it can bring it to an end even when the row
//! was never written. It names the version of the row that it expects, which makes a late or repeated one harmless.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Execution, state::State};

/// How often an execution may be put off before it is given up. A guard against loops: Lambda's own recursion
/// detection is off for the executor, since putting work off through its queue is what it does.
pub const HOP_LIMIT: u32 = 10_000;

/// A message of the dispatch or express queue. Versioned, so that old messages can be read by new code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "v")]
pub enum Message {
    /// Run the execution as it stood when the message was sent.
    #[serde(rename = "1")]
    Run {
        /// The execution; its version is the one that its row has when the message arrives in time.
        execution: Execution,
        /// How often it was put off since it was started.
        #[serde(default)]
        hops: u32,
    },
}

impl Message {
    /// The message that starts `execution`.
    pub fn start(execution: Execution) -> Self {
        Self::Run { execution, hops: 0 }
    }

    /// The message that an execution in this state waits for, `None` if it waits for none. `hops` is the count of the
    /// message it follows.
    pub fn follow_up(execution: &Execution, hops: u32) -> Option<Self> {
        let hops = match execution.state() {
            State::Deferred { .. } => hops.saturating_add(1),
            State::Pending { .. } | State::Retrying { .. } | State::Waiting { .. } => hops,
            _ => return None,
        };
        Some(Self::Run { execution: execution.clone(), hops })
    }

    /// The execution it carries.
    pub fn execution(&self) -> &Execution {
        let Self::Run { execution, .. } = self;
        execution
    }

    /// How often its execution was put off.
    pub fn hops(&self) -> u32 {
        let Self::Run { hops, .. } = self;
        *hops
    }

    /// The earliest time to handle it.
    pub fn due(&self) -> Option<Timestamp> {
        self.execution().state().due()
    }
}

#[cfg(test)]
mod tests;
