//! Conformance, contract and end-to-end tests.

// The whole crate is tests; stating it lets the lints for tests apply outside of test functions, too.
#![cfg(test)]

mod answers;
mod architecture;
mod audited;
mod bucket;
mod circles;
mod conformance;
mod connect_proxy;
mod credits;
mod curl;
mod documents;
mod due;
mod dynamo;
mod e2e;
mod errors_documented;
mod executor;
mod executor_ports;
mod follow;
mod handlers;
mod isolation;
mod levels;
mod projected;
mod projector_ports;
mod promises;
mod replays;
mod repository;
mod seeds;
mod spread;
mod template;
mod templates;
mod write_units;
