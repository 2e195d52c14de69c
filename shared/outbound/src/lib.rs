//! What goes out to the world: HTTP calls and statements for databases, and who calls.
//!
//! [`caller`] makes a call within its limits; it asks [`egress`] whether it may, `redirect` where to go on, `body` to read no
//! more than it may, and `fault` for words that a caller may read. [`builder`] is where the client's settings are. [`auth`]
//! puts credentials on requests; [`database`] runs statements.

pub mod auth;
mod body;
pub mod builder;
pub mod caller;
pub mod database;
pub mod egress;
mod fault;
mod outgoing;
mod redirect;

pub use self::{
    auth::Authorization,
    builder::{BuildError, Builder},
    caller::ReqwestCaller,
    database::Databases,
};
