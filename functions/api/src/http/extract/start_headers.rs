//! The headers of a route that starts an execution.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use beadle_domain::call::trace::TraceParent;
use http::request::Parts;

use super::{IdempotencyKey, Prefer, trace_parent::GivenTrace};
use crate::{http::Problem, state::Api};

/// `Idempotency-Key`, `Prefer` and `traceparent`.
pub(crate) struct StartHeaders {
    /// Identifies the request.
    pub(crate) key: IdempotencyKey,
    /// How long to wait for the execution to end.
    pub(crate) prefer: Prefer,
    /// The caller's place in a trace.
    pub(crate) trace: Option<TraceParent>,
}

impl FromRequestParts<Arc<Api>> for StartHeaders {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Problem> {
        let key = IdempotencyKey::from_request_parts(parts, api).await?;
        let Ok(prefer) = Prefer::from_request_parts(parts, api).await;
        let Ok(GivenTrace(trace)) = GivenTrace::from_request_parts(parts, api).await;
        Ok(Self { key, prefer, trace })
    }
}

#[cfg(test)]
impl utoipa::IntoParams for StartHeaders {
    fn into_params(
        place: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>,
    ) -> Vec<utoipa::openapi::path::Parameter> {
        [IdempotencyKey::into_params(&place), Prefer::into_params(&place), GivenTrace::into_params(&place)]
            .concat()
    }
}
