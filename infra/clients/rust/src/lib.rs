//! A client of Beadle: requests that are repeated where that does no harm, waits, pages, webhooks, and jobs that answer
//! later.
//!
//! [`types`] has what every route below `/api/v1` takes and responds with, generated from `/openapi.v1.json`. Start at
//! [`Beadle`]; [`Receiver`] is the other side of tasks of type `wait`.

mod callback;
mod client;
mod error;
#[rustfmt::skip]
#[allow(
    clippy::all,
    clippy::doc_markdown,
    clippy::large_futures,
    clippy::redundant_clone,
    missing_docs,
    rust_2018_idioms,
    unused,
    reason = "generated"
)]
mod generated;
mod page;
mod receiver;
mod request;
mod retry;
mod webhook;

/// What routes take and respond with.
pub use self::generated::types;
pub use self::{
    callback::{Callback, ForeignCallback},
    client::{Beadle, Credentials},
    error::{Error, Problem},
    page::Page,
    receiver::{CALLBACK_HEADER, Job, Receiver, Work},
    request::Request,
    retry::RetryPolicy,
    webhook::{InvalidSignature, verify_webhook},
};
