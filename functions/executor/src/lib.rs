//! Runs executions: parse, claim, admit, prepare, run, judge, settle.
//!
//! [`Executor`] drives one message through the stages, each of which turns the type of the one before into its own, so that
//! none can be left out; read [`stage`] for the chain and [`batch`] for how the messages of an invocation share it.

pub mod batch;
pub mod error;
pub mod executor;
pub mod gate;
#[cfg(feature = "lambda")]
pub mod lambda;
mod report;
pub mod stage;

pub use self::{
    batch::Record,
    error::HandleError,
    executor::{Executor, Ports},
    stage::admit::Admission,
};

#[cfg(test)]
mod tests;
