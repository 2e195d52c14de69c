//! A config: a named destination profile that tasks and ad-hoc requests share.
//!
//! [`profile`] is what it says about its destination, [`draft`] reads and checks what a caller writes.

pub mod draft;
pub mod profile;

use beadle_values::id::{ConfigId, OwnerId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::{draft::ConfigDraft, profile::Profile};
use crate::{execution::IdempotencyStamp, plan::PlanMark, policy::RateLimit, resource_key::ResourceKey};

/// A saved config.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Config {
    /// The id.
    pub id: ConfigId,
    /// The owner.
    pub owner: OwnerId,
    /// Its key, by which its owner finds it; no other config of the owner has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<ResourceKey>,
    /// The name, 1 to 255 characters.
    pub name: String,
    /// The description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether everyone may use it; only an admin can share it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shared: bool,
    /// The destination profile.
    pub profile: Profile,
    /// The plan that keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanMark>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Who changed it last.
    pub updated_by: OwnerId,
    /// The number of changes, starting at 1. A write names the version it replaces.
    pub version: u64,
    /// The `Idempotency-Key` with which it was created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency: Option<IdempotencyStamp>,
}

impl Config {
    /// Sets the rate limit `default` if the profile has none.
    #[must_use]
    pub fn limited(mut self, default: Option<RateLimit>) -> Self {
        self.profile.rate_limit = self.profile.rate_limit.or(default);
        self
    }

    /// Whether `owner` may use it.
    pub fn is_usable_by(&self, owner: &OwnerId) -> bool {
        self.shared || self.owner == *owner
    }
}
