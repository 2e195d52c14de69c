//! Serves the documents as the build has compressed them.

use axum::response::Response;
use http::HeaderMap;

use crate::http::{
    Problem,
    precompressed::{Caching, Precompressed, precompressed},
};

const JSON: &str = "application/json";

static WHOLE: Precompressed = precompressed!("openapi.json");
static V1: Precompressed = precompressed!("openapi.v1.json");
static PLAN: Precompressed = precompressed!("beadle.schema.json");

/// Serves the document of all routes.
pub(crate) async fn whole(request: HeaderMap) -> Result<Response, Problem> {
    WHOLE.respond(&request, JSON, Caching::Ask)
}

/// Serves the document that clients are generated from.
pub(crate) async fn v1(request: HeaderMap) -> Result<Response, Problem> {
    V1.respond(&request, JSON, Caching::Ask)
}

/// Serves the JSON Schema of the file of a plan.
pub(crate) async fn plan(request: HeaderMap) -> Result<Response, Problem> {
    PLAN.respond(&request, JSON, Caching::Ask)
}
