//! Authorization of requests, with a token endpoint on a socket and a shared token store.

mod endpoint;
mod kinds;
mod sharing;
mod world;
