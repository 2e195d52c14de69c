//! One line a request: what was asked, by whom, how it went, how long it took. Nothing of it is computed when the line
//! would not be written.

use std::{
    sync::{Arc, OnceLock},
    time::Instant,
};

use axum::{
    extract::{MatchedPath, Request},
    response::Response,
};
use beadle_values::id::OwnerId;
use http::{Extensions, Method};
use tracing::Level;

/// Where the route notes who calls, for the log and the audit trail.
#[derive(Debug, Clone, Default)]
pub(crate) struct Caller(Arc<OnceLock<OwnerId>>);

impl Caller {
    /// Who calls, as far as a route has noted it.
    pub(super) fn get(&self) -> Option<&OwnerId> {
        self.0.get()
    }

    /// Notes who calls.
    pub(crate) fn note(extensions: &Extensions, owner: &OwnerId) {
        if let Some(Self(caller)) = extensions.get() {
            let _ = caller.set(owner.clone());
        }
    }
}

pub(super) struct AccessLog {
    method: Method,
    route: Option<MatchedPath>,
    caller: Caller,
    began: Instant,
}

impl AccessLog {
    pub(super) fn begin(request: &Request, caller: &Caller) -> Option<Self> {
        if !tracing::enabled!(Level::INFO) {
            return None;
        }
        let caller = caller.clone();
        let route = request.extensions().get::<MatchedPath>().cloned();
        Some(Self { method: request.method().clone(), route, caller, began: Instant::now() })
    }

    pub(super) fn end(self, response: &Response) {
        tracing::info!(
            http.method = %self.method,
            http.route = self.route.as_ref().map_or("", MatchedPath::as_str),
            http.status = response.status().as_u16(),
            duration_ms = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX),
            user.id = self.caller.get().map_or("", OwnerId::as_str),
            "request"
        );
    }
}
