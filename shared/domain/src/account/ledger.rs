//! The ledger of an account: credits spent in a month, credits reserved for executions that have begun, and
//! credits bought in addition to the budget.
//!
//! An execution that costs credits reserves them before its first attempt ([`Ledger::set_aside`]); when it
//! has ended they are spent or released ([`Ledger::settle`]). Both are keyed by the execution, so repeating
//! them changes nothing. Reserved credits count as spent, so concurrent executions can never overdraw a
//! budget.

use std::collections::BTreeMap;

use beadle_values::id::ExecutionId;
use serde::{Deserialize, Serialize};

use super::{Credits, Month};

/// The maximum number of concurrent reservations, which bounds the size of the row.
const MAX_RESERVATIONS: usize = 2_000;

/// How many top-ups are remembered to detect repeated ones.
const MAX_TOP_UPS: usize = 200;

/// The credits of an account.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// The month of `spent`.
    #[serde(default)]
    pub month: Month,
    /// The cost of executions that completed in that month.
    #[serde(default)]
    pub spent: Credits,
    /// The cost of all executions that ever completed.
    #[serde(default)]
    pub spent_ever: Credits,
    /// The unspent part of credits bought in addition to the budget. Used once the budget is exhausted, and
    /// carried over from month to month.
    #[serde(default)]
    pub bought: Credits,
    /// The credits reserved for executions that have begun and not ended.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    set_aside: BTreeMap<ExecutionId, Credits>,
    /// The keys of the latest top-ups, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    top_ups: Vec<String>,
}

/// The result of a reservation.
#[derive(Debug, Clone, PartialEq)]
pub enum SetAside {
    /// The credits were already reserved.
    Already,
    /// They are reserved in this ledger, once it is written.
    Done(Ledger),
    /// There are not enough credits left.
    NotEnough {
        /// The credits left.
        available: Credits,
    },
    /// There are too many concurrent reservations.
    TooMany,
}

impl Ledger {
    /// The sum of all reservations.
    pub fn reserved(&self) -> Credits {
        self.set_aside.values().copied().sum()
    }

    /// The ledger carried over to `month` with `budget`: in a new month nothing is spent yet, and the part of
    /// the last month's spending that exceeded the budget is taken from the bought credits.
    #[must_use]
    pub fn in_month(&self, month: Month, budget: Option<Credits>) -> Self {
        if month <= self.month {
            return self.clone();
        }
        let beyond = budget.map_or(Credits::ZERO, |budget| self.spent.saturating_sub(budget));
        Self { month, spent: Credits::ZERO, bought: self.bought.saturating_sub(beyond), ..self.clone() }
    }

    /// Whether the maximum number of reservations exists.
    pub fn is_full(&self) -> bool {
        self.set_aside.len() >= MAX_RESERVATIONS
    }

    /// The credits that can be reserved in `month` with `budget`; `None` without a budget.
    pub fn available(&self, month: Month, budget: Option<Credits>) -> Option<Credits> {
        let now = self.in_month(month, budget);
        budget.map(|budget| (budget + now.bought).saturating_sub(now.spent + now.reserved()))
    }

    /// Reserves `credits` for `execution` in `month` with `budget`.
    pub fn set_aside(
        &self,
        execution: ExecutionId,
        credits: Credits,
        month: Month,
        budget: Option<Credits>,
    ) -> SetAside {
        if self.set_aside.contains_key(&execution) {
            return SetAside::Already;
        }
        if let Some(available) = self.available(month, budget).filter(|available| *available < credits) {
            return SetAside::NotEnough { available };
        }
        if self.is_full() {
            return SetAside::TooMany;
        }
        let mut next = self.in_month(month, budget);
        next.set_aside.insert(execution, credits);
        SetAside::Done(next)
    }

    /// The ledger after `executions` have ended in `month`: the credits of each are spent if it is to be
    /// charged, and released otherwise. `None` if nothing was reserved for any of them.
    pub fn settle(
        &self,
        executions: &[(ExecutionId, bool)],
        month: Month,
        budget: Option<Credits>,
    ) -> Option<Self> {
        let mut next = self.in_month(month, budget);
        let mut changed = false;
        for (execution, charged) in executions {
            let Some(credits) = next.set_aside.remove(execution) else { continue };
            changed = true;
            if *charged {
                next.spent = next.spent + credits;
                next.spent_ever = next.spent_ever + credits;
            }
        }
        changed.then_some(next)
    }

    /// The ledger after a purchase of `credits` with `key`; `None` if it was recorded before.
    pub fn top_up(&self, key: &str, credits: Credits) -> Option<Self> {
        if self.top_ups.iter().any(|known| known == key) {
            return None;
        }
        let mut next = Self { bought: self.bought + credits, ..self.clone() };
        if next.top_ups.len() >= MAX_TOP_UPS {
            next.top_ups.remove(0);
        }
        next.top_ups.push(key.to_owned());
        Some(next)
    }
}

#[cfg(test)]
mod tests;
