//! The configuration of a script and of a call of a function.

use std::collections::BTreeMap;

use beadle_domain::{
    function::ExportName,
    interpolation::Template,
    spec::{CustomSpec, ScriptSpec},
};
use serde::Serialize;
use serde_json::Value;

/// A command.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct ScriptConfig<'a> {
    /// Name of the command.
    #[cfg_attr(test, schema(example = "node"))]
    command: &'a str,
    /// Arguments.
    #[cfg_attr(test, schema(value_type = Vec<String>))]
    args: &'a [Template],
    /// Folder in which it starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    cwd: Option<&'a str>,
    /// Environment; secrets are references.
    #[cfg_attr(test, schema(value_type = BTreeMap<String, String>))]
    env: &'a BTreeMap<String, Template>,
    /// Exit codes after which no other attempt is made.
    #[serde(skip_serializing_if = "<[u16]>::is_empty")]
    #[cfg_attr(test, schema(required = false))]
    final_exit_codes: &'a [u16],
}

/// A call of a function.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct CustomConfig<'a> {
    /// Function, with its version if one is named.
    #[cfg_attr(test, schema(example = "processData"))]
    pub(super) function: String,
    /// Export to call, if one is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) export: Option<&'a str>,
    /// First argument; omitted in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Value))]
    params: Option<&'a Value>,
}

impl<'a> ScriptConfig<'a> {
    pub(super) fn of(script: &'a ScriptSpec) -> Self {
        let ScriptSpec { command, args, cwd, env, final_exit_codes } = script;
        Self { command, args, cwd: cwd.as_deref(), env, final_exit_codes }
    }
}

impl<'a> CustomConfig<'a> {
    pub(super) fn of(custom: &'a CustomSpec) -> Self {
        Self {
            function: custom.function.to_string(),
            export: custom.export.as_ref().map(ExportName::as_str),
            params: Some(&custom.params),
        }
    }

    /// Itself without its argument.
    pub(super) fn without_params(self) -> Self {
        Self { params: None, ..self }
    }
}
