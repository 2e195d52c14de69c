//! Responses about API keys.

use beadle_domain::{
    access::{Role, Scopes},
    account::SubscriptionLevel,
    api_key::ApiKey,
};
use beadle_values::{id::ApiKeyId, time::UtcTime};
use jiff::Timestamp;
use serde::Serialize;

/// An API key without its secret.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = ApiKey))]
pub(crate) struct ApiKeyResponse<'a> {
    /// Id.
    #[cfg_attr(test, schema(value_type = String, example = "key_3f8a1c2b4d5e8f60a1b2c3d4e5f60718"))]
    id: ApiKeyId,
    /// Id of the user on whose behalf it acts.
    user_id: &'a str,
    /// Name.
    #[cfg_attr(test, schema(example = "ci"))]
    name: &'a str,
    /// Role of requests made with it.
    #[cfg_attr(test, schema(value_type = String, example = "user"))]
    role: Role,
    /// Subscription level of the owner when the key was created.
    #[cfg_attr(test, schema(value_type = String, example = "free"))]
    subscription_level: SubscriptionLevel,
    /// Scopes: the part of the role that it may use.
    #[cfg_attr(test, schema(value_type = Vec<String>, example = json!(["read", "execute"])))]
    scopes: Scopes,
    /// Time of creation.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    created_at: Timestamp,
    /// Time of expiry; null if it never expires.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    expires_at: Option<UtcTime>,
    /// Time of last use, accurate to an hour.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    last_used_at: Option<Timestamp>,
}

/// An API key that has just been created.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = NewApiKey))]
pub(crate) struct NewApiKeyResponse<'a> {
    /// The key, for `X-API-Key` or as a bearer token. It is not shown again.
    #[cfg_attr(test, schema(example = "bdl_…"))]
    key: &'a str,
    #[serde(flatten)]
    about: ApiKeyResponse<'a>,
}

/// The API keys of a user, newest first.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
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
