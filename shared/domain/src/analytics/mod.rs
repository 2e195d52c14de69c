//! Reports over an owner's executions, computed from the hourly counters of the projector and never from the
//! executions themselves.

pub mod report;
pub mod sketch;

pub use self::report::{Day, Report, Window};
