//! What the routes share: authentication, layers, extractors, problems, the list of routes, and helpers for
//! responses.

mod accept_encoding;
pub mod auth;
pub(crate) mod batch;
pub(crate) mod client;
mod compression;
mod console;
mod docs;
pub(crate) mod extract;
pub(crate) mod health;
pub(crate) mod idempotent;
pub(crate) mod layer;
pub(crate) mod limiter;
pub(crate) mod masked;
pub(crate) mod metrics;
pub(crate) mod openapi;
pub(crate) mod page;
pub(crate) mod precompressed;
mod problem;
pub(crate) mod respond;
pub(crate) mod router;
pub(crate) mod started;

pub(crate) use self::{
    auth::Caller,
    batch::Batch,
    extract::{
        ApiKeyPath, BatchPath, CalendarPath, DestinationPath, ExecutionPath, FunctionPath,
        FunctionVersionPath, IdempotencyKey, IfMatch, InputBody, JsonBody, MAX_WAIT_SECONDS, MergePatch,
        NoBody, NumberPath, OptionalBody, OwnerParameters, OwnerPath, PREFERENCE_APPLIED, PageParameters,
        Prefer, Query, StartHeaders, TaskOrExecution, TaskPath, TemplatePath, UploadBody, body_of, json_of,
        raw_body,
    },
    problem::Problem,
};
