//! The client against a running server, whose address and token `tests/clients/against_dev` sets.

#[path = "e2e/requests.rs"]
mod requests;
#[path = "e2e/server.rs"]
mod server;
#[path = "e2e/webhooks.rs"]
mod webhooks;
