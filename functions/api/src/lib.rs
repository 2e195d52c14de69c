//! The HTTP API: routes, authentication and validation over the use cases of the domain.
//!
//! Start at [`router()`]. Each noun has a folder with its routes, their parameters and their responses; a route reads its
//! request with the extractors of `http`, calls one use case, and answers its result or a `Problem`. `dialect` holds what
//! clients of other services speak. [`Setup`] is everything the API is built from.

mod accounts;
mod api_keys;
mod destinations;
mod dialect;
mod document;
mod executions;
mod http;
mod reports;
mod schedules;
mod state;
mod tasks;
mod templates;
#[cfg(test)]
mod tests;

pub use self::{
    http::{
        auth::{self, Auth},
        layer::Cors,
        limiter::{RequestLimiter, RequestRate},
        openapi,
        router::router,
    },
    state::Setup,
};
