//! Ids in paths. A malformed id gets the same response as an id that does not exist.

use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams};
use beadle_domain::function::FunctionName;
use beadle_schedule::calendar::CalendarName;
use beadle_values::{
    id::{ApiKeyId, BatchId, ConfigId, ExecutionId, OwnerId, TaskId, TemplateId},
    violation::{Path, Violation},
};
use http::request::Parts;

use crate::{http::Problem, state::Api};

/// The name of a function and the number of a version.
pub(crate) struct FunctionVersionPath(pub(crate) FunctionName, pub(crate) u32);

impl FromRequestParts<Arc<Api>> for FunctionVersionPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Problem> {
        let parameters = RawPathParams::from_request_parts(parts, api)
            .await
            .map_err(|_| Problem::function_not_found(""))?;
        let text =
            |name: &str| parameters.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value);
        let (name, number) = (text("name"), text("version"));
        let Ok(name) = name.parse::<FunctionName>() else { return Err(Problem::function_not_found(name)) };
        match number.parse() {
            Ok(number) => Ok(Self(name, number)),
            Err(_) => Err(Problem::function_version_not_found(name, number)),
        }
    }
}

/// Extractors of path parameters, each with the problem for a malformed id.
macro_rules! path_ids {
    ($($(#[$meta:meta])* $name:ident($id:ty), $not_found:path;)+) => {$(
        $(#[$meta])*
        pub(crate) struct $name(pub(crate) $id);

        impl FromRequestParts<Arc<Api>> for $name {
            type Rejection = Problem;

            async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Problem> {
                let text = last(parts, api).await?;
                text.parse().map(Self).map_err(|_| $not_found(text))
            }
        }
    )+};
}

path_ids! {
    /// The id of a task.
    TaskPath(TaskId), Problem::task_not_found;
    /// The number of a task (seed 004).
    NumberPath(u64), Problem::number_not_found;
    /// The id of an execution.
    ExecutionPath(ExecutionId), Problem::execution_not_found;
    /// The id of a batch.
    BatchPath(BatchId), Problem::batch_not_found;
    /// The id of a destination.
    DestinationPath(ConfigId), Problem::config_not_found;
    /// The id of an API key.
    ApiKeyPath(ApiKeyId), Problem::api_key_not_found;
    /// The name of a calendar.
    CalendarPath(CalendarName), Problem::calendar_not_found;
    /// The name of a function.
    FunctionPath(FunctionName), Problem::function_not_found;
    /// The id of a template.
    TemplatePath(TemplateId), Problem::template_not_found;
}

/// The id of a user.
pub(crate) struct OwnerPath(pub(crate) OwnerId);

impl FromRequestParts<Arc<Api>> for OwnerPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Problem> {
        let text = last(parts, api).await?;
        let owner = OwnerId::parse(text).map(Self);
        Ok(owner.map_err(|error| Violation::new(Path::of("path").key("id"), "user_id", error.to_string()))?)
    }
}

/// The id of a task or of an execution (seed 000 polls executions at the path of tasks).
pub(crate) enum TaskOrExecution {
    Task(TaskId),
    Execution(ExecutionId),
}

impl FromRequestParts<Arc<Api>> for TaskOrExecution {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Problem> {
        let text = last(parts, api).await?;
        let task = text.parse().map(Self::Task);
        task.or_else(|_| text.parse().map(Self::Execution)).map_err(|_| Problem::task_not_found(text))
    }
}

/// Returns the decoded path parameter.
async fn last(parts: &mut Parts, api: &Arc<Api>) -> Result<String, Problem> {
    let parameters =
        RawPathParams::from_request_parts(parts, api).await.map_err(|_| Problem::task_not_found(""))?;
    Ok(parameters.iter().last().map(|(_, value)| value.to_owned()).unwrap_or_default())
}
