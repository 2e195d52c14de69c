//! The run of a script or a function.

use serde_json::Value;

use super::Calling;
use crate::{
    call::{FunctionCall, RunContext, ScriptCall},
    execution::Failure,
    interpolation::{Place, render_value},
    spec::{CustomSpec, ScriptSpec},
};

fn context(calling: &Calling<'_>) -> RunContext {
    RunContext::of(calling.execution, calling.attempt)
}

/// The command with its arguments and its environment.
pub(super) fn script(calling: &Calling<'_>, spec: &ScriptSpec) -> Result<ScriptCall, Failure> {
    let scope = &calling.scope;
    let args = spec.args.iter().map(|argument| argument.render(scope, Place::Text));
    let env = spec.env.iter().map(|(name, value)| Ok((name.clone(), value.render(scope, Place::Text)?)));
    Ok(ScriptCall {
        context: context(calling),
        command: spec.command.clone(),
        args: args.collect::<Result<_, _>>()?,
        env: env.collect::<Result<_, Failure>>()?,
        cwd: spec.cwd.clone(),
        input: Value::Object(calling.execution.request.input.clone()),
        final_exit_codes: spec.final_exit_codes.clone(),
    })
}

/// The function with its parameters.
pub(super) fn function(calling: &Calling<'_>, spec: &CustomSpec) -> Result<FunctionCall, Failure> {
    Ok(FunctionCall {
        context: context(calling),
        function: spec.function.clone(),
        export: spec.export.clone(),
        params: render_value(&spec.params, &calling.scope)?,
    })
}
