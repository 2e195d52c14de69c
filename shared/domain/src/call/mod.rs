//! An HTTP call of an execution: what is sent for an attempt ([`prepare`]) and what an answer comes to ([`judge`]).
//!
//! Both are pure; the call itself is made through [`crate::port::HttpCaller`].

pub mod credentials;
mod judge;
mod kept;
mod prepare;
mod retry_after;
pub mod trace;

pub use self::{
    judge::judge,
    kept::{MAX_KEPT, MAX_KEPT_HEADERS},
    prepare::prepare,
    retry_after::retry_after,
};

/// How much of a response body is read, in bytes after decompression.
pub const MAX_BODY: usize = 256 * 1024;

/// How many redirects are followed.
pub const MAX_REDIRECTS: u8 = 3;
