//! The body of a batch: a list of what could be asked one by one.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use beadle_values::violation::{Path, Violation};
use futures_util::{StreamExt, stream};
use http::StatusCode;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{IdempotencyKey, Problem};

/// The most items of a batch.
const MOST: usize = 100;

/// The items of a batch.
pub(crate) struct Batch {
    /// In the order they were sent.
    items: Vec<Value>,
    route: &'static str,
    key: IdempotencyKey,
}

impl Batch {
    /// The items of the member `name` of `body`, 1 to 100, asked for at `route` under `key`.
    ///
    /// # Errors
    /// A violation when there are none or too many, or members beside them.
    pub(crate) fn parse(
        body: Value,
        name: &'static str,
        route: &'static str,
        key: IdempotencyKey,
    ) -> Result<Self, Problem> {
        let path = Path::body();
        let Value::Object(mut members) = body else {
            return Err(Violation::new(path, "type_error", "must be a JSON object").into());
        };
        let items = members.shift_remove(name);
        if let Some(unknown) = members.keys().next() {
            return Err(Violation::new(path.key(unknown), "unknown_field", "is not known here").into());
        }
        match items {
            Some(Value::Array(items)) if (1..=MOST).contains(&items.len()) => Ok(Self { items, route, key }),
            _ => {
                let message = format!("must be a list of 1 to {MOST}");
                Err(Violation::new(path.key(name), "type_error", message).into())
            }
        }
    }

    /// How many items it has.
    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    /// The item `index`, and its key: the same batch under the same key is the same items.
    pub(crate) fn item(&self, index: usize) -> (&Value, Option<beadle_application::IdempotencyKey>) {
        let item = self.items.get(index).unwrap_or(&Value::Null);
        let route = format!("{}/{index}", self.route);
        (item, self.key.clone().given(route, item.to_string().as_bytes()))
    }
}

/// How many items are worked on at a time.
pub(crate) const AT_ONCE: usize = 8;

/// Answers what came of `items`, in their order; each that succeeded is told as the member `name` with `status`.
pub(crate) async fn respond<F: Future<Output = Result<Value, Problem>>>(
    name: &str,
    status: StatusCode,
    items: impl Iterator<Item = F>,
) -> Response {
    let done: Vec<_> = stream::iter(items).buffered(AT_ONCE).collect().await;
    let mut results = BatchResults::default();
    done.into_iter().for_each(|done| results.add(name, status, done));
    results.into_response()
}

/// What came of the items so far.
#[derive(Default)]
struct BatchResults {
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
    fn add(&mut self, name: &str, status: StatusCode, result: Result<Value, Problem>) {
        let index = self.results.len();
        let mut item = Map::from_iter([("index".to_owned(), index.into())]);
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
