//! What of an answer is kept with its execution: enough to see what happened, and never more than a row can hold.

mod body;
mod headers;

use crate::{execution::Answer, port::HttpResponse};

/// The most that a kept answer takes as JSON, in bytes.
pub const MAX_KEPT: usize = 256 * 1024;

/// The most that the headers of a kept answer take as JSON, in bytes; those that don't fit are left out.
pub const MAX_KEPT_HEADERS: usize = 8 * 1024;

/// What the members of an answer take beside its headers and its body, at most.
const FRAME: usize = 256;

/// The answer as it is kept.
pub(super) fn answer(response: HttpResponse) -> Answer {
    let size = response.body.len() as u64;
    let budget = MAX_KEPT - MAX_KEPT_HEADERS - FRAME;
    let kept = body::keep(response.body, response.truncated, content_type(&response.headers), budget);
    Answer {
        status: Some(response.status),
        headers: headers::keep(response.headers),
        body: kept.body,
        size,
        truncated: kept.truncated,
        extracted: None,
        warnings: Vec::new(),
    }
}

fn content_type(headers: &[(String, String)]) -> Option<&str> {
    headers.iter().find(|(name, _)| name == "content-type").map(|(_, value)| value.as_str())
}
