//! The subscription levels, from the least to the most (seed 003: `required_subscription_level`).

use beadle_values::names;

names! {
    /// A subscription level.
    pub enum SubscriptionLevel, default Free {
        /// Free of charge.
        Free = "free",
        /// For one person's work.
        Basic = "basic",
        /// For a team.
        Pro = "pro",
        /// For a company.
        Enterprise = "enterprise",
    }
}

impl SubscriptionLevel {
    /// The level where neither a token nor an account says one: where nobody sells subscriptions, nothing is limited.
    pub const UNSTATED: Self = Self::Enterprise;
}
