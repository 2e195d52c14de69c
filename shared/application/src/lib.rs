//! What callers can ask for, one function a file, over the [ports](port).
//!
//! A use case decides who may, reads, decides, writes, and says why not in a [`Refusal`]. It knows no HTTP: the API's
//! routes translate both ways.

pub mod abandon;
pub mod account;
pub mod account_event;
pub mod analytics;
pub mod api_key;
pub mod audit;
pub mod close_account;
pub mod config;
mod edit;
pub mod execution;
mod expected;
pub mod follow;
mod idempotency;
pub mod notify;
pub mod numbered;
mod operation;
pub mod port;
pub mod project;
mod refusal;
pub mod task;
pub mod template;
pub mod tick;

pub use self::{
    edit::Edit,
    expected::Expected,
    idempotency::GivenKey,
    operation::Operation,
    refusal::{Refusal, Unmet},
};
