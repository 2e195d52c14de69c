//! What came of the items of a batch.

use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use http::StatusCode;
use serde_json::Value;

use crate::{answer::BatchResults, problem::Problem};

/// How many items are worked on at a time.
pub(super) const AT_ONCE: usize = 8;

/// Answers what came of `items`, in their order; each that succeeded is told as the member `name` with `status`.
pub(super) async fn respond<F: Future<Output = Result<Value, Problem>>>(
    name: &str,
    status: StatusCode,
    items: impl Iterator<Item = F>,
) -> Response {
    let done: Vec<_> = stream::iter(items).buffered(AT_ONCE).collect().await;
    let mut results = BatchResults::default();
    done.into_iter().for_each(|done| results.add(name, status, done));
    results.into_response()
}
