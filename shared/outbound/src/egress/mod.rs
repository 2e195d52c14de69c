//! The egress guard: every connection goes to an address that the policy has checked.
//!
//! [`guard`] checks hosts before anything is sent, and wraps the resolver, so that an address is checked at
//! the moment it is connected to; a name that resolves differently the second time gains nothing. A host
//! that is an address is checked beforehand, because the HTTP client does not resolve it. [`resolver`] is
//! the system's resolver.

pub mod guard;
pub mod resolver;

pub use self::{
    guard::{Guard, LookupError},
    resolver::SystemResolver,
};
