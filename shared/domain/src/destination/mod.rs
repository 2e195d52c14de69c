//! Settings of a destination that are not part of a single call: authentication ([`auth`]; during an attempt
//! [`credential`]) and allowed addresses ([`egress`]).

pub mod auth;
pub mod credential;
pub mod egress;

pub use self::{auth::Auth, credential::Credential, egress::EgressScope};
