//! Configs: named destination profiles.

pub(crate) mod response;

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod gate;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod update;
