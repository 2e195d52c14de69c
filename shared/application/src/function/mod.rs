//! Functions that operators upload, and that tasks of type `custom`, retry rules and transformations call.

mod dry_run;
mod find;
mod import;
mod users;
mod write;

use std::sync::Arc;

pub use self::{
    dry_run::DryRunResult,
    find::find,
    users::{FunctionUser, Resource},
};
use crate::port::{Configs, Functions, Ids, Sandbox, Tasks};

/// Functions.
#[derive(Clone)]
pub struct FunctionService {
    /// The functions and their sources.
    pub functions: Arc<dyn Functions>,
    /// The tasks that may call them.
    pub tasks: Arc<dyn Tasks>,
    /// The configs whose retry rules may call them.
    pub configs: Arc<dyn Configs>,
    /// Parses and tries them.
    pub sandbox: Arc<dyn Sandbox>,
    /// The source of new ids.
    pub ids: Arc<dyn Ids>,
}
