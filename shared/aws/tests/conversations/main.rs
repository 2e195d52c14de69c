//! What no emulator shows: throttling, conflicts of transactions, batches that are left out in part, answers that are
//! lost. Each test is a scripted conversation with a service.

mod script;
mod services;
mod specimen;
mod store;
