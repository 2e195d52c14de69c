//! What the executor does with a message, against a world that does as it is told.

mod accounts;
mod admission;
mod batches;
mod claims;
mod configs;
mod destinations;
mod leases;
mod outcomes;
mod waiting;
pub(crate) mod world;
