//! The egress guard at work: every connection goes to an address that the policy has seen.
//!
//! [`guard`] asks the policy about hosts before anything is sent, and stands in front of the resolver, so that an address
//! is judged at the moment it is connected to: a name that changes its answer in between gains nothing. A host that is
//! an address is judged before, because the HTTP client does not resolve those. [`resolver`] is the system's resolver.

pub mod guard;
pub mod resolver;

pub use self::{
    guard::{Guard, LookupError},
    resolver::SystemResolver,
};
