//! A config with its `ETag`.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use beadle_domain::config::Config;
use http::{HeaderValue, header};

use crate::answer::ProfileAnswer;

pub(super) fn with_tag(config: &Config) -> Response {
    let mut response = Json(ProfileAnswer::of(config)).into_response();
    if let Ok(tag) = HeaderValue::try_from(format!("\"{}\"", config.version)) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
