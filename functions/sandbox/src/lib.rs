//! Runs functions and scripts for the executor, in a virtual machine of their owner.
//!
//! The role of this function has no permission, and its execution environments are never shared between tenants. What the
//! executor sends is all that it knows; what it answers is all that leaves it, but for the calls of functions.

pub mod handler;
pub mod scratch;

pub use self::handler::Handler;
