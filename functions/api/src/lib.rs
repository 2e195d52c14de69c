//! The HTTP API: routes, authentication and validation on top of the application services.
//!
//! Start at [`router()`]. Each noun has a folder with its routes and responses. A handler reads the request
//! with the extractors of `http`, calls one use case, and responds with its result or a `Problem`. `dialect`
//! holds the APIs of other task services. [`Setup`] holds the ports and settings it is built from.

mod accounts;
mod alerts;
mod api_keys;
mod batches;
mod calendars;
mod callbacks;
mod destinations;
mod dialect;
mod executions;
mod functions;
mod hooks;
mod http;
mod monitors;
mod pauses;
mod reports;
mod schedules;
mod state;
mod tasks;
mod templates;
#[cfg(test)]
mod tests;
mod transfer;

pub use self::{
    http::{
        auth::{self, Auth, Gateway},
        client::{Client, Scheme},
        layer::Cors,
        limiter::{DeniedRate, RequestLimiter, RequestRate},
        metrics::Exposition,
        router::{event_streams, router},
    },
    state::Setup,
};
