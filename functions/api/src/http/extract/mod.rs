//! Extractors for the parts of a request. Each rejects an invalid part with a problem.

mod body;
#[cfg(test)]
mod header;
mod id;
mod idempotency_key;
mod if_match;
mod input_body;
mod json_body;
mod no_body;
mod prefer;
mod query;
mod start_headers;
mod trace_parent;

#[cfg(test)]
pub(crate) use self::input_body::RunBody;
pub(crate) use self::{
    body::{parse as json_of, read_as as body_of, read_within as raw_body},
    id::{
        ApiKeyPath, BatchPath, CalendarPath, DestinationPath, ExecutionPath, FunctionPath,
        FunctionVersionPath, NumberPath, OwnerPath, TaskOrExecution, TaskPath, TemplatePath,
    },
    idempotency_key::IdempotencyKey,
    if_match::IfMatch,
    input_body::{InputBody, OptionalBody},
    json_body::{JsonBody, MergePatch, UploadBody},
    no_body::NoBody,
    prefer::{APPLIED as PREFERENCE_APPLIED, MAX_WAIT_SECONDS, Prefer},
    query::{
        OwnerParameters, PageParameters, Query, check_span, config_id, cursor, next_link, task_id, up_to,
        user,
    },
    start_headers::StartHeaders,
};
