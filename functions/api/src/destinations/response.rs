//! Responses about destinations: what the owner wrote in normal form, with secrets as references and other
//! credentials masked.

pub(crate) mod gate;

use std::collections::BTreeMap;

use axum::response::Response;
use beadle_domain::{
    config::Config,
    destination::{Auth, EgressScope, Proxy},
    interpolation::Template,
    plan::PlanMark,
    policy::{BreakerPolicy, RateLimit, RetryPolicy},
    resource_key::ResourceKey,
};
use beadle_values::{duration, id::ConfigId};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::http::{masked::MaskedTemplates, respond};

/// A saved config.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = SavedConfig))]
pub(crate) struct DestinationResponse<'a> {
    /// Id.
    #[cfg_attr(test, schema(value_type = String, example = "cfg_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"))]
    id: ConfigId,
    /// Same as `id`.
    #[cfg_attr(test, schema(value_type = String, example = "cfg_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"))]
    config_id: ConfigId,
    /// Id of the owner.
    user_id: &'a str,
    /// Key, by which its owner finds it.
    #[cfg_attr(test, schema(value_type = Option<String>, example = "users-api"))]
    key: Option<&'a ResourceKey>,
    /// Name.
    #[cfg_attr(test, schema(example = "Users API"))]
    name: &'a str,
    /// Description.
    description: Option<&'a str>,
    /// Whether it is shared with everyone.
    shared: bool,
    /// Base URL for relative URLs.
    #[cfg_attr(test, schema(value_type = Option<String>, example = "https://api.example.com/v1/"))]
    base_url: Option<&'a Template>,
    /// Default connection for database tasks.
    #[cfg_attr(test, schema(value_type = Option<String>, example = "${secret:orders-db}"))]
    connection: Option<&'a Template>,
    /// Headers to send. Values that carry credentials are shown as `********`, unless they are references to
    /// secrets.
    #[cfg_attr(test, schema(value_type = BTreeMap<String, String>))]
    headers: MaskedTemplates<'a>,
    /// Query parameters to add.
    query: &'a BTreeMap<String, Value>,
    /// Authentication of calls.
    #[cfg_attr(test, schema(value_type = Option<Auth>))]
    auth: Option<&'a Auth>,
    /// Variables: values of `${name}` for which the input has no member.
    variables: &'a Map<String, Value>,
    /// Timeout of an attempt, if the config sets one.
    timeout_ms: Option<u64>,
    /// Retry policy, if the config sets one.
    #[cfg_attr(test, schema(value_type = Option<RetryPolicy>))]
    retry: Option<&'a RetryPolicy>,
    /// Time for all attempts together, if the config sets one.
    give_up_after_ms: Option<u64>,
    /// Rate limit.
    #[cfg_attr(test, schema(value_type = Option<RateLimit>))]
    rate_limit: Option<&'a RateLimit>,
    /// Maximum number of concurrent calls.
    concurrency: Option<u32>,
    /// Circuit breaker policy.
    #[cfg_attr(test, schema(value_type = Option<BreakerPolicy>))]
    breaker: Option<&'a BreakerPolicy>,
    /// Egress scope: hosts that calls may reach.
    #[cfg_attr(test, schema(value_type = Option<EgressScope>))]
    egress: Option<&'a EgressScope>,
    /// HTTP proxy that calls go through; its password is a reference to a secret.
    #[cfg_attr(test, schema(value_type = Option<Proxy>))]
    proxy: Option<&'a Proxy>,
    /// The plan that keeps it.
    #[cfg_attr(test, schema(value_type = Option<PlanMark>))]
    plan: Option<&'a PlanMark>,
    /// Time of creation.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    created_at: Timestamp,
    /// Time of the last change.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    updated_at: Timestamp,
    /// User who made the last change.
    updated_by: &'a str,
    /// Version; incremented by every change and sent as the `ETag`.
    #[cfg_attr(test, schema(example = 1))]
    version: u64,
    /// The `Idempotency-Key` of the request that created it.
    idempotency_key: Option<&'a str>,
}

impl<'a> DestinationResponse<'a> {
    /// Responds with a destination and its version as the `ETag`.
    pub(super) fn respond(config: &'a Config) -> Response {
        respond::versioned(&Self::of(config), config.version)
    }

    pub(crate) fn of(config: &'a Config) -> Self {
        let profile = &config.profile;
        Self {
            id: config.id,
            config_id: config.id,
            user_id: config.owner.as_str(),
            key: config.key.as_ref(),
            name: &config.name,
            description: config.description.as_deref(),
            shared: config.shared,
            base_url: profile.base_url.as_ref(),
            connection: profile.connection.as_ref(),
            headers: MaskedTemplates(&profile.headers),
            query: &profile.query,
            auth: profile.auth.as_ref(),
            variables: &profile.variables,
            timeout_ms: profile.policy.timeout.map(|timeout| duration::millis(timeout.0)),
            retry: profile.policy.retry.as_ref(),
            give_up_after_ms: profile.policy.give_up_after.map(|length| duration::millis(length.0)),
            rate_limit: profile.rate_limit.as_ref(),
            concurrency: profile.concurrency,
            breaker: profile.breaker.as_ref(),
            egress: profile.egress.as_ref(),
            proxy: profile.proxy.as_ref(),
            plan: config.plan.as_ref(),
            created_at: config.created_at,
            updated_at: config.updated_at,
            updated_by: config.updated_by.as_str(),
            version: config.version,
            idempotency_key: config.idempotency.as_ref().map(|stamp| stamp.key.as_str()),
        }
    }
}
