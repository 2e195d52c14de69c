//! Runs executions: parse, claim, admit, prepare, pass the gates, run, evaluate, settle.
//!
//! [`Executor`] drives one message through the stages. Each stage consumes the type of the one before, so
//! that none can be skipped. Start with [`stage`] for the chain; [`batch`] shows how the messages of one
//! invocation share it.

pub mod batch;
mod code;
pub mod error;
pub mod executor;
pub mod gate;
#[cfg(feature = "lambda")]
pub mod lambda;
mod report;
pub mod stage;

pub use self::{
    batch::Record,
    code::Code,
    error::HandleError,
    executor::{Executor, Ports},
    stage::admit::Admission,
};

#[cfg(test)]
mod tests;
