//! API keys: credentials that callers create, each with a part of their creator's permissions.
//!
//! A key is 32 random bytes that only its holder has. Its SHA-256 is stored. A slow hash is not needed,
//! because so many random bits can't be guessed.

mod draft;
mod hash;

use beadle_values::{
    id::{ApiKeyId, OwnerId},
    time::UtcTime,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

pub use self::{draft::ApiKeyDraft, hash::KeyHash};
use crate::{
    access::{Principal, Role, Scopes},
    account::SubscriptionLevel,
};

/// The maximum number of keys per caller.
pub const MAX_KEYS: usize = 50;

/// The minimum time between two recorded uses, in milliseconds, so that a request usually costs no write.
const RECORD_INTERVAL_MS: i64 = 3_600_000;

/// An API key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    /// Derived from [`Self::hash`].
    pub id: ApiKeyId,
    /// The SHA-256 of the secret.
    pub hash: KeyHash,
    /// The owner, as whom it acts.
    pub owner: OwnerId,
    /// The name, chosen by the owner.
    pub name: String,
    /// The role with which it acts: at most that of its creator at creation.
    pub role: Role,
    /// The subscription level of its creator at creation.
    pub level: SubscriptionLevel,
    /// The scopes, which limit the role.
    pub scopes: Scopes,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it expires; `None` for never.
    pub expires_at: Option<UtcTime>,
    /// When it was last used; the actual time may be up to an hour later.
    pub last_used_at: Option<Timestamp>,
}

impl ApiKey {
    /// The principal that presents the secret with hash `hash` at `now`; `None` if this key does not
    /// authenticate it.
    pub fn authenticate(&self, hash: &KeyHash, now: Timestamp) -> Option<Principal> {
        let expired = self.expires_at.is_some_and(|expiry| expiry.timestamp() <= now);
        if expired || self.hash != *hash {
            return None;
        }
        let Self { owner, role, level, scopes, .. } = self;
        Some(Principal { owner: owner.clone(), role: *role, level: *level, scopes: *scopes })
    }

    /// The audited members.
    pub fn audited(&self) -> Map<String, Value> {
        let members = [
            ("name", json!(self.name)),
            ("role", json!(self.role.as_str())),
            ("scopes", json!(self.scopes)),
            ("expires_at", json!(self.expires_at)),
        ];
        members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// Whether a use at `now` should be recorded.
    pub fn should_record_use(&self, now: Timestamp) -> bool {
        self.last_used_at.is_none_or(|last| {
            now.as_millisecond().saturating_sub(last.as_millisecond()) >= RECORD_INTERVAL_MS
        })
    }
}

#[cfg(test)]
mod tests;
