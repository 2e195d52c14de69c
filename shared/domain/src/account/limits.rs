//! The limits of each subscription level, defined in this one place.

use std::time::Duration;

use beadle_values::names;

use super::{Account, Credits, SubscriptionLevel};

/// The limits of an owner. `None` means unlimited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Saved tasks that are not deleted.
    pub tasks: Option<u32>,
    /// Executions started per day (UTC).
    pub executions_per_day: Option<u32>,
    /// The minimum time between two runs of a schedule.
    pub shortest_interval: Option<Duration>,
    /// Credits that executions may cost per month (UTC), without top-ups.
    pub monthly_credits: Option<Credits>,
    /// Requests to the API per minute.
    pub requests_per_minute: Option<u32>,
    /// Items per batch.
    pub batch_size: u32,
    /// Concurrent calls by the owner's executions.
    pub concurrency: Option<u32>,
}

impl Limits {
    /// The limits that apply to every level.
    const NONE: Self = Self {
        tasks: None,
        executions_per_day: None,
        shortest_interval: None,
        monthly_credits: None,
        requests_per_minute: None,
        batch_size: 100,
        concurrency: None,
    };

    /// The limits of `level`.
    pub const fn of(level: SubscriptionLevel) -> Self {
        match level {
            SubscriptionLevel::Free => Self {
                tasks: Some(50),
                executions_per_day: Some(1_000),
                shortest_interval: Some(Duration::from_secs(5 * 60)),
                monthly_credits: Some(Credits::from_thousandths(100_000)),
                requests_per_minute: Some(60),
                batch_size: 10,
                concurrency: Some(5),
            },
            SubscriptionLevel::Basic => Self {
                tasks: Some(500),
                executions_per_day: Some(10_000),
                shortest_interval: Some(Duration::from_secs(60)),
                monthly_credits: Some(Credits::from_thousandths(1_000_000)),
                requests_per_minute: Some(300),
                batch_size: 50,
                concurrency: Some(20),
            },
            SubscriptionLevel::Pro => Self {
                tasks: Some(5_000),
                executions_per_day: Some(100_000),
                shortest_interval: Some(Duration::from_secs(10)),
                monthly_credits: Some(Credits::from_thousandths(10_000_000)),
                requests_per_minute: Some(1_200),
                batch_size: 100,
                concurrency: Some(100),
            },
            SubscriptionLevel::Enterprise => Self::NONE,
        }
    }

    /// The limits of an account: those of its level, with the account's own budget if it has one.
    pub fn of_account(level: SubscriptionLevel, account: Option<&Account>) -> Self {
        let limits = Self::of(level);
        let budget = account.and_then(|account| account.monthly_credits);
        Self { monthly_credits: budget.or(limits.monthly_credits), ..limits }
    }
}

names! {
    /// A limit of a subscription level: the `limit_type` of a refusal.
    pub enum LimitType {
        /// [`Limits::tasks`].
        Tasks = "tasks",
        /// [`Limits::executions_per_day`].
        ExecutionsPerDay = "executions_per_day",
        /// [`Limits::shortest_interval`].
        ScheduleInterval = "schedule_interval",
        /// [`Limits::monthly_credits`].
        Credits = "credits",
        /// [`Limits::requests_per_minute`].
        RequestsPerMinute = "api_requests",
        /// [`Limits::batch_size`].
        BatchSize = "batch_size",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn higher_levels_never_allow_less() {
        let most = |limit: Option<u32>| limit.unwrap_or(u32::MAX);
        for pair in SubscriptionLevel::ALL.windows(2) {
            let [less, more] = [Limits::of(pair[0]), Limits::of(pair[1])];
            assert!(most(less.tasks) < most(more.tasks));
            assert!(most(less.executions_per_day) < most(more.executions_per_day));
            assert!(most(less.requests_per_minute) < most(more.requests_per_minute));
            assert!(less.shortest_interval > more.shortest_interval);
            assert!(
                less.monthly_credits.is_some_and(|less| more.monthly_credits.is_none_or(|more| less < more))
            );
            assert!(less.batch_size <= more.batch_size);
            assert!(most(less.concurrency) < most(more.concurrency));
        }
    }
}
