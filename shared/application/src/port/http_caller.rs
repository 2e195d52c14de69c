//! Calls destinations over HTTP.

use async_trait::async_trait;
use beadle_domain::call::{CallError, CallLimits, HttpRequest, HttpResponse};

/// Calls a destination. Follows redirects, drops credentials across origins, and reads at most as much as the
/// limits allow.
#[async_trait]
pub trait HttpCaller: Send + Sync {
    /// Makes one call; a response of any status is `Ok`.
    ///
    /// # Errors
    /// [`CallError`] when no complete response came within the limits.
    async fn call(&self, request: HttpRequest, limits: CallLimits) -> Result<HttpResponse, CallError>;
}
