//! Common response headers: `Location` and `ETag`.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

/// Responds with `body` and its version as the `ETag`.
pub(crate) fn versioned(body: &impl Serialize, version: u64) -> Response {
    let mut response = Json(body).into_response();
    if let Ok(tag) = HeaderValue::try_from(format!("\"{version}\"")) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// Turns `response` into 201 Created with `path` as the `Location`.
pub(crate) fn created(mut response: Response, path: String) -> Response {
    *response.status_mut() = StatusCode::CREATED;
    located(response, path)
}

/// Adds `path` as the `Location`.
pub(crate) fn located(mut response: Response, path: String) -> Response {
    if let Ok(location) = HeaderValue::try_from(path) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
