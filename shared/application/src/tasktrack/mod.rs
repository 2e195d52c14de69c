//! Tasks that clients identify by numbers and that run once (seed 004, the `tasktrack` dialect).

mod create;
mod find;
mod list;

pub use self::{find::NumberedTask, list::NumberedPage};
use crate::{execution::ExecutionService, task::TaskService};

/// Numbered tasks.
#[derive(Clone)]
pub struct NumberedTaskService {
    /// The tasks.
    pub tasks: TaskService,
    /// Their executions.
    pub executions: ExecutionService,
}
