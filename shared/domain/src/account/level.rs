//! Subscription levels.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A subscription level, from the least to the most (seed 003: `required_subscription_level`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubscriptionLevel {
    /// Costs nothing.
    #[default]
    Free,
    /// For one person's work.
    Basic,
    /// For a team's.
    Pro,
    /// For a company's.
    Enterprise,
}

/// A text that names no level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is none of free, basic, pro, enterprise")]
pub struct UnknownLevel;

impl SubscriptionLevel {
    /// The level of owners for whom neither a token nor an account names one: without subscriptions nothing
    /// is limited.
    pub const UNSTATED: Self = Self::Enterprise;

    /// Every level, the least first.
    pub const ALL: [Self; 4] = [Self::Free, Self::Basic, Self::Pro, Self::Enterprise];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Basic => "basic",
            Self::Pro => "pro",
            Self::Enterprise => "enterprise",
        }
    }
}

impl fmt::Display for SubscriptionLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for SubscriptionLevel {
    type Err = UnknownLevel;

    fn from_str(text: &str) -> Result<Self, UnknownLevel> {
        Self::ALL.into_iter().find(|level| level.as_str() == text).ok_or(UnknownLevel)
    }
}
