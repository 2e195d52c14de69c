//! The rules of Beadle, without I/O: entities and decisions.
//!
//! Nothing here is async, logs, or reads a clock, the environment or a random source; time, ids and jitter
//! are arguments. Start with [`execution`] (what runs), [`task`] (what is saved) and [`call`] (what is sent
//! and what a response means).

pub mod access;
pub mod account;
pub mod account_event;
pub mod adhoc;
pub mod alert;
pub mod analytics;
pub mod api_key;
pub mod batch;
pub mod calendar;
pub mod call;
pub mod callback;
pub mod cancel_many;
pub mod config;
pub mod cost;
pub mod day_calendar;
pub mod dependency;
pub mod destination;
mod document;
pub mod egress;
pub mod event;
pub mod execution;
pub mod expression;
pub mod function;
pub mod gate;
pub mod hook;
pub mod interpolation;
pub mod labels;
pub mod masking;
pub mod order;
pub mod plan;
pub mod policy;
pub mod projection;
pub mod replay;
pub mod resource_key;
pub mod script;
pub mod selection;
pub mod signature;
pub mod spec;
#[cfg(any(test, feature = "specimen"))]
pub mod specimen;
pub mod task;
pub mod template;
pub mod tick;
pub mod transfer;
pub mod watch;
pub mod xml;
