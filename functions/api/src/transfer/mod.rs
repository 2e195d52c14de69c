//! Moving what the caller has to another service, and from it.

pub(crate) mod export;
pub(crate) mod import;
