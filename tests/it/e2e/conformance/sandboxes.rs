//! The sandbox in a function of its own.

use std::sync::Arc;

use beadle_aws::{Aws, SandboxSettings};
use beadle_sandbox::Sandbox as _;

use super::emulator;
use crate::{conformance::sandbox::Fixture, e2e::deployed::Deployed};

/// The stack whose function is invoked: that of the other tests.
const STACK: &str = "released";

/// The function of the template, which is deployed unless it is there.
pub async fn deployed() -> anyhow::Result<Fixture> {
    let settings = SandboxSettings { function: format!("{STACK}-sandbox") };
    let sandbox = Aws::with_config(emulator::config().await?).sandbox(settings);
    if sandbox.0.layers().await.is_err() {
        Deployed::start_as(STACK).await?;
    }
    Ok(Fixture { sandbox: Arc::new(sandbox), _held: Box::new(()) })
}
