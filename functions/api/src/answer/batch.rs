//! What came of the items of a batch, each by itself.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{ExecutionAnswer, TaskAnswer};
use crate::problem::Problem;

/// What came of a batch of tasks.
#[derive(ToSchema)]
#[schema(as = TaskBatchResult)]
#[expect(dead_code, reason = "describes what `Batch` writes")]
pub(crate) struct TaskBatchAnswer<'a> {
    /// How many are created.
    succeeded: usize,
    /// How many are not.
    failed: usize,
    /// The items, in the order they were sent.
    results: Vec<TaskBatchItem<'a>>,
}

/// What came of one item of a batch of tasks.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `Batch` writes")]
pub(crate) struct TaskBatchItem<'a> {
    /// Its place in the batch, counted from 0.
    index: usize,
    /// The status that it would have been answered with alone.
    #[schema(example = 201)]
    status: u16,
    /// The task, if it is created.
    #[schema(required = false)]
    task: TaskAnswer<'a>,
    /// What is wrong, if it is not: as in other answers, without `instance` and `request_id`.
    #[schema(required = false, value_type = Object)]
    problem: Value,
}

/// What came of a batch of requests.
#[derive(ToSchema)]
#[schema(as = ExecutionBatchResult)]
#[expect(dead_code, reason = "describes what `Batch` writes")]
pub(crate) struct ExecutionBatchAnswer<'a> {
    /// How many are started.
    succeeded: usize,
    /// How many are not.
    failed: usize,
    /// The items, in the order they were sent.
    results: Vec<ExecutionBatchItem<'a>>,
}

/// What came of one item of a batch of requests.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `Batch` writes")]
pub(crate) struct ExecutionBatchItem<'a> {
    /// Its place in the batch, counted from 0.
    index: usize,
    /// The status that it would have been answered with alone.
    #[schema(example = 202)]
    status: u16,
    /// The execution, if it is started.
    #[schema(required = false)]
    execution: ExecutionAnswer<'a>,
    /// What is wrong, if it is not: as in other answers, without `instance` and `request_id`.
    #[schema(required = false, value_type = Object)]
    problem: Value,
}

/// What came of the items so far.
#[derive(Default)]
pub(crate) struct BatchResults {
    succeeded: usize,
    failed: usize,
    results: Vec<Value>,
}

#[derive(Serialize)]
struct Whole {
    succeeded: usize,
    failed: usize,
    results: Vec<Value>,
}

impl BatchResults {
    /// Adds the next item, which is told as the member `name` where it succeeded, with `status`.
    pub(crate) fn add(&mut self, name: &str, status: StatusCode, result: Result<Value, Problem>) {
        let index = self.results.len();
        let mut item = serde_json::Map::from_iter([("index".to_owned(), index.into())]);
        match result {
            Ok(value) => {
                self.succeeded += 1;
                item.insert("status".to_owned(), status.as_u16().into());
                item.insert(name.to_owned(), value);
            }
            Err(problem) => {
                self.failed += 1;
                let problem = problem.alone();
                item.insert("status".to_owned(), problem["status"].clone());
                item.insert("problem".to_owned(), problem);
            }
        }
        self.results.push(Value::Object(item));
    }
}

impl IntoResponse for BatchResults {
    /// 207 (RFC 4918 section 11.1): each item has a status of its own.
    fn into_response(self) -> Response {
        let Self { succeeded, failed, results } = self;
        (StatusCode::MULTI_STATUS, Json(Whole { succeeded, failed, results })).into_response()
    }
}
