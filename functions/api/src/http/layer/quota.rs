//! What callers whose requests are counted are told on every answer.

use std::sync::{Arc, OnceLock};

use axum::{extract::Request, response::Response};
use beadle_domain::access::QuotaState;
use http::Extensions;

use crate::http::limiter;

/// Where the credentials' check notes where the caller stands.
#[derive(Debug, Clone, Default)]
pub(crate) struct Quota(Arc<OnceLock<QuotaState>>);

impl Quota {
    pub(super) fn begin(request: &mut Request) -> Self {
        let quota = Self::default();
        request.extensions_mut().insert(quota.clone());
        quota
    }

    /// Notes where the caller stands.
    pub(crate) fn note(extensions: &Extensions, state: QuotaState) {
        if let Some(Self(noted)) = extensions.get() {
            let _ = noted.set(state);
        }
    }

    pub(super) fn write(self, response: &mut Response) {
        if let Some(state) = self.0.get() {
            limiter::write(state, response);
        }
    }
}
