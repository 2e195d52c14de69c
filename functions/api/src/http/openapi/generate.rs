//! Generates the document from the descriptions of handlers and types.

use utoipa::{OpenApi, PartialSchema};

use super::{
    complete::complete,
    examples::{self, RecordedResponse},
    problem::ProblemDocument,
    v1,
};
use crate::http::router::{self, Described};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Beadle",
        description = "Runs your tasks on time, in your own AWS account, for what they really cost.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    tags(
        (name = "executions", description = "Runs of tasks and of requests that are not saved"),
        (name = "batches", description = "Executions that are counted together, and what runs once all of them have ended"),
        (name = "tasks", description = "Saved definitions: what to run, when, and with which retries"),
        (name = "monitors", description = "Jobs that run elsewhere and are missed when they do not ping"),
        (name = "alerts", description = "Rules for what is worth an alarm, and whom to tell"),
        (name = "configs", description = "Named profiles of destinations: address, credentials, policies, gates"),
        (name = "api-keys", description = "API keys of callers"),
        (name = "automated tasks", description = "Tasks in the dialect of the Automated Task System"),
        (name = "numbered tasks", description = "Tasks that take some minutes and are identified by integers (TaskTrack)"),
        (name = "events", description = "Events about users from other systems"),
        (name = "analytics", description = "Statistics of tasks and executions"),
        (name = "audit", description = "The audit trail"),
        (name = "templates", description = "Templates for tasks"),
        (name = "accounts", description = "Limits, usage and credits of users"),
        (name = "moving", description = "What a user has, as records that another service imports"),
        (name = "schedules", description = "Schedules of tasks"),
        (name = "health", description = "Health of the service"),
    )
)]
struct Base;

/// Returns the document without routes.
fn base() -> utoipa::openapi::OpenApi {
    let mut document = Base::openapi();
    let components = document.components.get_or_insert_default();
    components.schemas.insert("Problem".to_owned(), ProblemDocument::schema());
    document
}

/// The documents in the form that is checked in.
pub(crate) struct Documents {
    /// All routes.
    pub(crate) whole: String,
    /// The routes that clients are generated from.
    pub(crate) v1: String,
}

/// Generates the documents, with the recorded responses as examples.
///
/// # Errors
/// Errors of the serializer.
pub(crate) fn generate(recorded: &[RecordedResponse]) -> Result<Documents, serde_json::Error> {
    let mut document = base();
    document.merge(Described::openapi());
    for (path, alias) in router::aliases() {
        if let Some(mut item) = document.paths.paths.get(path).cloned() {
            for operation in [&mut item.get, &mut item.post, &mut item.patch, &mut item.delete] {
                let named = operation.as_mut().and_then(|operation| operation.operation_id.as_mut());
                // The alias of a replay is no root.
                let suffix = if alias.starts_with("/api/v1/") { "_again" } else { "_at_root" };
                named.into_iter().for_each(|id| id.push_str(suffix));
            }
            document.paths.paths.insert(alias.to_owned(), item);
        }
    }
    let mut document = serde_json::to_value(document)?;
    complete(&mut document);
    examples::add(&mut document, recorded);
    let whole = serde_json::to_string_pretty(&document)? + "\n";
    let aliases: Vec<&str> = router::aliases().map(|(_, alias)| alias).collect();
    let v1 = serde_json::to_string_pretty(&v1::part(document, &aliases))? + "\n";
    Ok(Documents { whole, v1 })
}
