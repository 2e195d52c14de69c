//! A config, as it is written.

use std::collections::BTreeMap;

use beadle_domain::{destination::egress::Scheme, policy::RateStrategy};
use serde_json::Value;
use utoipa::ToSchema;

use super::{AuthDocument, Duration, RetryPolicyDocument, call::ParameterDocument};

macro_rules! config {
    ($(#[$doc:meta])* $schema:ident, $name:ty) => {
        #[derive(ToSchema)]
        $(#[$doc])*
        #[expect(dead_code, reason = "describes what the domain reads")]
        pub(crate) struct $schema {
            /// What its owner calls it, 1 to 255 characters.
            #[schema(min_length = 1, max_length = 255)]
            name: $name,
            /// What it is for, at most 10,000 characters.
            #[schema(max_length = 10000)]
            description: Option<String>,
            /// Whether everyone may use it; only an admin says so.
            shared: Option<bool>,
            /// What relative URLs are resolved against: an absolute http or https URL, its path taken for a folder.
            base_url: Option<String>,
            /// The connection of database tasks that name none: a reference to a secret, or a URL whose password is one.
            connection: Option<String>,
            /// Headers to send.
            headers: Option<BTreeMap<String, String>>,
            /// Query parameters to add; a list repeats the parameter.
            query: Option<BTreeMap<String, ParameterDocument>>,
            /// How calls show who calls.
            auth: Option<AuthDocument>,
            /// What `${name}` stands for where the input has no such member.
            variables: Option<BTreeMap<String, Value>>,
            /// How long one attempt may take, 1 ms to 15 minutes.
            timeout: Option<Duration>,
            /// The same.
            timeout_ms: Option<Duration>,
            /// Whether and when to try again.
            retry: Option<RetryPolicyDocument>,
            /// How often to try again, 0 to 100, with the usual delays.
            #[schema(maximum = 100)]
            retries: Option<u32>,
            /// The same.
            #[schema(maximum = 100)]
            max_retries: Option<u32>,
            /// How many calls in how much time.
            rate_limit: Option<RateLimitDocument>,
            /// How many calls at once.
            #[schema(minimum = 1, maximum = 10000)]
            concurrency: Option<u32>,
            /// When to stop calling a destination that fails.
            breaker: Option<BreakerDocument>,
            /// Where calls may go; what is left out narrows nothing.
            egress: Option<EgressDocument>,
        }
    };
}

config!(
    /// A new config. What a task or a request says itself wins over it.
    #[schema(example = json!({
        "name": "Users API",
        "base_url": "https://api.example.com/v1/",
        "headers": {"Accept": "application/json"},
        "auth": {"type": "bearer", "token": "${secret:users-api#token}"},
        "timeout": "10s",
        "rate_limit": {"rate": 100, "per": "1s", "burst": 200},
        "concurrency": 5,
        "breaker": {"failure_rate": 0.5, "window": "30s", "minimum": 10, "open_for": "15s"}
    }))]
    ConfigRequest,
    String
);

config!(
    /// What is different about a config: any members of a new one. Members that only Beadle writes are refused. A header that
    /// reads `********`, as answers mask it, keeps its value.
    #[schema(example = json!({"timeout": "20s", "concurrency": 10}))]
    ConfigChange,
    Option<String>
);

/// How many calls in how much time.
#[derive(ToSchema)]
#[schema(as = RateLimit, example = json!({"strategy": "token_bucket", "rate": 100, "per": "1s", "burst": 200}))]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct RateLimitDocument {
    /// `token_bucket` (in any time t at most burst + t × rate / per calls) or `sliding_window` (in any `per` at most `rate`).
    strategy: Option<RateStrategy>,
    /// How many calls.
    #[schema(minimum = 1)]
    rate: u32,
    /// In how much time; one second unless said otherwise.
    per: Option<Duration>,
    /// The same, as it is answered.
    per_ms: Option<Duration>,
    /// How many calls a token bucket holds at most; as many as `rate` unless said otherwise.
    #[schema(minimum = 1)]
    burst: Option<u32>,
}

/// When to stop calling a destination that fails.
#[derive(ToSchema)]
#[schema(as = Breaker, example = json!({"failure_rate": 0.5, "window": "30s", "minimum": 10, "open_for": "15s"}))]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct BreakerDocument {
    /// The share of failed calls that opens it, above 0 and at most 1.
    #[schema(exclusive_minimum = 0.0, maximum = 1.0)]
    failure_rate: Option<f64>,
    /// The time that is looked at.
    window: Option<Duration>,
    /// The same, as it is answered.
    window_ms: Option<Duration>,
    /// How many calls there must have been in that time.
    #[schema(minimum = 1, maximum = 100000)]
    minimum: Option<u32>,
    /// How long it stays open before one call probes the destination.
    open_for: Option<Duration>,
    /// The same, as it is answered.
    open_for_ms: Option<Duration>,
}

/// A port.
#[derive(ToSchema)]
#[schema(minimum = 1, maximum = 65535)]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct Port(u16);

/// Where calls may go.
#[derive(ToSchema)]
#[schema(as = Egress, example = json!({"hosts": ["*.example.com"], "ports": [443], "schemes": ["https"]}))]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct EgressDocument {
    /// Host names; `*.example.com` stands for every name below `example.com`.
    hosts: Option<Vec<String>>,
    /// Ports.
    ports: Option<Vec<Port>>,
    /// Schemes.
    schemes: Option<Vec<Scheme>>,
}
