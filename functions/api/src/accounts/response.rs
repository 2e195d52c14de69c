//! Accounts, as they are answered.

pub(super) mod event;

use beadle_application::account::Overview;
use beadle_domain::account::{Credits, Limits, SubscriptionLevel};
use beadle_values::duration;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// What an owner may use, and what it uses.
#[derive(Serialize, ToSchema)]
#[schema(as = Account)]
pub(crate) struct AccountResponse<'a> {
    /// Whose it is.
    user_id: &'a str,
    /// The subscription level.
    #[schema(value_type = String, example = "free")]
    subscription_level: SubscriptionLevel,
    /// What the level allows; null is no limit.
    limits: LimitsResponse,
    /// What is used of it.
    usage: UsageResponse,
    /// The credits of this month.
    credits: CreditsResponse,
}

/// What a level allows; null is no limit.
#[derive(Serialize, ToSchema)]
#[schema(as = Limits)]
struct LimitsResponse {
    /// Tasks that are saved.
    tasks: Option<u32>,
    /// Executions in a day, in UTC.
    executions_per_day: Option<u32>,
    /// The shortest time between two runs of a schedule.
    shortest_interval_ms: Option<u64>,
    /// Credits in a month, in UTC.
    #[schema(value_type = Option<f64>)]
    monthly_credits: Option<Credits>,
    /// Requests to the API in a minute.
    requests_per_minute: Option<u32>,
    /// Items of one batch.
    batch_size: u32,
    /// Calls that executions make at once.
    concurrency: Option<u32>,
}

/// What is used, as far as it is counted: a moment behind.
#[derive(Serialize, ToSchema)]
#[schema(as = Usage)]
struct UsageResponse {
    /// Tasks that are saved.
    tasks: u32,
    /// Executions started today.
    executions_today: u64,
    /// When the day ends.
    #[schema(value_type = String, format = DateTime)]
    day_ends_at: Timestamp,
}

/// Credits.
#[derive(Serialize, ToSchema)]
#[schema(as = Credits)]
struct CreditsResponse {
    /// The month that they are about.
    #[schema(example = "2026-11")]
    month: String,
    /// What executions that completed have cost in it.
    #[schema(value_type = f64)]
    spent: Credits,
    /// What is set aside for executions that have begun.
    #[schema(value_type = f64)]
    reserved: Credits,
    /// What is left of the credits that were bought beside the budget.
    #[schema(value_type = f64)]
    bought: Credits,
    /// What may still be spent this month; null without a budget.
    #[schema(value_type = Option<f64>)]
    available: Option<Credits>,
    /// What executions have ever cost.
    #[schema(value_type = f64)]
    total_consumed: Credits,
    /// When the month ends and the budget begins anew.
    #[schema(value_type = String, format = DateTime)]
    month_ends_at: Timestamp,
}

impl<'a> AccountResponse<'a> {
    pub(crate) fn of(overview: &'a Overview) -> Self {
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
        }
    }
}
