//! Tests of the executor with in-memory ports.

mod accounts;
mod admission;
mod batches;
mod claims;
mod configs;
mod destinations;
mod leases;
mod outcomes;
mod ports;
mod waiting;
pub(crate) mod world;
