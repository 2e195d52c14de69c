//! Generates the document from what the handlers and types say of themselves.

use utoipa::{OpenApi, PartialSchema};

use super::{
    complete::complete,
    examples::{self, Answered},
};
use crate::{
    document::ProblemDocument,
    http::router::{self, Described},
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
    let mut document = base();
    document.merge(Described::openapi());
    for (path, alias) in router::aliases() {
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
