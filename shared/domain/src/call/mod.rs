//! A call of an execution: the request of an attempt ([`fn@prepare`]) and the evaluation of its response
//! ([`fn@evaluate`]).
//!
//! Both are pure. The call itself is made through the ports `HttpCaller`, `DatabaseCaller` and `MailSender`, with the
//! credentials that [`auth`] chooses. A [`Redactor`] removes the attempt's secrets from a response before
//! any of it is stored.

mod auth_source;
pub mod credentials;
mod evaluate;
mod http;
mod mail;
mod prepare;
mod redact;
mod references;
mod result;
mod retry_after;
mod sandbox;
mod statement;
mod stored_response;
pub mod trace;

pub use self::{
    auth_source::{AuthSource, auth, credential, signing_secrets},
    evaluate::{
        HeartbeatBody, Judged, Payload, Polled, Responded, Started, Transformation, evaluate,
        evaluate_database, evaluate_mail, judge_callback, judge_poll, judge_response, judge_start,
        read_heartbeat,
    },
    http::{CallError, CallLimits, HttpRequest, HttpResponse, ProxyError},
    mail::{MailError, MailReply, MailRequest},
    prepare::{JobStep, Outgoing, Values, prepare, prepare_job},
    redact::Redactor,
    references::{names_dependencies, secrets, secrets_of_config},
    result::{ResultBody, brief_result, result, result_value},
    retry_after::retry_after,
    sandbox::{FunctionCall, RunContext, RunResult, SandboxError, ScriptCall, evaluate_run},
    statement::{Column, DatabaseAnswer, DatabaseError, DatabaseLimits, DatabaseRequest},
    stored_response::{MAX_EXTRACTED, MAX_STORED, MAX_STORED_HEADERS},
};

/// How much of a response body is read, in bytes after decompression: what `response.extract` and `response.expect` see.
/// Of what is read at most [`MAX_STORED`] bytes are kept.
pub const MAX_BODY: usize = 5 * 1024 * 1024;
