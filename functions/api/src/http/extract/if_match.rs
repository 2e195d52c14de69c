//! `If-Match` (RFC 9110 section 13.1.1): the versions to which a change may be applied.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use beadle_application::Expected;
use http::{header, request::Parts};
#[cfg(test)]
use serde_json::json;

use crate::{http::Problem, state::Api};

/// The expected versions.
pub(crate) struct IfMatch(pub(crate) Expected);

impl FromRequestParts<Arc<Api>> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Api>) -> Result<Self, Problem> {
        let mut given = parts.headers.get_all(header::IF_MATCH).iter().peekable();
        if given.peek().is_none() {
            return Ok(Self(Expected::Any));
        }
        let tags = given.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
        let mut versions = Vec::new();
        for tag in tags.map(str::trim) {
            if tag == "*" {
                return Ok(Self(Expected::Any));
            }
            versions.extend(version(tag));
        }
        Ok(Self(Expected::OneOf(versions)))
    }
}

/// Parses the version in a strong entity tag. Any other tag is not ours and matches nothing.
fn version(tag: &str) -> Option<u64> {
    tag.strip_prefix('"')?.strip_suffix('"')?.parse().ok()
}

#[cfg(test)]
impl utoipa::IntoParams for IfMatch {
    fn into_params(
        _: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>,
    ) -> Vec<utoipa::openapi::path::Parameter> {
        let description =
            "The `ETag` of what is changed, as it was read; a 412 says that it was changed since.";
        super::header::header("If-Match", description, json!({"type": "string"}), Some(json!("\"1\"")))
    }
}
