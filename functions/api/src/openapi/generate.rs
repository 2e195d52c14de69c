//! Generates the document from what the handlers and types say of themselves.

use std::sync::Arc;

use utoipa::{OpenApi, PartialSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    complete::complete,
    examples::{self, Answered},
};
use crate::{
    document::ProblemDocument,
    route::{
        accounts, analytics, api_keys, audit, automated, configs, events, execute, executions, health,
        numbered, schedules, tasks, templates,
    },
    state::Api,
};

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
        (name = "automated tasks", description = "Tasks as clients of the Automated Task System know them"),
        (name = "numbered tasks", description = "Tasks that take some minutes, known by integers (TaskTrack)"),
        (name = "events", description = "What happened to users elsewhere"),
        (name = "analytics", description = "What tasks and executions come to"),
        (name = "audit", description = "Who did what"),
        (name = "templates", description = "Prepared tasks"),
        (name = "accounts", description = "What users may use, what they use, and what it costs in credits"),
        (name = "schedules", description = "When tasks run"),
        (name = "health", description = "Whether the service lives"),
    )
)]
struct Base;

/// What the document says beside the routes.
fn base() -> utoipa::openapi::OpenApi {
    let mut document = Base::openapi();
    let components = document.components.get_or_insert_default();
    components.schemas.insert("Problem".to_owned(), ProblemDocument::schema());
    document
}

/// The document as the routes describe it, in the form it is checked in, with what they answered as examples.
///
/// # Errors
/// Those of the serializer.
pub(crate) fn generate(answered: &[Answered]) -> Result<String, serde_json::Error> {
    let (_, mut document) = described().split_for_parts();
    for (path, alias) in numbered::ALIASES {
        if let Some(mut item) = document.paths.paths.get(path).cloned() {
            for operation in [&mut item.get, &mut item.post, &mut item.patch, &mut item.delete] {
                let named = operation.as_mut().and_then(|operation| operation.operation_id.as_mut());
                named.into_iter().for_each(|id| id.push_str("_at_root"));
            }
            document.paths.paths.insert(alias.to_owned(), item);
        }
    }
    let mut document = serde_json::to_value(document)?;
    complete(&mut document);
    examples::add(&mut document, answered);
    Ok(serde_json::to_string_pretty(&document)? + "\n")
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
        .routes(routes!(tasks::complete::complete))
        .routes(routes!(tasks::complete::reopen))
        .routes(routes!(tasks::restore::restore))
        .routes(routes!(tasks::batch::create))
        .routes(routes!(tasks::logs::logs))
        .routes(routes!(tasks::calendar::one))
        .routes(routes!(tasks::calendar::all))
        .routes(routes!(tasks::graph::graph))
        .routes(routes!(tasks::upcoming::upcoming))
        .routes(routes!(tasks::executions::executions))
        .routes(routes!(executions::list::list))
        .routes(routes!(executions::get::get))
        .routes(routes!(executions::batch::execute))
        .routes(routes!(executions::replay::replay))
        .routes(routes!(executions::logs::logs))
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
        .routes(routes!(automated::list::list, automated::create::create))
        .routes(routes!(automated::get::get, automated::update::update, automated::delete::delete))
        .routes(routes!(automated::stats::stats))
        .routes(routes!(automated::execute::execute))
        .routes(routes!(automated::logs::logs))
        .routes(routes!(numbered::list::list, numbered::create::create))
        .routes(routes!(numbered::get::get, numbered::update::update, numbered::delete::delete))
        .routes(routes!(events::tell))
        .routes(routes!(analytics::analytics))
        .routes(routes!(analytics::stats))
        .routes(routes!(audit::list))
        .routes(routes!(tasks::from_template::create))
        .routes(routes!(templates::list::list, templates::create::create))
        .routes(routes!(templates::get::get, templates::update::set, templates::delete::delete))
        .routes(routes!(accounts::get::get))
        .routes(routes!(accounts::get::limits))
        .routes(routes!(accounts::set::set))
        .routes(routes!(accounts::top_up::top_up))
        .routes(routes!(schedules::preview))
        .routes(routes!(health::health))
        .routes(routes!(health::detailed))
}
