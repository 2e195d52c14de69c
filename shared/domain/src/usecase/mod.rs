//! What callers can ask for, one function a file, over the [ports](crate::port).
//!
//! A use case decides who may, reads, decides, writes, and says why not in a [`Refusal`]. It knows no HTTP: the API's
//! routes translate both ways.

pub mod abandon;
pub mod execution;
mod idempotency;
mod operation;
pub mod project;
mod refusal;
pub mod task;
pub mod tick;

pub use self::{idempotency::GivenKey, operation::Operation, refusal::Refusal};
