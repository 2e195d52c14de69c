//! Settings of a destination that are not part of a single call: authentication ([`auth`]; during an attempt
//! [`credential`]), allowed addresses ([`egress`]) and the proxy in between ([`proxy`]).

pub mod auth;
pub mod credential;
pub mod egress;
pub mod proxy;

pub use self::{
    auth::Auth,
    credential::Credential,
    egress::EgressScope,
    proxy::{Proxy, ProxyRoute},
};
