//! A task with its `ETag`.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use beadle_domain::task::SavedTask;
use http::{HeaderValue, header};
use jiff::Timestamp;

use crate::{answer::TaskAnswer, state::Api};

pub(super) fn with_tag(api: &Api, saved: &SavedTask, now: Timestamp) -> Response {
    let mut response = Json(TaskAnswer::of(saved, &api.task_defaults, now)).into_response();
    if let Ok(tag) = HeaderValue::try_from(format!("\"{}\"", saved.task.version)) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
