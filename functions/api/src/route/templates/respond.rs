//! A template with its `ETag`, and how long it may be kept.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use beadle_domain::template::Template;
use http::{HeaderValue, header};

use crate::answer::TemplateAnswer;

/// Templates are kept for five minutes (seed 003, "Template list cached with 5-minute TTL"), by whoever asked and nobody else.
pub(super) const CACHED: HeaderValue = HeaderValue::from_static("private, max-age=300");

pub(super) fn with_tag(template: &Template) -> Response {
    let mut response = Json(TemplateAnswer::of(template)).into_response();
    if let Ok(tag) = HeaderValue::try_from(format!("\"{}\"", template.version)) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
