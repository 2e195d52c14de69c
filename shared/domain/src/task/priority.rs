//! How urgent a task is.

use beadle_values::names;

names! {
    /// The priority of a task; `high` takes the express queue.
    pub enum Priority, default Medium {
        /// Runs after the others.
        Low = "low",
        /// The usual priority (seed 003; seed 002 calls it `normal`).
        Medium = "medium" | "normal",
        /// Runs before the others.
        High = "high",
    }
}

impl Priority {
    /// Whether it is the usual one.
    pub fn is_medium(&self) -> bool {
        *self == Self::Medium
    }
}
