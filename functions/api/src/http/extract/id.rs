//! Ids in paths. A text that is no id names nothing, so it is answered like an id that names nothing.

use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams};
use beadle_values::{
    id::{ApiKeyId, ConfigId, ExecutionId, OwnerId, TaskId, TemplateId},
    violation::{Path, Violation},
};
use http::request::Parts;

use crate::{http::Problem, state::Api};

/// The task that the path names.
pub(crate) struct TaskPath(pub(crate) TaskId);

/// The execution that the path names.
pub(crate) struct ExecutionPath(pub(crate) ExecutionId);

/// The config that the path names.
pub(crate) struct DestinationPath(pub(crate) ConfigId);

/// The API key that the path names.
pub(crate) struct ApiKeyPath(pub(crate) ApiKeyId);

/// The number of a task that the path names.
pub(crate) struct NumberPath(pub(crate) u64);

/// The template that the path names.
pub(crate) struct TemplatePath(pub(crate) TemplateId);

/// The owner that the path names.
pub(crate) struct OwnerPath(pub(crate) OwnerId);

/// The task, or the ad-hoc execution, that the path names (seed 000 polls executions at the tasks' route).
pub(crate) enum TaskOrExecution {
    Task(TaskId),
    Execution(ExecutionId),
}

impl FromRequestParts<Arc<Api>> for TaskPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Problem> {
        let text = last(parts, api).await?;
        text.parse().map(Self).map_err(|_| Problem::task_not_found(text))
    }
}

impl FromRequestParts<Arc<Api>> for NumberPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Problem> {
        let text = last(parts, api).await?;
        text.parse().map(Self).map_err(|_| Problem::number_not_found(text))
    }
}

impl FromRequestParts<Arc<Api>> for TemplatePath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Problem> {
        let text = last(parts, api).await?;
        text.parse().map(Self).map_err(|_| Problem::template_not_found(text))
    }
}

impl FromRequestParts<Arc<Api>> for OwnerPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Problem> {
        let text = last(parts, api).await?;
        let owner = OwnerId::parse(text).map(Self);
        Ok(owner.map_err(|error| Violation::new(Path::of("path").key("id"), "user_id", error.to_string()))?)
    }
}

impl FromRequestParts<Arc<Api>> for DestinationPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Problem> {
        let text = last(parts, api).await?;
        text.parse().map(Self).map_err(|_| Problem::config_not_found(text))
    }
}

impl FromRequestParts<Arc<Api>> for ApiKeyPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Problem> {
        let text = last(parts, api).await?;
        text.parse().map(Self).map_err(|_| Problem::api_key_not_found(text))
    }
}

impl FromRequestParts<Arc<Api>> for ExecutionPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Problem> {
        let text = last(parts, api).await?;
        text.parse().map(Self).map_err(|_| Problem::execution_not_found(text))
    }
}

impl FromRequestParts<Arc<Api>> for TaskOrExecution {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Problem> {
        let text = last(parts, api).await?;
        let task = text.parse().map(Self::Task);
        task.or_else(|_| text.parse().map(Self::Execution)).map_err(|_| Problem::task_not_found(text))
    }
}

/// The path's parameter, decoded.
async fn last(parts: &mut Parts, api: &Arc<Api>) -> Result<String, Problem> {
    let parameters =
        RawPathParams::from_request_parts(parts, api).await.map_err(|_| Problem::task_not_found(""))?;
    Ok(parameters.iter().last().map(|(_, value)| value.to_owned()).unwrap_or_default())
}
