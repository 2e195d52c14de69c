//! The system as a whole: the real template with its functions on an AWS emulator, and the `beadle` command.
//! Run by tests/run, which builds them and starts the emulator.

mod alerting;
mod batches;
mod cli;
mod command;
mod configs;
mod conformance;
mod deployed;
mod deployment;
mod destination;
pub mod eventually;
mod fleet;
mod gates;
mod hooks;
mod jobs;
mod lists;
mod local_functions;
mod machine;
mod made_ahead;
mod many;
mod moving;
mod ordering;
mod pauses;
mod proxy;
mod recipes;
mod release;
mod serve;
mod shell;
mod stack;
mod waits;
mod watching;

/// What tests/run sets for these tests.
fn setting(name: &str) -> anyhow::Result<String> {
    use anyhow::Context;
    std::env::var(name).with_context(|| format!("{name} is not set: run these tests with tests/run e2e"))
}
