//! What an answer comes to.

use jiff::Timestamp;

use super::{kept, retry_after};
use crate::{
    execution::{Failure, conclude::Outcome},
    port::HttpResponse,
};

/// Judges the answer of an attempt that came in at `now`: 2xx is success, anything else a failure. What is kept of it
/// has its credentials masked and stays within [`super::MAX_KEPT`].
pub fn judge(response: HttpResponse, now: Timestamp) -> Outcome {
    let status = response.status;
    if (200..300).contains(&status) {
        return Outcome::Succeeded { answer: Some(kept::answer(response)) };
    }
    let asked = response.header("retry-after").and_then(|value| retry_after(value, now));
    Outcome::Failed { failure: Failure::http_status(status, asked), answer: Some(kept::answer(response)) }
}

#[cfg(test)]
mod tests;
