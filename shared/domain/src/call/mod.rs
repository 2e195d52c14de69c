//! A call of an execution: what is sent for an attempt ([`prepare`]) and what an answer comes to ([`judge`]).
//!
//! Both are pure; the call itself is made through the ports `HttpCaller` and `DatabaseCaller`, after
//! what [`auth`] says was done. Nothing of an answer is kept before a [`Redactor`] took the secrets of the attempt out.

pub mod credentials;
mod http;
mod identity;
mod judge;
mod kept;
mod named;
mod prepare;
mod redact;
mod result;
mod retry_after;
mod statement;
pub mod trace;

pub use self::{
    http::{CallError, CallLimits, HttpRequest, HttpResponse},
    identity::{SaidBy, auth, credential, signing_secrets},
    judge::{judge, judge_database},
    kept::{MAX_EXTRACTED, MAX_KEPT, MAX_KEPT_HEADERS},
    named::{names_dependencies, secrets, secrets_of_config},
    prepare::{Outgoing, Values, prepare},
    redact::Redactor,
    result::{ResultBody, brief_result, result, result_value},
    retry_after::retry_after,
    statement::{Column, DatabaseAnswer, DatabaseError, DatabaseLimits, DatabaseRequest},
};

/// How much of a response body is read, in bytes after decompression.
pub const MAX_BODY: usize = 256 * 1024;

/// How many redirects are followed.
pub const MAX_REDIRECTS: u8 = 3;
