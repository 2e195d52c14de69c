//! Reads request bodies: size limit, content type and JSON.

use axum::extract::Request;
use beadle_values::{json_text, violation::Path};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde_json::Value;

use crate::http::Problem;

/// Maximum size of a body in bytes. A body must fit into one queue message together with everything else the
/// message carries.
const MAX_BYTES: usize = 900 * 1024;

/// Maximum size of an upload in bytes, which no queue carries: a megabyte of source with its escapes, or records to import. A
/// request of Lambda has 6 MB at most.
const MAX_UPLOAD_BYTES: usize = 4 * 1024 * 1024;

pub(super) async fn read(request: Request) -> Result<Bytes, Problem> {
    read_within(request, MAX_BYTES).await
}

/// Reads a body of one of the types in `accepted`.
pub(crate) async fn read_as(request: Request, accepted: &[&'static str]) -> Result<Bytes, Problem> {
    check_type(request.headers(), accepted)?;
    read(request).await
}

pub(super) async fn read_upload(request: Request) -> Result<Bytes, Problem> {
    read_within(request, MAX_UPLOAD_BYTES).await
}

/// Reads a body of any type that has at most `most` bytes.
pub(crate) async fn read_within(request: Request, most: usize) -> Result<Bytes, Problem> {
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if announced.and_then(|text| text.parse::<u64>().ok()).is_some_and(|length| length > most as u64) {
        return Err(too_large(most));
    }
    match Limited::new(request.into_body(), most).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_large(most)),
        Err(_) => Err(Problem::new(StatusCode::BAD_REQUEST, "incomplete_body", "The body ended too early")),
    }
}

fn too_large(most: usize) -> Problem {
    let detail = format!("The body is larger than {} KB", most / 1024);
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail).member("limit_bytes", most)
}

/// Refuses a body whose content type is not in `accepted`.
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

/// Parses `bytes` as JSON, and refuses what would be lost of it.
pub(crate) fn parse(bytes: &[u8]) -> Result<Value, Problem> {
    let parsed = serde_json::from_slice(bytes);
    if let (Ok(_), Ok(text)) = (&parsed, std::str::from_utf8(bytes)) {
        json_text::violations(text, &Path::body()).into_result(())?;
    }
    parsed.map_err(|error| {
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
