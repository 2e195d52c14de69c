//! Functions that operators upload and tasks of type `custom` call.

mod dry_run;
mod find;
mod write;

use std::sync::Arc;

pub use self::{dry_run::DryRunResult, find::find};
use crate::port::{Functions, Ids, Sandbox};

/// Functions.
#[derive(Clone)]
pub struct FunctionService {
    /// The functions and their sources.
    pub functions: Arc<dyn Functions>,
    /// Parses and tries them.
    pub sandbox: Arc<dyn Sandbox>,
    /// The source of new ids.
    pub ids: Arc<dyn Ids>,
}
