//! What the account of its owner says about an execution that waits for credits or for a limit.

use jiff::Timestamp;

use crate::{
    account::{Credits, LimitType},
    execution::HoldKind,
};

/// The account of the owner of an execution that waits for credits or for a limit, as it stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountView {
    /// What the execution costs.
    pub cost: Credits,
    /// What may still be spent this month; `None` without a budget.
    pub available: Option<Credits>,
    /// The budget of a month; `None` without one.
    pub monthly_credits: Option<Credits>,
    /// When the month ends.
    pub month_ends: Timestamp,
    /// Whether as many executions that cost credits are under way as there may be.
    pub crowded: bool,
    /// How many executions may run in a day; `None` without a limit.
    pub executions_per_day: Option<u32>,
    /// How many have run today.
    pub executions_today: u64,
    /// When the day ends.
    pub day_ends: Timestamp,
}

impl AccountView {
    /// Which limit is reached: of the month or of the day. `None` where there is room by now.
    pub fn reached(&self) -> Option<LimitType> {
        if self.available.is_some_and(|available| available < self.cost) {
            return Some(LimitType::Credits);
        }
        let most = self.executions_per_day.map(u64::from);
        most.filter(|most| self.executions_today >= *most).map(|_| LimitType::ExecutionsPerDay)
    }

    /// What has to happen before an execution that is held by `kind` may begin.
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
