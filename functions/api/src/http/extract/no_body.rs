//! The body of a route that takes none: empty, or an empty object. Anything else is refused.

use std::sync::Arc;

use axum::extract::{FromRequest, Request};
use beadle_values::violation::{Path, Violation, Violations};
use serde_json::Value;

use super::body;
use crate::{http::Problem, state::Api};

/// An empty body.
pub(crate) struct NoBody;

impl FromRequest<Arc<Api>> for NoBody {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Arc<Api>) -> Result<Self, Problem> {
        let (parts, content) = request.into_parts();
        let bytes = body::read(Request::from_parts(parts.clone(), content)).await?;
        if bytes.is_empty() {
            return Ok(Self);
        }
        body::check_type(&parts.headers, &["application/json"])?;
        match body::parse(&bytes)? {
            Value::Object(members) => {
                let mut violations = Violations::new();
                for name in members.keys() {
                    violations.add(Path::body().key(name), "unknown_field", "unknown field");
                }
                Ok(violations.into_result(Self)?)
            }
            _ => Err(Violation::new(Path::body(), "type_error", "must be empty").into()),
        }
    }
}
