//! The egress guard's rules: which addresses, ports and names calls may go to.
//!
//! [`reserved`] is the table of addresses that are no destination, [`ports`] the one of ports; [`policy`] judges with them.
//! The rules are pure; `shared/outbound` asks them with every address that a connection is about to be made to.

pub mod policy;
pub mod ports;
pub mod reserved;

pub use self::policy::{EgressPolicy, Refusal};
