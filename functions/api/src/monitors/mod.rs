//! Monitors: the pings of jobs that run elsewhere, and what was seen of them.

pub(crate) mod get;
pub(crate) mod ping;
mod response;
