//! The access log: one line per request with route, caller, status and duration. Nothing is computed if the
//! line would not be written.

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

use crate::http::client::Client;

/// Slot in which authentication stores the caller, for the access log and the audit trail.
#[derive(Debug, Clone, Default)]
pub(crate) struct CallerSlot(Arc<OnceLock<OwnerId>>);

impl CallerSlot {
    /// Returns the caller, if the request was authenticated.
    pub(super) fn get(&self) -> Option<&OwnerId> {
        self.0.get()
    }

    /// Stores the caller.
    pub(crate) fn set(extensions: &Extensions, owner: &OwnerId) {
        if let Some(Self(caller)) = extensions.get() {
            let _ = caller.set(owner.clone());
        }
    }
}

pub(super) struct AccessLog {
    method: Method,
    route: Option<MatchedPath>,
    caller: CallerSlot,
    client: Option<Client>,
    began: Instant,
}

impl AccessLog {
    pub(super) fn begin(request: &Request, caller: &CallerSlot) -> Option<Self> {
        if !tracing::enabled!(Level::INFO) {
            return None;
        }
        let caller = caller.clone();
        let route = request.extensions().get::<MatchedPath>().cloned();
        let client = request.extensions().get().copied();
        Some(Self { method: request.method().clone(), route, caller, client, began: Instant::now() })
    }

    pub(super) fn end(self, response: &Response) {
        tracing::info!(
            http.method = %self.method,
            http.route = self.route.as_ref().map_or("", MatchedPath::as_str),
            http.status = response.status().as_u16(),
            duration_ms = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX),
            client.address = self.client.map(|client| display(client.address)),
            url.scheme = self.client.map(|client| display(client.scheme)),
            user.id = self.caller.get().map_or("", OwnerId::as_str),
            "request"
        );
    }
}
