//! API keys: credentials of a caller's own making, each with a part of the maker's power.
//!
//! A key is 32 random bytes that only its holder has. What is stored is their SHA-256: of so many random bits nothing
//! faster than trying finds them again, so no slow hash is needed.

mod draft;
mod hash;

use beadle_values::id::{ApiKeyId, OwnerId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

pub use self::{draft::ApiKeyDraft, hash::KeyHash};
use crate::{
    access::{Principal, Role, Scopes},
    account::SubscriptionLevel,
};

/// How many keys a caller may have.
pub const MAX_KEYS: usize = 50;

/// How much later a use has to be than the last one that was noted, in milliseconds: a request costs no write.
const NOTED_EVERY_MS: i64 = 3_600_000;

/// A key, without what only its holder has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    /// Follows from [`Self::hash`].
    pub id: ApiKeyId,
    /// The SHA-256 of the secret.
    pub hash: KeyHash,
    /// In whose name it acts.
    pub owner: OwnerId,
    /// What its owner calls it.
    pub name: String,
    /// The role it acts with: at most that of its maker, when it was made.
    pub role: Role,
    /// What its maker had subscribed to when it was made.
    pub level: SubscriptionLevel,
    /// What of the role it is good for.
    pub scopes: Scopes,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it is good for nothing; `None` for never.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, up to an hour earlier.
    pub last_used_at: Option<Timestamp>,
}

impl ApiKey {
    /// Who comes with the secret of hash `hash` at `now`; `None` when this key does not let them in.
    pub fn lets_in(&self, hash: &KeyHash, now: Timestamp) -> Option<Principal> {
        let expired = self.expires_at.is_some_and(|expiry| expiry <= now);
        if expired || self.hash != *hash {
            return None;
        }
        let Self { owner, role, level, scopes, .. } = self;
        Some(Principal { owner: owner.clone(), role: *role, level: *level, scopes: *scopes })
    }

    /// What its maker said of it: the members that the audit trail tells.
    pub fn stated(&self) -> Map<String, Value> {
        let members = [
            ("name", json!(self.name)),
            ("role", json!(self.role.as_str())),
            ("scopes", json!(self.scopes)),
            ("expires_at", json!(self.expires_at)),
        ];
        members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// Whether a use at `now` is worth a note.
    pub fn is_to_be_noted(&self, now: Timestamp) -> bool {
        self.last_used_at
            .is_none_or(|last| now.as_millisecond().saturating_sub(last.as_millisecond()) >= NOTED_EVERY_MS)
    }
}

#[cfg(test)]
mod tests;
