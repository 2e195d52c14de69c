//! Routes of accounts.

pub(crate) mod events;
pub(crate) mod get;
mod response;
pub(crate) mod set;
pub(crate) mod top_up;
