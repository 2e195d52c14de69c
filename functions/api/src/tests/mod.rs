//! The routes over the store in memory, without a socket: what a client sees.

mod access;
mod client;
mod configs;
mod edits;
mod executions;
mod explanations;
mod failures;
mod health;
mod idempotency;
mod lists;
mod openapi;
mod refused_bodies;
mod running;
mod schedules;
mod tasks;

pub(crate) use self::client::Client;
