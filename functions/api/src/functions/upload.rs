//! Upload a function.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_domain::function::UploadDraft;
use beadle_values::violation::Path;

use super::response::FunctionResponse;
use crate::{
    http::{Caller, FunctionPath, IfMatch, Problem, UploadBody, respond},
    state::Api,
};

/// Upload a function
///
/// For operators. The upload becomes a new version, which never changes, and the current one; the same upload again makes
/// the version that it equals the current one. The modules are parsed in the sandbox, and nothing of them runs.
#[cfg_attr(test, utoipa::path(
    put,
    path = "/api/v1/functions/{name}",
    operation_id = "upload_function",
    tag = "functions",
    params(("name" = String, Path, description = "The name of the function"), IfMatch),
    request_body = UploadDraft,
    responses(
        (status = 200, description = "The function has another current version", body = FunctionResponse<'_>),
        (status = 201, description = "The function is new", body = FunctionResponse<'_>),
        (status = 403, description = "Only operators may upload functions"),
        (status = 412, description = "The function has changed since it was read"),
        (status = 422, description = "The upload is invalid; all violations are listed, those of the source with module and line"),
        (status = 503, description = "This installation has no sandbox that could parse it"),
    )
))]
pub(crate) async fn upload(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    FunctionPath(name): FunctionPath,
    IfMatch(expected): IfMatch,
    UploadBody(body): UploadBody,
) -> Result<Response, Problem> {
    let path = Path::body();
    let draft = UploadDraft::parse(&body, &path)?;
    let plan = draft.plan().cloned();
    let upload = draft.complete(&path)?;
    let digest = upload.digest();
    let what = (&upload, &digest, plan.as_ref());
    let function = api.services.functions.upload(api.call(&by), &name, what, &expected).await?;
    let response = FunctionResponse::respond(&function);
    Ok(match function.version {
        1 => respond::created(response, format!("/api/v1/functions/{name}")),
        _ => response,
    })
}
