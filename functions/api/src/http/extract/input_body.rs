//! The optional body of a route that runs a saved task: its input.

use std::sync::Arc;

use axum::extract::{FromRequest, Request};
use beadle_values::{
    body as table,
    body::{object, otherwise},
    violation::Path,
};
use serde_json::{Map, Value};

use super::body;
use crate::{http::Problem, state::Api};

table! {
    /// The input of an execution.
    pub(crate) struct RunBody as "RunRequest" {
        /// Values of `${input…}`; they replace those of the task.
        input: Map<String, Value> = otherwise(object(), Map::new),
    }
    example {"input": {"user": {"id": 7}}}
}

/// An input; empty if there is no body.
pub(crate) struct InputBody {
    /// The members of `input`.
    pub(crate) input: Map<String, Value>,
}

/// A body of type `application/json` that may be left out; then it is an empty object.
pub(crate) struct OptionalBody(pub(crate) Value);

impl FromRequest<Arc<Api>> for OptionalBody {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Arc<Api>) -> Result<Self, Problem> {
        optional(request).await.map(Self)
    }
}

async fn optional(request: Request) -> Result<Value, Problem> {
    let headers = request.headers().clone();
    let bytes = body::read(request).await?;
    if bytes.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    body::check_type(&headers, &["application/json"])?;
    body::parse(&bytes)
}

impl FromRequest<Arc<Api>> for InputBody {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Arc<Api>) -> Result<Self, Problem> {
        let body = optional(request).await?;
        let RunBody { input } = RunBody::parse(&body, &Path::body())?;
        Ok(Self { input })
    }
}
