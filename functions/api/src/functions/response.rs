//! Responses about functions.

use std::collections::BTreeMap;

use axum::response::Response;
use beadle_application::function::DryRunResult;
use beadle_domain::{
    call::RunResult,
    execution::OutputStream,
    function::{Function, FunctionVersion, RanFunction, Upload},
    plan::PlanMark,
};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::http::respond;

/// A function, without its source.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Function, example = json!({
        "name": "processData", "current": 2, "exports": ["processData"],
        "versions": [
            {"number": 1, "sha256": "5e0fb7d3…", "entry": "index.js", "exports": ["processData"], "hosts": [], "size": 812,
             "created_at": "2026-11-20T09:00:00Z", "created_by": "ada"},
            {"number": 2, "sha256": "9a4c11e2…", "entry": "index.js", "exports": ["processData"], "hosts": ["api.example.com"],
             "size": 934, "created_at": "2026-11-21T09:00:00Z", "created_by": "ada"},
        ],
        "created_at": "2026-11-20T09:00:00Z", "updated_at": "2026-11-21T09:00:00Z", "version": 2,
    })))]
pub(crate) struct FunctionResponse<'a> {
    /// Name, by which tasks call it.
    #[cfg_attr(test, schema(example = "processData"))]
    name: &'a str,
    /// Number of the version that is called by tasks which name none.
    current: u32,
    /// What the entry of the current version exports.
    exports: &'a [String],
    /// Versions, oldest first; at most 100 are kept.
    versions: Vec<VersionResponse<'a>>,
    /// The plan that keeps it.
    #[cfg_attr(test, schema(value_type = Option<PlanMark>))]
    plan: Option<&'a PlanMark>,
    /// Time of the first upload.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    created_at: Timestamp,
    /// Time at which the current version last moved.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    updated_at: Timestamp,
    /// How often it was changed, for `If-Match`.
    version: u64,
}

/// A version of a function.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = FunctionVersion))]
pub(crate) struct VersionResponse<'a> {
    /// Number.
    number: u32,
    /// Digest of its source and settings, in hexadecimal.
    sha256: &'a str,
    /// Module whose exports can be called.
    entry: &'a str,
    /// What it exports.
    exports: &'a [String],
    /// Hosts that it may call.
    hosts: &'a [String],
    /// Size of all modules in bytes.
    size: u64,
    /// Time of the upload.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    created_at: Timestamp,
    /// Id of the user who uploaded it.
    created_by: &'a str,
}

/// A version of a function with its source.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = FunctionVersionWithSource, example = json!({
        "number": 1, "sha256": "5e0fb7d3…", "entry": "index.js", "exports": ["processData"], "hosts": [], "size": 61,
        "created_at": "2026-11-20T09:00:00Z", "created_by": "ada", "memory_mb": 32, "cpu_ms": 2000,
        "modules": {"index.js": "export const processData = ({items}) => ({count: items.length});"},
    })))]
pub(crate) struct VersionWithSource<'a> {
    #[serde(flatten)]
    version: VersionResponse<'a>,
    /// Source of each module.
    modules: &'a BTreeMap<String, String>,
    /// How much memory its values may take, in MiB.
    memory_mb: u32,
    /// How much processor time a run may take, in milliseconds.
    cpu_ms: u32,
}

/// All functions, ordered by name.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(example = json!({"functions": [{
        "name": "processData", "current": 2, "exports": ["processData"],
        "versions": [
            {"number": 1, "sha256": "5e0fb7d3…", "entry": "index.js", "exports": ["processData"], "hosts": [], "size": 812,
             "created_at": "2026-11-20T09:00:00Z", "created_by": "ada"},
            {"number": 2, "sha256": "9a4c11e2…", "entry": "index.js", "exports": ["processData"], "hosts": ["api.example.com"],
             "size": 934, "created_at": "2026-11-21T09:00:00Z", "created_by": "ada"},
        ],
        "created_at": "2026-11-20T09:00:00Z", "updated_at": "2026-11-21T09:00:00Z", "version": 2,
    }], "next_cursor": null})))]
pub(crate) struct FunctionList<'a> {
    /// The functions.
    functions: Vec<FunctionResponse<'a>>,
    /// Always null: all functions are in one response.
    next_cursor: Option<&'a str>,
}

/// The result of a dry run.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = FunctionTestResult, example = json!({
        "function": {"name": "processData", "version": 1, "sha256": "5e0fb7d3…"}, "status": "completed",
        "result": {"count": 2}, "error": null, "output": [{"stream": "stdout", "text": "two items"}],
    })))]
pub(crate) struct DryRunResponse<'a> {
    /// The version that ran.
    function: RanResponse<'a>,
    /// `completed` or `failed`.
    #[cfg_attr(test, schema(example = "completed"))]
    status: &'static str,
    /// What it returned.
    #[cfg_attr(test, schema(value_type = Value))]
    result: Value,
    /// Why it failed.
    error: Option<DryRunError<'a>>,
    /// What it wrote to its console.
    output: Vec<WrittenLine<'a>>,
}

/// The version of a function that was called.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = RanFunction))]
pub(crate) struct RanResponse<'a> {
    /// Name.
    name: &'a str,
    /// Number of the version.
    version: u32,
    /// Digest of the version.
    sha256: &'a str,
}

/// Why a dry run failed.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = FunctionTestError))]
pub(crate) struct DryRunError<'a> {
    /// Code, as that of a failed execution.
    #[cfg_attr(test, schema(example = "function_threw"))]
    code: &'static str,
    /// Message.
    message: &'a str,
}

/// A line that was written.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = WrittenLine))]
pub(crate) struct WrittenLine<'a> {
    /// `stdout` or `stderr`.
    #[cfg_attr(test, schema(value_type = String, example = "stdout"))]
    stream: OutputStream,
    /// Text.
    text: &'a str,
}

impl<'a> FunctionResponse<'a> {
    /// Responds with a function and its version as the `ETag`.
    pub(super) fn respond(function: &'a Function) -> Response {
        respond::versioned(&Self::of(function), function.version)
    }

    fn of(function: &'a Function) -> Self {
        Self {
            name: function.name.as_str(),
            current: function.current,
            exports: function.current().map_or(&[], |version| &version.exports),
            versions: function.versions.iter().map(VersionResponse::of).collect(),
            plan: function.plan.as_ref(),
            created_at: function.created_at,
            updated_at: function.updated_at,
            version: function.version,
        }
    }
}

impl<'a> VersionResponse<'a> {
    fn of(version: &'a FunctionVersion) -> Self {
        Self {
            number: version.number,
            sha256: version.digest.as_str(),
            entry: &version.entry,
            exports: &version.exports,
            hosts: &version.hosts,
            size: version.size,
            created_at: version.created_at,
            created_by: version.created_by.as_str(),
        }
    }
}

impl<'a> VersionWithSource<'a> {
    pub(super) fn of(version: &'a FunctionVersion, upload: &'a Upload) -> Self {
        Self {
            version: VersionResponse::of(version),
            modules: &upload.modules,
            memory_mb: upload.memory_mb,
            cpu_ms: upload.cpu_ms,
        }
    }
}

impl<'a> FunctionList<'a> {
    pub(super) fn of(functions: &'a [Function]) -> Self {
        Self { functions: functions.iter().map(FunctionResponse::of).collect(), next_cursor: None }
    }
}

impl<'a> RanResponse<'a> {
    pub(crate) fn of(ran: &'a RanFunction) -> Self {
        Self { name: ran.name.as_str(), version: ran.number, sha256: ran.digest.as_str() }
    }
}

impl<'a> DryRunResponse<'a> {
    pub(super) fn of(run: &'a DryRunResult) -> Self {
        let (status, result, error) = match &run.outcome {
            Ok(RunResult::Value(value)) => ("completed", value.clone(), None),
            Ok(RunResult::Text { text, .. }) => ("completed", Value::String(text.clone()), None),
            Err(error) => {
                let error = DryRunError { code: error.code.as_str(), message: &error.message };
                ("failed", Value::Null, Some(error))
            }
        };
        let written = |(stream, text): &'a (OutputStream, String)| WrittenLine { stream: *stream, text };
        let output = run.output.iter().map(written).collect();
        Self { function: RanResponse::of(&run.function), status, result, error, output }
    }
}
