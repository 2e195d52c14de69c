//! The stages of an execution, one file each:
//! `Parsed → Claimed → Admitted → Prepared → Passed → CallResult → Evaluated`.
//!
//! A stage that ends the attempt early hands an [`evaluate::Evaluated`] straight to [`settle`].

mod abandon;
pub mod admit;
pub mod claim;
pub mod evaluate;
pub mod gate;
mod hand_over;
mod job;
pub mod look_after;
pub mod parse;
pub mod prepare;
mod rule;
pub mod run;
pub mod settle;
pub mod simulate;
pub mod tick;

pub(crate) use self::job::{GateReport, Job, Redaction};
