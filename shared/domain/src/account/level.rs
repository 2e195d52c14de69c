//! Subscription levels.

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
    /// The level of owners for whom neither a token nor an account names one: without subscriptions nothing
    /// is limited.
    pub const UNSTATED: Self = Self::Enterprise;
}
