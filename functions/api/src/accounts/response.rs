//! Responses about accounts.

pub(super) mod event;

use beadle_application::account::Overview;
use beadle_domain::{
    account::{Credits, Limits, SubscriptionLevel},
    gate::Pause,
};
use beadle_values::duration;
use jiff::Timestamp;
use serde::Serialize;

use crate::pauses::response::PauseResponse;

/// An account: limits, usage and credits of a user.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Account))]
pub(crate) struct AccountResponse<'a> {
    /// Id of the owner.
    user_id: &'a str,
    /// The subscription level.
    #[cfg_attr(test, schema(value_type = String, example = "free"))]
    subscription_level: SubscriptionLevel,
    /// Limits of the subscription level; null means no limit.
    limits: LimitsResponse,
    /// Current usage.
    usage: UsageResponse,
    /// Credits of the current month.
    credits: CreditsResponse,
    /// The pause of all its executions; null if they are not paused.
    pause: Option<PauseResponse<'a>>,
}

/// Limits of a subscription level; null means no limit.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Limits))]
struct LimitsResponse {
    /// Number of saved tasks.
    tasks: Option<u32>,
    /// Executions per day (UTC).
    executions_per_day: Option<u32>,
    /// Shortest interval between two runs of a schedule.
    shortest_interval_ms: Option<u64>,
    /// Credits per month (UTC).
    #[cfg_attr(test, schema(value_type = Option<f64>))]
    monthly_credits: Option<Credits>,
    /// API requests per minute.
    requests_per_minute: Option<u32>,
    /// Items per batch.
    batch_size: u32,
    /// Concurrent calls made by executions.
    concurrency: Option<u32>,
}

/// Current usage. Counts may lag by a moment.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Usage))]
struct UsageResponse {
    /// Number of saved tasks.
    tasks: u32,
    /// Executions started today (UTC).
    executions_today: u64,
    /// End of the day.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    day_ends_at: Timestamp,
}

/// Credits of a month.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Credits))]
struct CreditsResponse {
    /// The month.
    #[cfg_attr(test, schema(example = "2026-11"))]
    month: String,
    /// Spent by executions that completed this month.
    #[cfg_attr(test, schema(value_type = f64))]
    spent: Credits,
    /// Reserved for executions that have started.
    #[cfg_attr(test, schema(value_type = f64))]
    reserved: Credits,
    /// Remaining credits that were purchased in addition to the budget.
    #[cfg_attr(test, schema(value_type = f64))]
    bought: Credits,
    /// Credits that may still be spent this month; null without a budget.
    #[cfg_attr(test, schema(value_type = Option<f64>))]
    available: Option<Credits>,
    /// Credits spent by all executions so far.
    #[cfg_attr(test, schema(value_type = f64))]
    total_consumed: Credits,
    /// End of the month, when the budget resets.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    month_ends_at: Timestamp,
}

impl<'a> AccountResponse<'a> {
    pub(crate) fn of(overview: &'a Overview, pause: Option<&'a Pause>) -> Self {
        let Limits {
            tasks,
            executions_per_day,
            shortest_interval,
            monthly_credits,
            requests_per_minute,
            batch_size,
            concurrency,
        } = overview.limits;
        Self {
            user_id: overview.owner.as_str(),
            subscription_level: overview.level,
            limits: LimitsResponse {
                tasks,
                executions_per_day,
                shortest_interval_ms: shortest_interval.map(duration::millis),
                monthly_credits,
                requests_per_minute,
                batch_size,
                concurrency,
            },
            usage: UsageResponse {
                tasks: overview.tasks,
                executions_today: overview.executions_today,
                day_ends_at: overview.day_ends,
            },
            credits: CreditsResponse {
                month: overview.month.to_string(),
                spent: overview.spent,
                reserved: overview.reserved,
                bought: overview.bought,
                available: overview.available,
                total_consumed: overview.spent_ever,
                month_ends_at: overview.month.end(),
            },
            pause: pause.map(PauseResponse::from),
        }
    }
}
