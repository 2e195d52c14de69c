//! Configs: create, read, change and delete them, and operate their gates.

mod create;
mod delete;
mod edit;
mod ensure_usable;
mod gate;
mod service;
mod update;

pub use self::{create::Created, gate::GateWithKeys, service::ConfigService};
pub(crate) use self::{ensure_usable::ensure_usable, gate::gate_view};
