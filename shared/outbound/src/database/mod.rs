//! Statements for PostgreSQL and MySQL or MariaDB.
//!
//! [`runner`] runs a statement within its limits. It reads the connection's URL with [`address`], takes a connection that is
//! idle ([`connections`]) or makes one to an address that the egress guard has seen, and leaves the rest to [`postgres`] or
//! [`mysql`]. [`rows`] keeps no more of what comes back than it may.

mod address;
mod connections;
mod failing;
mod mysql;
mod postgres;
mod rows;
mod runner;
mod tls;

pub use self::runner::Databases;
