//! `Idempotency-Key`: identifies a request, so that repeating it has no second effect.

use std::sync::Arc;

use aws_lc_rs::digest;
use axum::extract::FromRequestParts;
use beadle_domain::execution::IdempotencyStamp;
use beadle_values::{
    hexadecimal,
    violation::{Path, Violation},
};
use http::request::Parts;
use serde::Serialize;
#[cfg(test)]
use serde_json::json;

use crate::{http::Problem, state::Api};

const HEADER: &str = "idempotency-key";
const MAX_LENGTH: usize = 255;

/// Number of digest bytes that are stored: enough to rule out accidental collisions.
const DIGEST_BYTES: usize = 16;

/// The key, if there is one: 1 to 255 visible ASCII characters.
#[derive(Clone)]
pub(crate) struct IdempotencyKey(Option<String>);

impl IdempotencyKey {
    /// Returns the key scoped to `route` and to what was `asked`: the request as it was read, so that neither the
    /// order of its members nor white space nor another name of a member makes it another one.
    ///
    /// # Errors
    /// [`Problem::internal`] if `asked` can't be written.
    pub(crate) fn scoped(
        self,
        route: impl Into<String>,
        asked: &impl Serialize,
    ) -> Result<Option<beadle_application::IdempotencyKey>, Problem> {
        let Some(key) = self.0 else { return Ok(None) };
        let stamp = IdempotencyStamp { key, body_digest: fingerprint(asked)? };
        Ok(Some(beadle_application::IdempotencyKey { route: route.into(), stamp }))
    }
}

/// The digest of `asked` with the members of each object in the order of their names.
fn fingerprint(asked: &impl Serialize) -> Result<String, Problem> {
    let mut document = serde_json::to_value(asked).map_err(|error| {
        tracing::error!(%error, "failed to write a request for the digest of its key");
        Problem::internal()
    })?;
    document.sort_all_objects();
    let digest = digest::digest(&digest::SHA256, document.to_string().as_bytes());
    Ok(hexadecimal::write(digest.as_ref().iter().take(DIGEST_BYTES).copied()))
}

impl FromRequestParts<Arc<Api>> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Api>) -> Result<Self, Problem> {
        let mut values = parts.headers.get_all(HEADER).iter();
        let Some(value) = values.next() else { return Ok(Self(None)) };
        let text = value.to_str().ok().filter(|text| {
            (1..=MAX_LENGTH).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
        });
        match (text, values.next()) {
            (Some(text), None) => Ok(Self(Some(text.to_owned()))),
            _ => {
                let message = format!("must be one key of 1 to {MAX_LENGTH} visible ASCII characters");
                let path = Path::of("header").key(HEADER);
                Err(Violation::new(path, "idempotency_key", message).hint("such as a UUID").into())
            }
        }
    }
}

#[cfg(test)]
impl utoipa::IntoParams for IdempotencyKey {
    fn into_params(
        _: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>,
    ) -> Vec<utoipa::openapi::path::Parameter> {
        let description = "A name for this request, 1 to 255 visible ASCII characters: repeating it has no second \
            effect, and the answer\nsays `Idempotency-Replayed: true`. The same name for another request is a 422; the order of its \
            members, their other names and white space do not make it another one.";
        let schema =
            json!({"type": "string", "minLength": 1, "maxLength": MAX_LENGTH, "pattern": "^[!-~]+$"});
        super::header::header("Idempotency-Key", description, schema, None)
    }
}
