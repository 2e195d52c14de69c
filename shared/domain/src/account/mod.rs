//! An account: what its owner may use, and what that costs in credits.
//!
//! [`limits`] is what the levels allow, [`ledger`] what was spent and set aside, [`Account`] the row that keeps both.

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
    credits::{Credits, credits},
    ledger::{Ledger, SetAside},
    level::SubscriptionLevel,
    limits::{LimitType, Limits},
    month::Month,
};

/// What is kept about an owner. There is none for an owner about whom nothing was ever said or charged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Whose it is.
    pub owner: OwnerId,
    /// The level, where one was set; it comes before what a token says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<SubscriptionLevel>,
    /// What the owner's token last said the level is, where none was set and it is not the one that limits nothing. So
    /// schedules, which have no token, are held to it too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_level: Option<SubscriptionLevel>,
    /// As of when the level holds: what was said earlier does not change it any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_since: Option<Timestamp>,
    /// A budget of its own, in place of the level's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monthly_credits: Option<Credits>,
    /// Its credits.
    #[serde(default)]
    pub ledger: Ledger,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Account {
    /// An account about which nothing is known yet.
    pub fn new(owner: OwnerId, now: Timestamp) -> Self {
        Self {
            owner,
            level: None,
            told_level: None,
            level_since: None,
            monthly_credits: None,
            ledger: Ledger::default(),
            updated_at: now,
        }
    }

    /// What admins say of it and what was bought: the members that the audit trail tells.
    pub fn stated(&self) -> Map<String, Value> {
        let members = [
            ("subscription_level", json!(self.level.map(SubscriptionLevel::as_str))),
            ("monthly_credits", json!(self.monthly_credits)),
            ("credits_bought", json!(self.ledger.bought)),
        ];
        members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// The level that holds where no token is at hand: the one that was set, or else told.
    pub fn known_level(&self) -> SubscriptionLevel {
        self.level.or(self.told_level).unwrap_or(SubscriptionLevel::UNSTATED)
    }

    /// What it may use where no token is at hand.
    pub fn limits(&self) -> Limits {
        Limits::of_account(self.known_level(), Some(self))
    }
}
