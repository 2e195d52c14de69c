//! What a retry of an execution does.

use beadle_values::names;

names! {
    /// What a retry of an execution does.
    pub enum RetryWith {
        /// What the execution did: its request.
        Original = "original",
        /// What its task does as it is now.
        Current = "current",
    }
}
