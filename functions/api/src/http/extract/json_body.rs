//! JSON bodies. They are parsed to a value, so that the domain can collect all violations.

use std::sync::Arc;

use axum::extract::{FromRequest, Request};
use serde_json::Value;

use super::body;
use crate::{http::Problem, state::Api};

/// A body of type `application/json`.
pub(crate) struct JsonBody {
    /// The parsed value.
    pub(crate) value: Value,
}

impl FromRequest<Arc<Api>> for JsonBody {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Arc<Api>) -> Result<Self, Problem> {
        read(request, &["application/json"]).await
    }
}

/// A body of type `application/merge-patch+json` (RFC 7396) or `application/json`.
pub(crate) struct MergePatch(pub(crate) Value);

impl FromRequest<Arc<Api>> for MergePatch {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Arc<Api>) -> Result<Self, Problem> {
        let body = read(request, &["application/merge-patch+json", "application/json"]).await?;
        Ok(Self(body.value))
    }
}

/// The body of an upload, of type `application/json`: it may be larger than others.
pub(crate) struct UploadBody(pub(crate) Value);

impl FromRequest<Arc<Api>> for UploadBody {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Arc<Api>) -> Result<Self, Problem> {
        body::check_type(request.headers(), &["application/json"])?;
        Ok(Self(body::parse(&body::read_upload(request).await?)?))
    }
}

async fn read(request: Request, accepted: &[&'static str]) -> Result<JsonBody, Problem> {
    body::check_type(request.headers(), accepted)?;
    let bytes = body::read(request).await?;
    Ok(JsonBody { value: body::parse(&bytes)? })
}
