//! What the routes share: who calls, what surrounds every request, what is read from it, and how it is answered.

pub mod auth;
pub(crate) mod batch;
mod docs;
mod extract;
pub(crate) mod health;
pub(crate) mod idempotent;
pub(crate) mod layer;
pub(crate) mod limiter;
pub mod openapi;
pub(crate) mod page;
mod problem;
pub(crate) mod respond;
pub(crate) mod router;
pub(crate) mod started;

pub(crate) use self::{
    auth::Caller,
    batch::Batch,
    extract::{
        ApiKeyPath, DestinationPath, ExecutionPath, IdempotencyKey, IfMatch, InputBody, JsonBody,
        LONGEST_WAIT, MergePatch, NoBody, NumberPath, OwnerPath, PREFERENCE_APPLIED, Prefer, Query,
        TaskOrExecution, TaskPath, TemplatePath,
    },
    problem::Problem,
};
