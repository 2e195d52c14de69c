//! Batches: many requests in one body, each with its own result.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt, stream};
use http::StatusCode;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{IdempotencyKey, Problem};

/// Maximum number of items.
pub(crate) const MAX_ITEMS: usize = 100;

/// A batch of requests.
pub(crate) struct Batch {
    /// Items in the order in which they were sent.
    items: Vec<Value>,
    route: &'static str,
    key: IdempotencyKey,
}

impl Batch {
    /// The items of a body, sent to `route` with `key`.
    pub(crate) fn new(items: Vec<Value>, route: &'static str, key: IdempotencyKey) -> Self {
        Self { items, route, key }
    }

    /// Number of items.
    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns the item at `index`.
    pub(crate) fn item(&self, index: usize) -> &Value {
        self.items.get(index).unwrap_or(&Value::Null)
    }

    /// Returns the idempotency key of the item at `index`, which `asked` is read from: repeating a batch with the
    /// same key repeats its items.
    ///
    /// # Errors
    /// Those of [`IdempotencyKey::scoped`].
    pub(crate) fn key(
        &self,
        index: usize,
        asked: &impl Serialize,
    ) -> Result<Option<beadle_application::IdempotencyKey>, Problem> {
        self.key.clone().scoped(format!("{}/{index}", self.route), asked)
    }
}

/// Number of items processed concurrently.
pub(crate) const MAX_CONCURRENT: usize = 8;

/// Responds with the results of `items`, in order. A success has the given `status` and its value in the member `name`.
pub(crate) async fn respond<F: Future<Output = Result<Value, Problem>>>(
    name: &str,
    status: StatusCode,
    items: impl Iterator<Item = F>,
) -> Response {
    let done: Vec<_> = stream::iter(items).buffered(MAX_CONCURRENT).collect().await;
    let mut results = BatchResults::default();
    done.into_iter().for_each(|done| results.add(name, status, done));
    results.into_response()
}

/// Results of the items so far.
#[derive(Default, Serialize)]
pub(crate) struct BatchResults {
    succeeded: usize,
    failed: usize,
    results: Vec<Value>,
    /// Members beside those.
    #[serde(flatten)]
    beside: Map<String, Value>,
}

impl BatchResults {
    /// Adds the result of the next item. A success has the given `status` and its value in the member `name`.
    pub(crate) fn add(&mut self, name: &str, status: StatusCode, result: Result<Value, Problem>) {
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
                let problem = problem.as_item();
                item.insert("status".to_owned(), problem["status"].clone());
                item.insert("problem".to_owned(), problem);
            }
        }
        self.results.push(Value::Object(item));
    }

    /// Whether no item was refused.
    pub(crate) fn all_succeeded(&self) -> bool {
        self.failed == 0
    }

    /// The same with `value` in the member `name`.
    pub(crate) fn with(mut self, name: &str, value: Value) -> Self {
        self.beside.insert(name.to_owned(), value);
        self
    }
}

impl IntoResponse for BatchResults {
    /// 207 (RFC 4918 section 11.1): each item has its own status.
    fn into_response(self) -> Response {
        (StatusCode::MULTI_STATUS, Json(self)).into_response()
    }
}
