//! Destinations: named profiles of what tasks call. On the wire they are called configs.

pub(crate) mod response;

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod gate;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod update;
