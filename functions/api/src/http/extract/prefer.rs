//! `Prefer` (RFC 7240): how long to wait for what is started, or not at all.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::extract::FromRequestParts;
use http::{HeaderMap, HeaderName, HeaderValue, request::Parts};

use crate::state::Api;

/// Says which preferences were followed.
pub(crate) const APPLIED: HeaderName = HeaderName::from_static("preference-applied");
const HEADER: HeaderName = HeaderName::from_static("prefer");

/// The longest wait, in seconds: an HTTP API gives up after 30.
pub(crate) const LONGEST_WAIT: u64 = 25;

/// The preferences that are known here; others are ignored, as the RFC wants it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Prefer {
    /// `wait=N`, at most [`LONGEST_WAIT`].
    wait: Option<u64>,
    /// `respond-async`.
    respond_async: bool,
}

impl Prefer {
    fn of(headers: &HeaderMap) -> Self {
        let mut prefer = Self::default();
        let values = headers.get_all(HEADER).iter().filter_map(|value| value.to_str().ok());
        for preference in values.flat_map(|value| value.split(',')) {
            let preference = preference.split(';').next().unwrap_or_default();
            let (name, value) = preference.split_once('=').unwrap_or((preference, ""));
            let value = value.trim().trim_matches('"');
            match name.trim().to_ascii_lowercase().as_str() {
                // Section 2: of a preference that is given twice the first one counts.
                "wait" if prefer.wait.is_none() => {
                    prefer.wait = value.parse().ok().map(|seconds: u64| seconds.min(LONGEST_WAIT));
                }
                "respond-async" => prefer.respond_async = true,
                _ => {}
            }
        }
        prefer
    }

    /// How long to wait on a route that waits for `usual` where nothing is preferred.
    pub(crate) fn patience(self, usual: Duration) -> Duration {
        match (self.wait, self.respond_async) {
            (Some(seconds), _) => Duration::from_secs(seconds),
            (None, true) => Duration::ZERO,
            (None, false) => usual,
        }
    }

    /// What to answer in `Preference-Applied`.
    pub(crate) fn applied(self) -> Option<HeaderValue> {
        match (self.wait, self.respond_async) {
            (Some(seconds), _) => HeaderValue::try_from(format!("wait={seconds}")).ok(),
            (None, true) => Some(HeaderValue::from_static("respond-async")),
            (None, false) => None,
        }
    }
}

impl FromRequestParts<Arc<Api>> for Prefer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Api>) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(&[], 7, None)]
    #[case(&["wait=10"], 10, Some("wait=10"))]
    #[case(&["Wait = \"3\""], 3, Some("wait=3"))]
    #[case(&["wait=100"], 25, Some("wait=25"))]
    #[case(&["wait=soon"], 7, None)]
    #[case(&["respond-async"], 0, Some("respond-async"))]
    #[case(&["respond-async, wait=5; foo=bar"], 5, Some("wait=5"))]
    #[case(&["handling=lenient", "respond-async"], 0, Some("respond-async"))]
    #[case(&["wait=1, wait=9"], 1, Some("wait=1"))]
    fn preferences(#[case] given: &[&'static str], #[case] patience: u64, #[case] applied: Option<&str>) {
        let mut headers = HeaderMap::new();
        for value in given {
            headers.append(HEADER, HeaderValue::from_static(value));
        }
        let prefer = Prefer::of(&headers);
        assert_eq!(prefer.patience(Duration::from_secs(7)), Duration::from_secs(patience));
        assert_eq!(prefer.applied().as_ref().map(|value| value.to_str().unwrap()), applied);
    }
}
