//! Generates the document from what the handlers and types say of themselves.

use std::sync::Arc;

use utoipa::{
    OpenApi, PartialSchema,
    openapi::{
        Content, PathItem, Ref, RefOr, Response,
        path::Operation,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    document::ProblemDocument,
    route::{api_keys, configs, execute, executions, health, schedules, tasks},
    state::Api,
};

const BEARER: &str = "bearer";
const API_KEY: &str = "api_key";
const PROBLEM: &str = "Problem";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Beadle",
        description = "Runs your tasks on time, in your own AWS account, for what they really cost.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    tags(
        (name = "executions", description = "One run of a task, or of a request that is not saved"),
        (name = "tasks", description = "Saved definitions: what to run, when, and how hard to try"),
        (name = "configs", description = "Named profiles of destinations: address, credentials, policies, gates"),
        (name = "api-keys", description = "Credentials of a caller's own making"),
        (name = "schedules", description = "When tasks run"),
        (name = "health", description = "Whether the service lives"),
    )
)]
struct Base;

/// What the document says beside the routes.
fn base() -> utoipa::openapi::OpenApi {
    let mut document = Base::openapi();
    let components = document.components.get_or_insert_default();
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    components.add_security_scheme(BEARER, SecurityScheme::Http(bearer));
    let api_key = ApiKey::Header(ApiKeyValue::new("X-API-Key"));
    components.add_security_scheme(API_KEY, SecurityScheme::ApiKey(api_key));
    components.schemas.insert(PROBLEM.to_owned(), ProblemDocument::schema());
    document.security =
        Some([BEARER, API_KEY].map(|scheme| SecurityRequirement::new(scheme, Vec::<String>::new())).into());
    document
}

/// The document as the routes describe it, in the form it is checked in.
///
/// # Errors
/// Those of the serializer.
pub(crate) fn generate() -> Result<String, serde_json::Error> {
    let (_, mut document) = described().split_for_parts();
    document.paths.paths.values_mut().flat_map(operations).for_each(describe_problems);
    Ok(document.to_pretty_json()? + "\n")
}

/// The routes as their handlers describe them.
fn described() -> OpenApiRouter<Arc<Api>> {
    OpenApiRouter::with_openapi(base())
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
        .routes(routes!(api_keys::list::list, api_keys::create::create))
        .routes(routes!(api_keys::delete::delete))
        .routes(routes!(schedules::preview))
        .routes(routes!(health::health))
        .routes(routes!(health::detailed))
}

fn operations(path: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, patch, .. } = path;
    [get, put, post, delete, patch].into_iter().flatten()
}

/// Every refusal is a problem, those that a route does not mention too.
fn describe_problems(operation: &mut Operation) {
    let content = || Content::builder().schema(Some(Ref::from_schema_name(PROBLEM))).build();
    let responses = &mut operation.responses.responses;
    for (status, response) in responses.iter_mut() {
        if let RefOr::T(response) = response
            && status.starts_with(['4', '5'])
            && response.content.is_empty()
        {
            response.content.insert("application/problem+json".to_owned(), content().into());
        }
    }
    let mut any = Response::new("Any other refusal");
    any.content.insert("application/problem+json".to_owned(), content().into());
    responses.insert("default".to_owned(), any.into());
}
