//! What callers whose requests are counted are told on every answer.

use std::sync::{Arc, OnceLock};

use axum::{extract::Request, response::Response};
use beadle_domain::access::Standing;
use http::Extensions;

use crate::http::limiter;

/// Where the credentials' check notes where the caller stands.
#[derive(Debug, Clone, Default)]
pub(crate) struct Quota(Arc<OnceLock<Standing>>);

impl Quota {
    pub(super) fn begin(request: &mut Request) -> Self {
        let quota = Self::default();
        request.extensions_mut().insert(quota.clone());
        quota
    }

    /// Notes where the caller stands.
    pub(crate) fn note(extensions: &Extensions, standing: Standing) {
        if let Some(Self(noted)) = extensions.get() {
            let _ = noted.set(standing);
        }
    }

    pub(super) fn write(self, response: &mut Response) {
        if let Some(standing) = self.0.get() {
            limiter::write(standing, response);
        }
    }
}
