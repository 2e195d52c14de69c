//! Problems for the errors of use cases and ports.

use std::{borrow::Cow, time::Duration};

use beadle_application::{
    Error, Operation, Unmet,
    calendar::CalendarUser,
    function::{FunctionUser, Resource},
    port::{SchedulerError, StoreError},
    task::Dependent,
};
use beadle_domain::account::LimitType;
use beadle_values::{
    cause::Chain,
    violation::{Path, Violation},
};
use http::{StatusCode, header};
use serde_json::{Value, json};

use super::Problem;

/// Maximum number of task ids listed for a config in use.
const MAX_TASK_IDS: usize = 10;

impl Problem {
    /// Problem for exceeding a limit of the subscription level (seed 003, `TaskLimitExceededError`).
    fn over_limit(limit: LimitType, most: String, retry_after: Option<Duration>) -> Self {
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "limit_exceeded", "Task limit exceeded")
            .member("limit_type", limit.as_str())
            .member("limit", most);
        match retry_after {
            Some(wait) => problem.header(header::RETRY_AFTER, wait.as_secs().saturating_add(1).into()),
            None => problem,
        }
    }
}

impl Problem {
    /// Problem for a key that another task or config of the owner has.
    fn key_taken() -> Self {
        let detail = "Another one of the owner has this key; `GET` the list with `key` to find it";
        Self::new(StatusCode::CONFLICT, "key_taken", detail)
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::InvalidCursor => {
                let path = Path::of("query").key("cursor");
                Violation::new(path, "cursor", "is not a cursor of this list")
                    .hint("start without one")
                    .into()
            }
            StoreError::TooManyToSort(most) => {
                let path = Path::of("query").key("sort");
                let message = format!("the list has more than {most} tasks, too many to sort");
                Violation::new(path, "too_many", message)
                    .hint("leave `sort` out: newest first has no bound")
                    .into()
            }
            StoreError::KeyTaken => Self::key_taken(),
            StoreError::TooLarge(_) => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "What is to be stored is too large")
            }
            StoreError::Unavailable(_) => {
                tracing::warn!(error = %Chain(&error), "store is unavailable");
                Self::unavailable()
            }
            StoreError::Corrupt(_) => {
                tracing::error!(error = %Chain(&error), "store is inconsistent");
                Self::internal()
            }
        }
    }
}

impl From<SchedulerError> for Problem {
    fn from(error: SchedulerError) -> Self {
        match error {
            SchedulerError::Unavailable(_) => {
                tracing::warn!(error = %Chain(&error), "scheduler is unavailable");
                Self::unavailable()
            }
            SchedulerError::Rejected(_) => {
                tracing::warn!(error = %Chain(&error), "scheduler rejected a schedule");
                let path = Path::body().key("schedule");
                Violation::new(path, "schedule", "was rejected by EventBridge Scheduler").into()
            }
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let conflict =
            |code, detail: String| Self::new(StatusCode::CONFLICT, code, Cow::<'static, str>::Owned(detail));
        match error {
            Error::Invalid(violations) => violations.into(),
            Error::TaskNotFound(id) => Self::task_not_found(id),
            Error::NumberNotFound(number) => Self::number_not_found(number),
            Error::ExecutionNotFound(id) => Self::execution_not_found(id),
            Error::NotRecorded(found) => conflict(
                "not_recorded",
                "The execution waits in the queue; its record is written when it begins".to_owned(),
            )
            .member("execution_id", found.id.to_string())
            .member("execution_status", found.status.as_str())
            .header(header::RETRY_AFTER, 1_u64.into()),
            Error::ConfigNotFound(id) => Self::config_not_found(id),
            Error::ApiKeyNotFound(id) => Self::api_key_not_found(id),
            Error::KeyTaken { key, holder } => {
                Self::key_taken().member("key", key.as_str()).member("holder_id", holder)
            }
            Error::ConfigInUse { tasks, more } => {
                let count = tasks.len();
                let number = match (count, more) {
                    (_, true) => format!("More than {count} tasks use"),
                    (1, false) => "A task uses".to_owned(),
                    (_, false) => format!("{count} tasks use"),
                };
                let first: Vec<String> = tasks.iter().take(MAX_TASK_IDS).map(ToString::to_string).collect();
                conflict(
                    "config_in_use",
                    format!("{number} the config; `force=true` deletes it all the same"),
                )
                .member("task_count", count)
                .member("task_ids", first)
            }
            Error::FunctionInUse { users, more } => {
                let count = users.len();
                let number = match (count, more) {
                    (_, true) => format!("More than {count} tasks and configs name"),
                    (1, false) => "A task or a config names".to_owned(),
                    (_, false) => format!("{count} tasks and configs name"),
                };
                let first: Vec<Value> = users.iter().take(MAX_TASK_IDS).map(function_user).collect();
                conflict(
                    "function_in_use",
                    format!("{number} the function; `force=true` deletes it all the same"),
                )
                .member("use_count", count)
                .member("uses", first)
            }
            Error::CalendarNotFound(name) => Self::calendar_not_found(name),
            Error::CalendarInUse { users, more } => {
                let count = users.len();
                let number = match (count, more) {
                    (_, true) => format!("More than {count} tasks name"),
                    (1, false) => "A task names".to_owned(),
                    (_, false) => format!("{count} tasks name"),
                };
                let first: Vec<Value> = users.iter().take(MAX_TASK_IDS).map(calendar_user).collect();
                conflict(
                    "calendar_in_use",
                    format!("{number} the calendar; `force=true` deletes it all the same"),
                )
                .member("use_count", count)
                .member("uses", first)
            }
            Error::HasDependents(dependents) => {
                let count = dependents.len();
                let number = if count == 1 { "A task runs".to_owned() } else { format!("{count} tasks run") };
                let first: Vec<Value> = dependents.iter().take(MAX_TASK_IDS).map(dependent).collect();
                conflict(
                    "has_dependents",
                    format!(
                        "{number} after it and would wait for ever; `force=true` deletes it all the same"
                    ),
                )
                .member("dependent_count", count)
                .member("dependents", first)
            }
            Error::Denied(operation) => {
                Self::new(StatusCode::FORBIDDEN, "permission_denied", "Permission denied")
                    .member("action", operation.as_str())
            }
            Error::Limit { limit, most, retry_after } => Self::over_limit(limit, most, retry_after),
            Error::Level { required } => {
                Self::new(StatusCode::FORBIDDEN, "subscription_level", "Permission denied")
                    .member("action", Operation::UseTemplate.as_str())
                    .member("required_subscription_level", required.as_str())
            }
            Error::TemplateNotFound(id) => Self::template_not_found(id),
            Error::TemplateBuiltIn(id) => {
                conflict("template_built_in", "A template that is built in can't be changed".to_owned())
                    .member("template_id", id.to_string())
            }
            Error::TemplateExists(id) => {
                conflict("template_exists", "There is a template with this id".to_owned())
                    .member("template_id", id.to_string())
            }
            Error::FunctionNotFound(name) => Self::function_not_found(name),
            Error::FunctionVersionNotFound { name, number } => Self::function_version_not_found(name, number),
            Error::Sandbox(error) => {
                tracing::warn!(%error, "the sandbox is unavailable");
                let detail = Cow::Owned(error.message);
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "sandbox_unavailable", detail)
            }
            Error::Stale { current } => {
                let detail = "It was changed meanwhile: its version is not the one in If-Match";
                Self::new(StatusCode::PRECONDITION_FAILED, "version_mismatch", detail)
                    .member("current_version", current)
            }
            Error::ImportDiffers(id) => conflict(
                "import_differs",
                "There is something else under this id; it is left as it is".to_owned(),
            )
            .member("id", id),
            Error::ImportTaken(id) => conflict(
                "import_taken",
                "This id is somebody else's; `map_ids` imports it under another one".to_owned(),
            )
            .member("id", id),
            Error::Contended => {
                conflict("contended", "It was changed by others meanwhile; try again".to_owned())
            }
            Error::BatchNotFound(id) => Self::batch_not_found(id),
            Error::BatchClosed(id) => {
                conflict("batch_closed", "The batch is closed: nothing can be added to it".to_owned())
                    .member("batch_id", id.to_string())
            }
            Error::BatchDiffers(id) => {
                let detail =
                    "A batch with this name or key was created with something else to run at its end";
                conflict("batch_differs", detail.to_owned()).member("batch_id", id.to_string())
            }
            Error::Ended(status) => conflict("already_ended", format!("The execution is {status} already"))
                .member("execution_status", status.as_str()),
            Error::NotEnded(status) => conflict("not_ended", format!("The execution is still {status}"))
                .member("execution_status", status.as_str()),
            Error::NotBlocking(id) => conflict(
                "not_blocking",
                "The execution is not one that failed and blocks its order key".to_owned(),
            )
            .member("execution_id", id.to_string()),
            Error::DependenciesUnmet(unmet) => conflict(
                "dependencies_unmet",
                "Tasks that it runs after have not completed; `force=true` runs it all the same".to_owned(),
            )
            .member("dependencies", unmet.iter().map(unmet_dependency).collect::<Vec<_>>()),
            Error::TaskGone(id) => conflict("task_gone", "The task of the execution was deleted".to_owned())
                .member("task_id", id.to_string()),
            Error::NotATodo(id) => conflict(
                "not_a_todo",
                "Only a task of type todo or calendar_event is completed or reopened".to_owned(),
            )
            .member("task_id", id.to_string()),
            Error::NotDeleted(id) => conflict("not_deleted", "The task is not deleted".to_owned())
                .member("task_id", id.to_string()),
            Error::KeyReused => {
                let detail = "The Idempotency-Key was used for a request with another body";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused", detail)
            }
            Error::Store(error) => error.into(),
            Error::Scheduler(error) => error.into(),
        }
    }
}

fn function_user(FunctionUser { resource, name, place }: &FunctionUser) -> Value {
    let place = place.to_string();
    let place = place.strip_prefix("body.").unwrap_or(&place);
    match resource {
        Resource::Task(id) => json!({"task_id": id, "name": name, "place": place}),
        Resource::Config(id) => json!({"config_id": id, "name": name, "place": place}),
    }
}

fn calendar_user(CalendarUser { task, name, place }: &CalendarUser) -> Value {
    json!({"task_id": task, "name": name, "place": place.to_string()})
}

fn dependent(Dependent { task, name }: &Dependent) -> Value {
    json!({"task_id": task, "name": name})
}

fn unmet_dependency(Unmet { task, name, deleted, status }: &Unmet) -> Value {
    json!({"task_id": task, "name": name, "deleted": deleted, "last_status": status})
}
