//! What was spent of a month's budget, what is set aside for executions that have begun, and what was bought beside it.
//!
//! An execution that costs credits sets them aside before its first attempt ([`Ledger::set_aside`]); when it has ended they
//! are spent or given back ([`Ledger::settle`]). Both name the execution, so that a repeat changes nothing, and what is set
//! aside counts as spent: no number of executions at once overdraws a budget.

use std::collections::BTreeMap;

use beadle_values::id::ExecutionId;
use serde::{Deserialize, Serialize};

use super::{Credits, Month};

/// For how many executions at once credits may be set aside: bounds the size of the row.
const MAX_RESERVATIONS: usize = 2_000;

/// How many top-ups are remembered, so that a repeat of one is none.
const MAX_TOP_UPS: usize = 200;

/// The credits of an account.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// The month that `spent` is about.
    #[serde(default)]
    pub month: Month,
    /// What executions cost that have completed in that month.
    #[serde(default)]
    pub spent: Credits,
    /// What executions cost that have ever completed.
    #[serde(default)]
    pub spent_ever: Credits,
    /// What is left of what was bought beside the budget; used once the budget is, and kept from month to month.
    #[serde(default)]
    pub bought: Credits,
    /// What is set aside for executions that have begun and not ended.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    set_aside: BTreeMap<ExecutionId, Credits>,
    /// The keys of the last top-ups, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    top_ups: Vec<String>,
}

/// Whether an execution may begin.
#[derive(Debug, Clone, PartialEq)]
pub enum SetAside {
    /// What it costs has been set aside before.
    Already,
    /// It is set aside in this ledger, once that is written.
    Done(Ledger),
    /// There is not enough left.
    NotEnough {
        /// What is left.
        available: Credits,
    },
    /// Credits are set aside for too many executions at once.
    TooMany,
}

impl Ledger {
    /// What is set aside.
    pub fn reserved(&self) -> Credits {
        self.set_aside.values().copied().sum()
    }

    /// The ledger as it stands in `month` under `budget`: with a new month nothing of it is spent, and what the last one
    /// went beyond its budget was bought.
    #[must_use]
    pub fn in_month(&self, month: Month, budget: Option<Credits>) -> Self {
        if month <= self.month {
            return self.clone();
        }
        let beyond = budget.map_or(Credits::ZERO, |budget| self.spent.saturating_sub(budget));
        Self { month, spent: Credits::ZERO, bought: self.bought.saturating_sub(beyond), ..self.clone() }
    }

    /// Whether credits are set aside for as many executions as there may be at a time.
    pub fn is_full(&self) -> bool {
        self.set_aside.len() >= MAX_RESERVATIONS
    }

    /// What may still be set aside in `month` under `budget`; `None` without a budget.
    pub fn available(&self, month: Month, budget: Option<Credits>) -> Option<Credits> {
        let now = self.in_month(month, budget);
        budget.map(|budget| (budget + now.bought).saturating_sub(now.spent + now.reserved()))
    }

    /// Sets aside `credits` for `execution` in `month` under `budget`.
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

    /// The ledger after the end of `executions` in `month`: what was set aside for one is spent if it is to be charged, and
    /// given back otherwise. `None` when nothing was set aside for any of them.
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

    /// The ledger with `credits` more that were bought under `key`; `None` when they were bought before.
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
