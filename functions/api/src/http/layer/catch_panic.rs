//! Catches panics: a panic in a handler fails only its request and reveals nothing to the caller.

use std::{any::Any, convert::Infallible, panic::AssertUnwindSafe};

use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;

use crate::http::Problem;

pub(super) async fn catch_panic(routed: impl Future<Output = Result<Response, Infallible>>) -> Response {
    match AssertUnwindSafe(routed).catch_unwind().await {
        Ok(Ok(response)) => response,
        Err(panic) => {
            tracing::error!(panic = message(&*panic), "handler panicked");
            Problem::internal().into_response()
        }
    }
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&'static str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}
