//! `Prefer` (RFC 7240): how long to wait for an execution to end.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::extract::FromRequestParts;
use http::{HeaderMap, HeaderName, HeaderValue, request::Parts};
#[cfg(test)]
use serde_json::json;

use crate::state::Api;

/// Names the preferences that were applied.
pub(crate) const APPLIED: HeaderName = HeaderName::from_static("preference-applied");
const HEADER: HeaderName = HeaderName::from_static("prefer");

/// Maximum wait in seconds. API Gateway gives up after 30.
pub(crate) const MAX_WAIT_SECONDS: u64 = 25;

/// The supported preferences. Others are ignored, as the RFC requires.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Prefer {
    /// `wait=N`, at most [`MAX_WAIT_SECONDS`].
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
                // Section 2: if a preference is given twice, the first one applies.
                "wait" if prefer.wait.is_none() => {
                    prefer.wait = value.parse().ok().map(|seconds: u64| seconds.min(MAX_WAIT_SECONDS));
                }
                "respond-async" => prefer.respond_async = true,
                _ => {}
            }
        }
        prefer
    }

    /// Returns how long to wait; `default` without a preference.
    pub(crate) fn wait_or(self, default: Duration) -> Duration {
        match (self.wait, self.respond_async) {
            (Some(seconds), _) => Duration::from_secs(seconds),
            (None, true) => Duration::ZERO,
            (None, false) => default,
        }
    }

    /// Returns the value of `Preference-Applied`.
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
impl utoipa::IntoParams for Prefer {
    fn into_params(
        _: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>,
    ) -> Vec<utoipa::openapi::path::Parameter> {
        let description = "`wait=N` waits up to N seconds (at most 25) for the end; `respond-async` does not wait \
            (RFC 7240).";
        super::header::header("Prefer", description, json!({"type": "string"}), Some(json!("wait=10")))
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
    fn preferences_are_parsed(
        #[case] given: &[&'static str],
        #[case] patience: u64,
        #[case] applied: Option<&str>,
    ) {
        let mut headers = HeaderMap::new();
        for value in given {
            headers.append(HEADER, HeaderValue::from_static(value));
        }
        let prefer = Prefer::of(&headers);
        assert_eq!(prefer.wait_or(Duration::from_secs(7)), Duration::from_secs(patience));
        assert_eq!(prefer.applied().as_ref().map(|value| value.to_str().unwrap()), applied);
    }
}
