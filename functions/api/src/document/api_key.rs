//! An API key, as it is written.

use beadle_domain::access::{Role, Scope};
use utoipa::{IntoParams, ToSchema};

/// A new API key.
#[derive(ToSchema)]
#[schema(example = json!({"name": "ci", "scopes": ["read", "execute"], "expires_at": "2099-01-01T00:00:00Z"}))]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct ApiKeyRequest {
    /// What you call it, 1 to 255 characters.
    #[schema(min_length = 1, max_length = 255)]
    name: String,
    /// What it is good for: any of `read`, `execute`, `write`, `admin`.
    #[schema(min_items = 1, example = json!(["read", "execute"]))]
    scopes: Vec<Scope>,
    /// The role it acts with: `viewer`, `user`, `operator` or `admin`, at most your own, which it has unless said
    /// otherwise.
    role: Option<Role>,
    /// From when on it is good for nothing; null for never.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
}

/// Whose API keys to list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct ApiKeyFilters {
    /// Those of another user: for operators and admins.
    user_id: Option<String>,
}
