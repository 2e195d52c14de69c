//! The part of a response that is stored with its execution: enough to see what happened, and never more
//! than a row can hold.

mod body;
mod headers;

use bytes::Bytes;
use serde_json::Value;

pub(super) use self::body::len_within;
use super::{Redactor, evaluate::Body};
use crate::execution::Answer;

/// The largest stored response as JSON, in bytes.
pub const MAX_STORED: usize = 256 * 1024;

/// The most that its headers take as JSON, in bytes. Headers that don't fit are left out.
pub const MAX_STORED_HEADERS: usize = 8 * 1024;

/// The most that extracted values take as JSON, in bytes.
pub const MAX_EXTRACTED: usize = 64 * 1024;

/// The most that its warnings take as JSON, in bytes. Warnings that don't fit are left out.
const MAX_WARNINGS: usize = 4 * 1024;

/// The most that its remaining members take.
const FRAME: usize = 256;

/// A response before it is stored.
#[derive(Debug)]
pub(super) struct RawResponse {
    /// The HTTP status, if there is one.
    pub(super) status: Option<u16>,
    /// Names in lower case.
    pub(super) headers: Vec<(String, String)>,
    /// The body.
    pub(super) bytes: Bytes,
    /// The size of the body as it was read.
    pub(super) size: u64,
    /// Whether the body was longer.
    pub(super) truncated: bool,
    /// The parsed body.
    pub(super) body: Body,
}

/// The stored form of a response, with its extracted values and warnings.
pub(super) fn build(
    raw: RawResponse,
    extracted: Option<Value>,
    warnings: Vec<String>,
    redactor: &Redactor,
) -> Answer {
    let extracted = extracted.map(|mut value| {
        redactor.value(&mut value);
        // Masking may lengthen a value beyond the limit that it was extracted within.
        body::fitting(value, MAX_EXTRACTED).unwrap_or(Value::Null)
    });
    let extracted_len = extracted.as_ref().and_then(|value| len_within(value, MAX_EXTRACTED)).unwrap_or(0);
    let (warnings, warnings_len) = fitting(warnings, redactor);
    let budget = MAX_STORED - MAX_STORED_HEADERS - FRAME - extracted_len - warnings_len;
    let stored = body::stored_body(raw.bytes, raw.truncated, raw.body, budget, redactor);
    Answer {
        status: raw.status,
        headers: headers::stored_headers(raw.headers, redactor),
        body: stored.body,
        size: raw.size,
        truncated: stored.truncated,
        extracted,
        warnings,
    }
}

/// The warnings that fit, and their size as JSON.
fn fitting(warnings: Vec<String>, redactor: &Redactor) -> (Vec<String>, usize) {
    let mut taken = 0;
    let mut fitting = Vec::with_capacity(warnings.len());
    for warning in warnings {
        let warning = redactor.text(&warning).into_owned();
        let cost = body::escaped_len(&warning) + 3;
        if taken + cost <= MAX_WARNINGS {
            taken += cost;
            fitting.push(warning);
        }
    }
    (fitting, taken)
}
