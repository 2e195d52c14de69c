//! Alerts of the caller.

pub(crate) mod get;
pub(crate) mod set;
pub(crate) mod state;

mod response;
