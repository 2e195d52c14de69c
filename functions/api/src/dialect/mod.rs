//! What clients of other services speak, each dialect whole and closed.

pub(crate) mod ats;
pub(crate) mod tasktrack;
