//! The bytes of a body: within their limit, of a type that is read, and as JSON.

use axum::extract::Request;
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde_json::Value;

use crate::http::Problem;

/// The largest body, in bytes: what fits into one message of the queue with everything else it carries.
pub(super) const LARGEST: usize = 900 * 1024;

pub(super) async fn read(request: Request) -> Result<Bytes, Problem> {
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if announced.and_then(|text| text.parse::<u64>().ok()).is_some_and(|length| length > LARGEST as u64) {
        return Err(too_large());
    }
    match Limited::new(request.into_body(), LARGEST).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_large()),
        Err(_) => Err(Problem::new(StatusCode::BAD_REQUEST, "incomplete_body", "The body ended too early")),
    }
}

fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "The body is larger than 900 KB")
        .member("limit_bytes", LARGEST)
}

/// Refuses a body of a type that is not in `accepted`.
pub(super) fn check_type(headers: &HeaderMap, accepted: &[&'static str]) -> Result<(), Problem> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let essence = given.split(';').next().unwrap_or_default().trim();
    if accepted.iter().any(|accepted| essence.eq_ignore_ascii_case(accepted)) {
        return Ok(());
    }
    let detail = format!("The body has to be sent as {}", accepted.join(" or "));
    Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail)
        .member("accepted", accepted.to_vec()))
}

/// The JSON in `bytes`.
pub(super) fn parse(bytes: &[u8]) -> Result<Value, Problem> {
    serde_json::from_slice(bytes).map_err(|error| {
        let detail = if bytes.is_empty() {
            "The body is empty".to_owned()
        } else {
            format!("The body is not JSON: {error}")
        };
        Problem::new(StatusCode::BAD_REQUEST, "malformed_json", detail)
            .member("line", error.line())
            .member("column", error.column())
    })
}
