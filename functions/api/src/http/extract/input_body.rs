//! The optional body of a route that runs a saved task: its input.

use std::sync::Arc;

use axum::extract::{FromRequest, Request};
use beadle_domain::execution::request;
use beadle_values::violation::{Path, Violation, Violations};
use bytes::Bytes;
use serde_json::{Map, Value};

use super::body;
use crate::{http::Problem, state::Api};

/// An input; empty if there is no body.
pub(crate) struct InputBody {
    /// The members of `input`.
    pub(crate) input: Map<String, Value>,
    /// The bytes as received.
    pub(crate) bytes: Bytes,
}

impl FromRequest<Arc<Api>> for InputBody {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Arc<Api>) -> Result<Self, Problem> {
        let headers = request.headers().clone();
        let bytes = body::read(request).await?;
        if bytes.is_empty() {
            return Ok(Self { input: Map::new(), bytes });
        }
        body::check_type(&headers, &["application/json"])?;
        let Value::Object(members) = body::parse(&bytes)? else {
            return Err(Violation::new(Path::body(), "type_error", "must be a JSON object").into());
        };
        let path = Path::body();
        let mut violations = Violations::new();
        for name in members.keys().filter(|name| *name != "input") {
            let unknown = Violation::new(path.key(name), "unknown_field", "unknown field");
            violations.push(unknown.hint("members: input"));
        }
        let input = violations.take(request::object(&members, "input", &path)).unwrap_or_default();
        Ok(violations.into_result(Self { input, bytes })?)
    }
}
