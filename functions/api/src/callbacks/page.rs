//! The page at the URL of a callback. Whoever opens it completes nothing: scanners of mail follow links.

use std::sync::Arc;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, header};

use super::extract::PathToken;
use crate::{http::Problem, state::Api};

/// The page loads nothing, and its form may be sent only to where it comes from.
const POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The page. Its form posts to its own address, with a field that a person may fill in.
const PAGE: &str = include_str!("page.html");

/// Show the page of a callback
///
/// A page with a button that reports the end of the job. Opening it reports nothing.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/cb/{token}",
    operation_id = "callback_page",
    tag = "callbacks",
    params(("token" = String, Path, description = "The token of the execution")),
    security(()),
    responses(
        (status = 200, description = "The page", content_type = "text/html", body = String, example = json!("<!doctype html>")),
        (status = 404, description = "The token does not belong to an execution"),
    )
))]
pub(crate) async fn page(
    State(api): State<Arc<Api>>,
    PathToken(token): PathToken,
) -> Result<Response, Problem> {
    api.callbacks.verify(&token)?;
    let headers: [(HeaderName, &str); 3] = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    Ok((headers, PAGE).into_response())
}
