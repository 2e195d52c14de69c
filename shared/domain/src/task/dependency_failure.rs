//! What happens to a task when one of its dependencies does not complete.

use beadle_values::names;

names! {
    /// What happens to a task when one of its dependencies does not complete.
    pub enum OnDependencyFailure, default Skip, schema "DependencyFailure" {
        /// It is skipped, and so are the tasks that depend on it.
        Skip = "skip",
        /// It runs all the same.
        Run = "run",
    }
}

impl OnDependencyFailure {
    /// Whether it is the usual one.
    pub fn is_skip(&self) -> bool {
        *self == Self::Skip
    }
}
