//! A call of an execution: the request of an attempt ([`fn@prepare`]) and the evaluation of the response
//! ([`fn@judge`]).
//!
//! Both are pure; the call itself is made through the ports `HttpCaller` and `DatabaseCaller`, after the
//! authentication that [`auth`] describes. Nothing of a response is stored before a [`Redactor`] has removed
//! the attempt's secrets.

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

/// The maximum size of a response body, in bytes after decompression.
pub const MAX_BODY: usize = 256 * 1024;

/// The maximum number of redirects.
pub const MAX_REDIRECTS: u8 = 3;
