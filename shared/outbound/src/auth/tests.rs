//! Authorizing requests, with a token endpoint on a socket and tokens shared through a store.

mod endpoint;
mod kinds;
mod sharing;
mod world;
