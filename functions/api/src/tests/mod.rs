//! Tests of the routes over the in-memory store, without a socket.

mod access;
mod analytics;
mod api_keys;
mod ats;
mod batches;
mod calendars;
mod callbacks;
mod client;
mod contract;
mod cors;
mod dependencies;
mod destinations;
mod docs;
mod edits;
mod events;
mod examples;
mod executions;
mod explanations;
mod failures;
mod functions;
mod graphs;
mod health;
mod idempotency;
mod limits;
mod lists;
mod logs;
mod openapi;
mod personal;
mod refused_bodies;
mod replays;
mod roles;
mod running;
mod schedules;
mod tasks;
mod tasktrack;

pub(crate) use self::client::{Client, gateway};
