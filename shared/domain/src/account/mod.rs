//! An account: the limits of its owner and the owner's credits.
//!
//! [`limits`] are the limits of the levels, [`ledger`] records spent and reserved credits, [`Account`] is the
//! row that contains both.

pub mod credits;
pub mod ledger;
pub mod level;
pub mod limits;
pub mod month;

use beadle_values::id::OwnerId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

pub use self::{
    credits::Credits,
    ledger::{Ledger, SetAside},
    level::SubscriptionLevel,
    limits::{LimitType, Limits},
    month::Month,
};

/// The stored account of an owner. It exists only for owners who were configured or charged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// The owner.
    pub owner: OwnerId,
    /// The level that was set, if any; it takes precedence over the token's level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<SubscriptionLevel>,
    /// The level in the owner's latest token, if none was set and the token's is limited. It also applies to
    /// schedules, which have no token.
    #[serde(rename = "told_level", default, skip_serializing_if = "Option::is_none")]
    pub token_level: Option<SubscriptionLevel>,
    /// When the level was set. An event older than that does not change it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_since: Option<Timestamp>,
    /// The account's own budget, instead of the level's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monthly_credits: Option<Credits>,
    /// The credits.
    #[serde(default)]
    pub ledger: Ledger,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Account {
    /// An account without any settings.
    pub fn new(owner: OwnerId, now: Timestamp) -> Self {
        Self {
            owner,
            level: None,
            token_level: None,
            level_since: None,
            monthly_credits: None,
            ledger: Ledger::default(),
            updated_at: now,
        }
    }

    /// The audited members: settings by admins, and purchases.
    pub fn audited(&self) -> Map<String, Value> {
        let members = [
            ("subscription_level", json!(self.level.map(SubscriptionLevel::as_str))),
            ("monthly_credits", json!(self.monthly_credits)),
            ("credits_bought", json!(self.ledger.bought)),
        ];
        members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// The level when no token is present: the one that was set, or that of the latest token.
    pub fn known_level(&self) -> SubscriptionLevel {
        self.level.or(self.token_level).unwrap_or(SubscriptionLevel::UNSTATED)
    }

    /// The limits when no token is present.
    pub fn limits(&self) -> Limits {
        Limits::of_account(self.known_level(), Some(self))
    }
}
