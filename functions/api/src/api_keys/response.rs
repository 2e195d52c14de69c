//! API keys, as they are answered.

use beadle_domain::{
    access::{Role, Scopes},
    account::SubscriptionLevel,
    api_key::ApiKey,
};
use beadle_values::id::ApiKeyId;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// An API key, without what only its holder has.
#[derive(Serialize, ToSchema)]
#[schema(as = ApiKey)]
pub(crate) struct ApiKeyResponse<'a> {
    /// Its id.
    #[schema(value_type = String, example = "key_3f8a1c2b4d5e8f60a1b2c3d4e5f60718")]
    id: ApiKeyId,
    /// In whose name it acts.
    user_id: &'a str,
    /// What its owner calls it.
    #[schema(example = "ci")]
    name: &'a str,
    /// The role it acts with.
    #[schema(value_type = String, example = "user")]
    role: Role,
    /// What its owner had subscribed to when it was made.
    #[schema(value_type = String, example = "free")]
    subscription_level: SubscriptionLevel,
    /// What of the role it is good for.
    #[schema(value_type = Vec<String>, example = json!(["read", "execute"]))]
    scopes: Scopes,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// From when on it is good for nothing; null for never.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
    /// When it was last used, up to an hour earlier.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_used_at: Option<Timestamp>,
}

/// An API key that was just made.
#[derive(Serialize, ToSchema)]
#[schema(as = NewApiKey)]
pub(crate) struct NewApiKeyResponse<'a> {
    /// The key itself, for `X-API-Key` or as a bearer token. It is not shown again.
    #[schema(example = "bdl_…")]
    key: &'a str,
    #[serde(flatten)]
    about: ApiKeyResponse<'a>,
}

/// The API keys of a user, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiKeyList<'a> {
    /// The keys.
    api_keys: Vec<ApiKeyResponse<'a>>,
}

impl<'a> ApiKeyResponse<'a> {
    fn of(key: &'a ApiKey) -> Self {
        Self {
            id: key.id,
            user_id: key.owner.as_str(),
            name: &key.name,
            role: key.role,
            subscription_level: key.level,
            scopes: key.scopes,
            created_at: key.created_at,
            expires_at: key.expires_at,
            last_used_at: key.last_used_at,
        }
    }
}

impl<'a> NewApiKeyResponse<'a> {
    pub(crate) fn of(key: &'a ApiKey, text: &'a str) -> Self {
        Self { key: text, about: ApiKeyResponse::of(key) }
    }
}

impl<'a> ApiKeyList<'a> {
    pub(crate) fn of(keys: &'a [ApiKey]) -> Self {
        Self { api_keys: keys.iter().map(ApiKeyResponse::of).collect() }
    }
}
