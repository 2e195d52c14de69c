//! The mark on the answer to a repeated request.

use axum::response::Response;
use http::{HeaderName, HeaderValue};

const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Marks the answer when nothing was done because it was done before under the same key.
pub(crate) fn mark(mut response: Response, replayed: bool) -> Response {
    if replayed {
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    response
}
