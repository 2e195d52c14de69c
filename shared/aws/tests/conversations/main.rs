//! What no emulator shows: throttling, conflicts of transactions, batches that are left out in part, answers that are
//! lost. Each test is a scripted conversation with a service.

// Nothing here is ever built but as a test; saying so lets the lints know it outside of test functions too.
#![cfg(test)]

mod script;
mod secrets;
mod services;
mod specimen;
mod store;
