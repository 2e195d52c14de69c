//! Messages of the queues.
//!
//! The message carries the whole execution, so whoever holds it can bring the execution to an end even if the
//! row was never written. It names the version of the row that it expects, which makes late and repeated
//! messages harmless.

use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};

use super::{Execution, state::State};

/// How often an execution may be deferred before it is given up. A guard against loops: Lambda's own
/// recursion detection is disabled for the executor, because the executor sends deferred work to its own
/// queue.
pub const HOP_LIMIT: u32 = 10_000;

/// A message of the dispatch or express queue. Versioned, so that new code can read old messages, and old code leaves new ones
/// alone.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "v")]
pub enum Message {
    /// Run the execution in the state it had when the message was sent. Version 2 is of an execution whose id says where its row is:
    /// code that knows version 1 alone would look for it elsewhere.
    #[serde(rename = "1", alias = "2")]
    Run {
        /// The execution. Its version is that of its row if the message arrives in time.
        execution: Execution,
        /// How often it has been deferred.
        #[serde(default)]
        hops: u32,
    },
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Versioned<'m> {
            v: &'static str,
            execution: &'m Execution,
            hops: u32,
        }
        let Self::Run { execution, hops } = self;
        let v = if execution.id().list_place().is_some() { "2" } else { "1" };
        Versioned { v, execution, hops: *hops }.serialize(serializer)
    }
}

impl Message {
    /// The message that starts `execution`.
    pub fn start(execution: Execution) -> Self {
        Self::Run { execution, hops: 0 }
    }

    /// The message that an execution in this state waits for; `None` if it waits for none. `hops` is the
    /// count of the previous message.
    pub fn follow_up(execution: &Execution, hops: u32) -> Option<Self> {
        let hops = match execution.state() {
            State::Deferred { .. } => hops.saturating_add(1),
            State::Pending { .. } | State::Retrying { .. } | State::Waiting { .. } => hops,
            _ => return None,
        };
        Some(Self::Run { execution: execution.clone(), hops })
    }

    /// The execution in the message.
    pub fn execution(&self) -> &Execution {
        let Self::Run { execution, .. } = self;
        execution
    }

    /// How often the execution has been deferred.
    pub fn hops(&self) -> u32 {
        let Self::Run { hops, .. } = self;
        *hops
    }

    /// The earliest time at which to handle the message.
    pub fn due(&self) -> Option<Timestamp> {
        self.execution().state().due()
    }
}

#[cfg(test)]
mod tests;
