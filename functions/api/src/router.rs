//! Which path leads to which route.

use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    extract::Request,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderValue, StatusCode, header};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    layer::Edge,
    openapi,
    problem::Problem,
    route::{configs, execute, executions, health, schedules, tasks},
    state::Api,
};

/// The API as a service: for Lambda, for one machine, and for tests.
pub fn router(api: Api) -> Router {
    let api = Arc::new(api);
    let (routes, _) = routes().split_for_parts();
    routes
        .route("/openapi.json", get(document))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(Edge(Arc::clone(&api)))
        .with_state(api)
}

/// Every route of the document, with the document.
pub(crate) fn routes() -> OpenApiRouter<Arc<Api>> {
    OpenApiRouter::with_openapi(openapi::base())
        .routes(routes!(execute::execute))
        .routes(routes!(execute::execute_at_tasks))
        .routes(routes!(tasks::list::list, tasks::create::create))
        .routes(routes!(tasks::get::get, tasks::update::set, tasks::update::patch, tasks::delete::delete))
        .routes(routes!(tasks::execute::execute))
        .routes(routes!(tasks::cancel::cancel))
        .routes(routes!(tasks::pause::pause))
        .routes(routes!(tasks::pause::resume))
        .routes(routes!(tasks::upcoming::upcoming))
        .routes(routes!(tasks::executions::executions))
        .routes(routes!(executions::list::list))
        .routes(routes!(executions::get::get))
        .routes(routes!(executions::explain::explain))
        .routes(routes!(executions::cancel::cancel))
        .routes(routes!(executions::retry::retry))
        .routes(routes!(configs::list::list, configs::create::create))
        .routes(routes!(
            configs::get::get,
            configs::update::set,
            configs::update::patch,
            configs::delete::delete
        ))
        .routes(routes!(configs::gate::gate))
        .routes(routes!(configs::gate::reset))
        .routes(routes!(schedules::preview))
        .routes(routes!(health::health))
        .routes(routes!(health::detailed))
}

async fn document() -> Response {
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    (headers, Bytes::from_static(openapi::DOCUMENT.as_bytes())).into_response()
}

async fn not_found(request: Request) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no_such_route", "There is nothing at this path")
        .member("path", request.uri().path())
}

async fn method_not_allowed(request: Request) -> Problem {
    let detail = "This path does not take this method; the Allow header lists those it takes";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail)
        .member("method", request.method().as_str())
}
