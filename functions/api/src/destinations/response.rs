//! A config, as it is answered: what its owner wrote, in normal form, secrets as references and other credentials masked.

pub(crate) mod gate;

use std::collections::BTreeMap;

use axum::response::Response;
use beadle_domain::{
    config::Config,
    destination::{Auth, EgressScope},
    interpolation::Template,
    masking,
    policy::{BreakerPolicy, RateLimit, RetryPolicy},
};
use beadle_values::{duration, id::ConfigId};
use jiff::Timestamp;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::{
    document::{AuthDocument, BreakerDocument, EgressDocument, RateLimitDocument, RetryPolicyObject},
    http::respond,
};

/// A saved config.
#[derive(Serialize, ToSchema)]
#[schema(as = SavedConfig)]
pub(crate) struct DestinationResponse<'a> {
    /// Its id.
    #[schema(value_type = String, example = "cfg_0198c1f4a2b37c7e9d1a2b3c4d5e6f70")]
    id: ConfigId,
    /// The same.
    #[schema(value_type = String, example = "cfg_0198c1f4a2b37c7e9d1a2b3c4d5e6f70")]
    config_id: ConfigId,
    /// Whose it is.
    user_id: &'a str,
    /// What its owner calls it.
    #[schema(example = "Users API")]
    name: &'a str,
    /// What it is for.
    description: Option<&'a str>,
    /// Whether everyone may use it.
    shared: bool,
    /// What relative URLs are resolved against.
    #[schema(value_type = Option<String>, example = "https://api.example.com/v1/")]
    base_url: Option<&'a Template>,
    /// The connection of database tasks that name none.
    #[schema(value_type = Option<String>, example = "${secret:orders-db}")]
    connection: Option<&'a Template>,
    /// Headers to send; values that carry credentials read `********`, unless they are references to secrets.
    #[schema(value_type = BTreeMap<String, String>)]
    headers: Shown<'a>,
    /// Query parameters to add.
    query: &'a BTreeMap<String, Value>,
    /// How calls show who calls.
    #[schema(value_type = Option<AuthDocument>)]
    auth: Option<&'a Auth>,
    /// What `${name}` stands for where the input has no such member.
    variables: &'a Map<String, Value>,
    /// How long one attempt may take, where the config says so.
    timeout_ms: Option<u64>,
    /// Whether and when to try again, where the config says so.
    #[schema(value_type = Option<RetryPolicyObject>)]
    retry: Option<&'a RetryPolicy>,
    /// How many calls in how much time.
    #[schema(value_type = Option<RateLimitDocument>)]
    rate_limit: Option<&'a RateLimit>,
    /// How many calls at once.
    concurrency: Option<u32>,
    /// When to stop calling a destination that fails.
    #[schema(value_type = Option<BreakerDocument>)]
    breaker: Option<&'a BreakerPolicy>,
    /// Where calls may go.
    #[schema(value_type = Option<EgressDocument>)]
    egress: Option<&'a EgressScope>,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// Who changed it last.
    updated_by: &'a str,
    /// Counts the changes; the `ETag`.
    #[schema(example = 1)]
    version: u64,
    /// The `Idempotency-Key` it was created under.
    idempotency_key: Option<&'a str>,
}

impl<'a> DestinationResponse<'a> {
    /// Answers a destination with its version as the `ETag`.
    pub(super) fn respond(config: &'a Config) -> Response {
        respond::versioned(&Self::of(config), config.version)
    }

    pub(crate) fn of(config: &'a Config) -> Self {
        let profile = &config.profile;
        Self {
            id: config.id,
            config_id: config.id,
            user_id: config.owner.as_str(),
            name: &config.name,
            description: config.description.as_deref(),
            shared: config.shared,
            base_url: profile.base_url.as_ref(),
            connection: profile.connection.as_ref(),
            headers: Shown(&profile.headers),
            query: &profile.query,
            auth: profile.auth.as_ref(),
            variables: &profile.variables,
            timeout_ms: profile.policy.timeout.map(|timeout| duration::millis(timeout.0)),
            retry: profile.policy.retry.as_ref(),
            rate_limit: profile.rate_limit.as_ref(),
            concurrency: profile.concurrency,
            breaker: profile.breaker.as_ref(),
            egress: profile.egress.as_ref(),
            created_at: config.created_at,
            updated_at: config.updated_at,
            updated_by: config.updated_by.as_str(),
            version: config.version,
            idempotency_key: config.idempotency.as_ref().map(|stamp| stamp.key.as_str()),
        }
    }
}

/// Headers whose credentials are masked.
struct Shown<'a>(&'a BTreeMap<String, Template>);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer
            .collect_map(self.0.iter().map(|(name, value)| (name, masking::header_template(name, value))))
    }
}
