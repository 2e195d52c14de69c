//! Finds what a script or a function needs: the command on the list, the version and its source.

use std::collections::BTreeSet;

use beadle_application::port::{Fetches, FunctionRun, SandboxWork};
use beadle_domain::{
    call::{FunctionCall, Outgoing, ScriptCall},
    execution::{Failure, FailureCode},
    function::{RanFunction, Upload},
    interpolation::{SecretRef, Template},
};

use super::{PrepareError, secrets};
use crate::{Ports, code::Found, stage::job::Work};

/// What is to be done, and the version of the function that is called, if it is one.
pub(super) async fn load(
    ports: &Ports,
    outgoing: Outgoing,
) -> Result<(Work, Option<RanFunction>), PrepareError> {
    match outgoing {
        Outgoing::Script(call) => Ok((Work::Sandbox(script(ports, call)?), None)),
        Outgoing::Function(call) => function(ports, *call).await,
        call => Ok((Work::Call(call), None)),
    }
}

fn script(ports: &Ports, call: Box<ScriptCall>) -> Result<SandboxWork, Failure> {
    let Some(command) = ports.code.scripts().get(&call.command) else {
        let message = format!("`{}` is not on the list of commands, or no longer", call.command);
        return Err(Failure::new(FailureCode::ScriptCommand, message));
    };
    Ok(SandboxWork::Script { command: command.clone(), call })
}

async fn function(ports: &Ports, call: FunctionCall) -> Result<(Work, Option<RanFunction>), PrepareError> {
    let Found { ran, upload, export } = ports.code.find(&call.function, call.export.as_ref()).await??;
    let values = secrets(ports, &call.context.owner, &secrets_in(&upload)).await?;
    let run = FunctionRun {
        context: call.context,
        upload,
        export,
        params: call.params,
        fetches: Fetches::Sent(values),
    };
    Ok((Work::Sandbox(SandboxWork::Function(Box::new(run))), Some(ran)))
}

/// The secrets that a function refers to. They are filled in when a call is sent, and the function never sees them.
fn secrets_in(upload: &Upload) -> BTreeSet<SecretRef> {
    let sources = upload.modules.values().filter(|source| source.contains("${secret:"));
    sources.flat_map(|source| Template::new(source.as_str()).secrets()).collect()
}
