//! The rules of the egress guard: the addresses, ports and hosts to which calls may go.
//!
//! [`reserved`] is the table of addresses that are not public, [`ports`] that of blocked ports; [`policy`]
//! decides with them. The rules are pure; `shared/outbound` applies them to every address before it connects.

pub mod policy;
pub mod ports;
pub mod reserved;

pub use self::policy::{EgressError, EgressPolicy};
