//! The policies that apply where a task or a request states none.

use beadle_domain::policy::RunDefaults;

/// The policies that apply where a task or a request states none.
#[derive(Debug, Clone, Copy)]
pub struct PolicyDefaults {
    /// For executions of tasks.
    pub task: RunDefaults,
    /// For ad-hoc executions, notifications among them.
    pub ad_hoc: RunDefaults,
}

impl Default for PolicyDefaults {
    /// Those that come with Beadle.
    fn default() -> Self {
        Self { task: RunDefaults::TASK, ad_hoc: RunDefaults::AD_HOC }
    }
}
