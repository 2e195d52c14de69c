//! Rate limit headers on the responses to a caller.

use std::sync::{Arc, OnceLock};

use axum::{extract::Request, response::Response};
use beadle_domain::access::QuotaState;
use http::Extensions;

use crate::http::limiter;

/// Slot in which authentication stores the rate limit state of the caller.
#[derive(Debug, Clone, Default)]
pub(crate) struct QuotaSlot(Arc<OnceLock<QuotaState>>);

impl QuotaSlot {
    pub(super) fn begin(request: &mut Request) -> Self {
        let quota = Self::default();
        request.extensions_mut().insert(quota.clone());
        quota
    }

    /// Stores the rate limit state of the caller.
    pub(crate) fn set(extensions: &Extensions, standing: QuotaState) {
        if let Some(Self(slot)) = extensions.get() {
            let _ = slot.set(standing);
        }
    }

    pub(super) fn write(self, response: &mut Response) {
        if let Some(standing) = self.0.get() {
            limiter::write_headers(standing, response);
        }
    }
}
