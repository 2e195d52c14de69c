//! `Idempotency-Replayed`: marks the response to a repeated request.

use axum::response::Response;
use http::{HeaderName, HeaderValue};

const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Marks the response if the request was a repeat with the same key.
pub(crate) fn mark_replayed(mut response: Response, replayed: bool) -> Response {
    if replayed {
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    response
}
