//! Templates of tasks. Those that come with Beadle are not stored; a stored template with the id of a
//! built-in one replaces it.

mod fill;
mod find;
mod write;

use std::sync::Arc;

pub use self::find::TemplateFilter;
use crate::port::{Accounts, Ids, Templates};

/// Templates.
#[derive(Clone)]
pub struct TemplateService {
    /// The stored templates.
    pub templates: Arc<dyn Templates>,
    /// The accounts of callers, for their levels.
    pub accounts: Arc<dyn Accounts>,
    /// The source of new ids.
    pub ids: Arc<dyn Ids>,
}
