//! What each subscription level may use: the one place where it is written down.

use std::time::Duration;

use super::{Account, Credits, SubscriptionLevel};

/// The most that an owner may use. `None` is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Tasks that are saved and not deleted.
    pub tasks: Option<u32>,
    /// Executions started in a day (UTC).
    pub executions_per_day: Option<u32>,
    /// The shortest time between two runs of a schedule.
    pub shortest_interval: Option<Duration>,
    /// Credits that executions may cost in a month (UTC), top-ups aside.
    pub monthly_credits: Option<Credits>,
    /// Requests to the API in a minute.
    pub requests_per_minute: Option<u32>,
    /// Items of one batch.
    pub batch_size: u32,
    /// Calls that its executions may make at once.
    pub concurrency: Option<u32>,
}

impl Limits {
    /// What holds for everyone, whatever their level.
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

    /// The limits of an account: those of its level, with the budget that it has of its own, if it has one.
    pub fn of_account(level: SubscriptionLevel, account: Option<&Account>) -> Self {
        let limits = Self::of(level);
        let budget = account.and_then(|account| account.monthly_credits);
        Self { monthly_credits: budget.or(limits.monthly_credits), ..limits }
    }
}

/// The kind of a limit; its name is part of the API (`limit_type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LimitType {
    /// [`Limits::tasks`].
    Tasks,
    /// [`Limits::executions_per_day`].
    ExecutionsPerDay,
    /// [`Limits::shortest_interval`].
    ScheduleInterval,
    /// [`Limits::monthly_credits`].
    Credits,
    /// [`Limits::requests_per_minute`].
    RequestsPerMinute,
    /// [`Limits::batch_size`].
    BatchSize,
}

impl LimitType {
    /// Every limit.
    pub const ALL: [Self; 6] = [
        Self::Tasks,
        Self::ExecutionsPerDay,
        Self::ScheduleInterval,
        Self::Credits,
        Self::RequestsPerMinute,
        Self::BatchSize,
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tasks => "tasks",
            Self::ExecutionsPerDay => "executions_per_day",
            Self::ScheduleInterval => "schedule_interval",
            Self::Credits => "credits",
            Self::RequestsPerMinute => "api_requests",
            Self::BatchSize => "batch_size",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_higher_level_allows_no_less() {
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
