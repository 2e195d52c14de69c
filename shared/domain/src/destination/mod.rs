//! What is said about a destination beside the single call: who calls ([`auth`]; during an attempt [`credential`]) and
//! where calls may go ([`egress`]).

pub mod auth;
pub mod credential;
pub mod egress;

pub use self::{auth::Auth, credential::Credential, egress::EgressScope};
