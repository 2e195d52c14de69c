//! What no emulator shows: throttling, conflicting transactions, batches answered in part, lost responses.
//! Each test is a scripted conversation with a service.

// The whole crate is tests; stating it lets the lints for tests apply outside of test functions, too.
#![cfg(test)]

mod sandbox;
mod script;
mod secrets;
mod services;
mod specimen;
mod store;
