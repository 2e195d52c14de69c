//! `traceparent` (W3C Trace Context level 1, section 3.2): the caller's place in a trace.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use beadle_domain::call::trace::TraceParent;
use http::{HeaderMap, request::Parts};
#[cfg(test)]
use serde_json::json;

const HEADER: &str = "traceparent";

/// The caller's place in a trace. One that is invalid or given twice is ignored, as the specification requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct GivenTrace(pub(crate) Option<TraceParent>);

impl GivenTrace {
    fn of(headers: &HeaderMap) -> Self {
        let mut values = headers.get_all(HEADER).iter();
        match (values.next(), values.next()) {
            (Some(value), None) => Self(value.to_str().ok().and_then(|text| text.trim().parse().ok())),
            _ => Self(None),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for GivenTrace {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

#[cfg(test)]
impl utoipa::IntoParams for GivenTrace {
    fn into_params(
        _: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>,
    ) -> Vec<utoipa::openapi::path::Parameter> {
        let description = "The caller's place in a trace (W3C Trace Context): the calls of the execution continue it. \
            What is invalid is ignored.";
        let example = json!("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        super::header::header("traceparent", description, json!({"type": "string"}), Some(example))
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    fn given(values: &[&'static str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(HEADER, HeaderValue::from_static(value));
        }
        GivenTrace::of(&headers).0.map(|parent| parent.to_string())
    }

    #[test]
    fn one_valid_header_is_taken_and_anything_else_is_ignored() {
        assert_eq!(given(&[PARENT]).as_deref(), Some(PARENT));
        for ignored in [&[][..], &["none"], &[""], &[PARENT, PARENT]] {
            assert_eq!(given(ignored), None, "{ignored:?}");
        }
    }
}
