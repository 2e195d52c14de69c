//! Accounts: subscription levels, limits, credits, and the events that change them.

pub(crate) mod events;
pub(crate) mod get;
pub(crate) mod response;
pub(crate) mod set;
pub(crate) mod top_up;
