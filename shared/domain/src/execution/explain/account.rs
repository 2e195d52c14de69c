//! Explains executions that wait for credits or for a limit of their owner's account.

use jiff::Timestamp;

use crate::{
    account::{Credits, LimitType},
    execution::HoldKind,
};

/// The current account of the owner of an execution that waits for credits or for a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountView {
    /// The cost of the execution.
    pub cost: Credits,
    /// The credits left this month; `None` without a budget.
    pub available: Option<Credits>,
    /// The monthly budget; `None` without one.
    pub monthly_credits: Option<Credits>,
    /// The end of the month.
    pub month_ends: Timestamp,
    /// Whether the maximum number of executions that cost credits is active.
    pub crowded: bool,
    /// The maximum number of executions per day; `None` without a limit.
    pub executions_per_day: Option<u32>,
    /// How many have run today.
    pub executions_today: u64,
    /// The end of the day.
    pub day_ends: Timestamp,
}

impl AccountView {
    /// The limit that is reached: the month's or the day's. `None` if neither is.
    pub fn reached(&self) -> Option<LimitType> {
        if self.available.is_some_and(|available| available < self.cost) {
            return Some(LimitType::Credits);
        }
        let most = self.executions_per_day.map(u64::from);
        most.filter(|most| self.executions_today >= *most).map(|_| LimitType::ExecutionsPerDay)
    }

    /// What has to happen before an execution held by `kind` may begin.
    pub(super) fn outlook(&self, kind: HoldKind) -> Option<String> {
        if !matches!(kind, HoldKind::Credits | HoldKind::Limit) {
            return None;
        }
        Some(match (self.reached(), self.available) {
            (Some(LimitType::Credits), Some(available)) => format!(
                "it costs {} credits and {available} are left; a top-up or a larger budget lets it ask at once, and a new \
                 month begins at {}",
                self.cost, self.month_ends
            ),
            (Some(_), _) => format!(
                "{} executions have run today; another level lets it ask at once, and a new day begins at {}",
                self.executions_today, self.day_ends
            ),
            (None, _) if self.crowded && !self.cost.is_zero() => {
                "as many executions of its owner that cost credits are under way as there may be; it begins once some of them \
                 have ended"
                    .to_owned()
            }
            (None, _) => "by now nothing of its owner's account keeps it back".to_owned(),
        })
    }
}
