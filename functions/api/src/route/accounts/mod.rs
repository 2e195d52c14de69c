//! Routes of accounts.

pub(crate) mod get;
pub(crate) mod set;
pub(crate) mod top_up;
