//! A config: a named destination profile that tasks and ad-hoc requests share.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    destination::{Auth, EgressScope},
    execution::IdempotencyStamp,
    id::{ConfigId, OwnerId},
    interpolation::Template,
    policy::{BreakerPolicy, RateLimit, StatedPolicy},
};

/// A saved config.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Config {
    /// Its id.
    pub id: ConfigId,
    /// Whose it is.
    pub owner: OwnerId,
    /// What its owner calls it, 1 to 255 characters.
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether everyone may use it; an admin shares it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shared: bool,
    /// What it says about its destination.
    pub profile: Profile,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Who changed it last.
    pub updated_by: OwnerId,
    /// Counts the changes, from 1. A write names the version it replaces.
    pub version: u64,
    /// The `Idempotency-Key` it was created under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency: Option<IdempotencyStamp>,
}

impl Config {
    /// Whether `owner` may use it.
    pub fn is_usable_by(&self, owner: &OwnerId) -> bool {
        self.shared || self.owner == *owner
    }
}

/// What a config says about its destination. What a task or a request says itself wins.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// What relative URLs are resolved against (RFC 3986 section 5, its path taken for a folder).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_url: Option<Template>,
    /// The connection of database tasks that name none: a secret, or a URL without a password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<Template>,
    /// Headers to send, names in lower case.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, Template>,
    /// Query parameters to add; a list repeats the parameter.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub query: BTreeMap<String, Value>,
    /// How calls show who calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth: Option<Auth>,
    /// What `${name}` stands for where the input of an execution has no such member.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub variables: Map<String, Value>,
    /// How long and how often to try.
    #[serde(default)]
    pub policy: StatedPolicy,
    /// How many calls in how much time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<RateLimit>,
    /// How many calls at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concurrency: Option<u32>,
    /// When to stop calling a destination that fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breaker: Option<BreakerPolicy>,
    /// Where calls may go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub egress: Option<EgressScope>,
}
