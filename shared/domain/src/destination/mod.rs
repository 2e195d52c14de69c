//! What is said about a destination beside the single call: who calls ([`auth`]) and where calls may go ([`egress`]).

pub mod auth;
pub mod egress;

pub use self::{auth::Auth, egress::EgressScope};
