//! The services: what callers can ask for and what the system does by itself, over the [ports](port).
//!
//! A service is a struct whose public fields are its ports, and [`Ports::services`] fills all of
//! them from one set of ports. A method checks access, reads, decides, writes and audits, and returns an [`Error`] that says why
//! it did not. Services know no HTTP: the API translates both ways.

pub mod account;
pub mod alert;
pub mod api_key;
pub mod audit;
pub mod batch;
pub mod calendar;
mod call;
pub mod callback;
pub mod code;
pub mod config;
mod conflict;
pub mod dead_letter;
mod defaults;
mod edit;
mod error;
pub mod execution;
mod expected;
pub mod follow_up;
pub mod function;
pub mod hook;
mod idempotency;
mod many;
pub mod notify;
mod operation;
pub mod order;
pub mod pause;
pub mod port;
pub mod project;
pub mod report;
mod resource_key;
mod services;
pub mod task;
pub mod tasktrack;
pub mod template;
pub mod tick;
pub mod transfer;
pub mod watch;

pub use self::{
    call::Call,
    defaults::PolicyDefaults,
    edit::Edit,
    error::{Error, Unmet},
    expected::Expected,
    idempotency::IdempotencyKey,
    many::Total,
    operation::Operation,
    services::{Policies, Ports, Services, WholeStore},
};
