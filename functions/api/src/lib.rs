//! The HTTP API: routes, authentication and validation over the use cases of the domain.
//!
//! Start at [`router()`]. A route in `route` reads its request with the extractors of `extract`, calls one use case, and
//! words the result with `answer` or a `problem`; `layer` surrounds them all. [`Api`] is everything it needs.

mod answer;
pub mod auth;
mod docs;
mod document;
mod extract;
mod layer;
mod limiter;
pub mod openapi;
mod problem;
mod route;
mod router;
mod state;
#[cfg(test)]
mod tests;

pub use self::{
    auth::Auth,
    layer::Cors,
    limiter::{RequestLimiter, RequestRate},
    router::router,
    state::Api,
};
