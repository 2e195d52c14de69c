//! Functions that tasks of type `custom` call.

pub(crate) mod current;
pub(crate) mod delete;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod response;
pub(crate) mod test;
pub(crate) mod upload;
pub(crate) mod version;
