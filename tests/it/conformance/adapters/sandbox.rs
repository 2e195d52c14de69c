//! The sandbox of one machine, with real child processes.

use std::sync::Arc;

use beadle_domain::egress::EgressPolicy;
use beadle_outbound::ReqwestCaller;
use beadle_sandbox::{ChildProgram, CodeSandbox, Enforcement, LocalSandbox, Settings, Supervisor};

use crate::conformance::sandbox::Fixture;

/// Its children may call this machine.
pub fn of_this_machine() -> anyhow::Result<CodeSandbox<LocalSandbox>> {
    let supervisor = Supervisor::new(Settings {
        child: ChildProgram { path: env!("CARGO_BIN_EXE_sandbox-child").into(), arguments: Vec::new() },
        folder: std::env::temp_dir(),
        enforcement: Enforcement::Required,
        without: Vec::new(),
    })?;
    let caller = ReqwestCaller::new(EgressPolicy::open())?;
    Ok(CodeSandbox(LocalSandbox::new(supervisor, Arc::new(caller))))
}

/// All layers are required.
pub async fn local() -> anyhow::Result<Fixture> {
    Ok(Fixture { sandbox: Arc::new(of_this_machine()?), _held: Box::new(()) })
}
