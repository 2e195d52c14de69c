//! The rules of Beadle, without I/O: entities, decisions, ports and use cases.
//!
//! Nothing here reads a clock, an environment or a random source; time, ids and jitter come in as values or through a
//! [port]. Start reading at [`execution`] (what runs), [`task`] (what is saved) and [`port`] (what is asked of the world).

pub mod access;
pub mod account;
pub mod account_event;
pub mod adhoc;
pub mod analytics;
pub mod api_key;
pub mod calendar;
pub mod call;
pub mod config;
pub mod cost;
pub mod dependency;
pub mod destination;
pub mod duration;
pub mod egress;
pub mod event;
pub mod execution;
pub mod gate;
pub mod hexadecimal;
pub mod id;
pub mod interpolation;
pub mod masking;
pub mod policy;
pub mod port;
pub mod projection;
pub mod replay;
pub mod schedule;
pub mod spec;
pub mod task;
pub mod template;
pub mod tick;
pub mod usecase;
pub mod violation;
pub mod whole;
pub mod xml;
