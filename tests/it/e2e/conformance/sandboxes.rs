//! The sandbox in a function of its own.

use std::sync::Arc;

use beadle_aws::{Aws, SandboxSettings};

use super::emulator;
use crate::{conformance::sandbox::Fixture, e2e::deployed::Deployed};

/// The stack whose function is invoked: that of the other tests.
const STACK: &str = "released";

/// The function of the template.
pub async fn deployed() -> anyhow::Result<Fixture> {
    Deployed::start_as(STACK).await?;
    let settings = SandboxSettings { function: format!("{STACK}-sandbox") };
    let sandbox = Aws::with_config(emulator::config().await?).sandbox(settings);
    Ok(Fixture { sandbox: Arc::new(sandbox), _held: Box::new(()) })
}
