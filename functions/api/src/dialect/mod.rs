//! Dialects: the APIs of other task services, for their clients. Each dialect is complete in its own folder.

pub(crate) mod ats;
pub(crate) mod tasktrack;
