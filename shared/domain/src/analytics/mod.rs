//! What an owner's executions came to, from the hours that the projector adds up: never from the executions themselves.

pub mod report;
pub mod sketch;

pub use self::report::{Day, Report, Window};
