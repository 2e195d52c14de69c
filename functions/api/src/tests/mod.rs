//! The routes over the store in memory, without a socket: what a client sees.

mod access;
mod analytics;
mod api_keys;
mod automated;
mod batches;
mod calendars;
mod client;
mod configs;
mod contract;
mod cors;
mod dependencies;
mod docs;
mod edits;
mod events;
mod examples;
mod executions;
mod explanations;
mod failures;
mod graphs;
mod health;
mod idempotency;
mod limits;
mod lists;
mod logs;
mod numbered;
mod openapi;
mod personal;
mod refused_bodies;
mod replays;
mod roles;
mod running;
mod schedules;
mod tasks;

pub(crate) use self::client::Client;
