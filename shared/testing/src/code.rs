//! What tasks of a test may run of code that users wrote.

use std::sync::Arc;

use beadle_application::{code::Code, port::Functions};
use beadle_domain::script::Scripts;

/// The functions of a store, and no commands.
pub fn without_scripts(functions: Arc<dyn Functions>) -> Code {
    Code { scripts: Arc::new(Scripts::none("the settings of the test")), functions }
}
