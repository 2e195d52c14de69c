//! Tests of the executor over the store of one machine in memory.

mod accounts;
mod admission;
mod batches;
mod claims;
mod code;
mod configs;
mod destination;
mod jobs;
mod leases;
mod made_ahead;
mod ordering;
mod outcomes;
mod overlap;
mod pausing;
mod rules;
mod secrets;
mod ticks;
mod waiting;
pub(crate) mod world;
