//! Outgoing HTTP calls, database statements and mails, and the credentials that they carry.
//!
//! [`caller`] makes a call within its limits. [`egress`] checks every address, `redirect` follows redirects,
//! `body` limits what is read, `room` what all calls hold of it, and `error` translates errors for API clients. [`builder`] configures the
//! client, [`auth`] adds credentials to requests, [`database`] runs statements and [`mail`] sends mails.

pub mod auth;
mod body;
pub mod builder;
pub mod caller;
pub mod database;
mod decompress;
pub mod egress;
mod error;
pub mod mail;
mod redirect;
mod request;
mod room;
mod tunnel;

pub use self::{
    auth::Authorization,
    builder::{BuildError, Builder},
    caller::ReqwestCaller,
    database::Databases,
    mail::Mails,
};
