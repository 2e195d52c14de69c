//! Statements for PostgreSQL and for MySQL or MariaDB.
//!
//! [`runner`] runs a statement within its limits. It parses the connection's URL with [`address`] and takes
//! an idle connection from [`connections`], or makes one to an address that the egress guard has checked.
//! [`postgres`] and [`mysql`] do the rest; [`rows`] limits what is kept of the result.

mod address;
mod connections;
mod error;
mod json;
mod mysql;
mod postgres;
mod rows;
mod runner;
mod tls;

pub use self::runner::Databases;
