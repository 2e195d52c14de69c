//! The executions of a batch by status, as the projector counts them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    execution::Status,
    projection::{ExecutionFacts, change::Before},
};

/// Executions by status, or a change of their numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchTally {
    /// The number of executions with each status.
    counts: BTreeMap<Status, i64>,
    /// When the first attempt of one of them began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began_at: Option<Timestamp>,
}

impl BatchTally {
    /// The number of executions with `status`.
    pub fn get(&self, status: Status) -> u64 {
        self.counts.get(&status).and_then(|count| u64::try_from(*count).ok()).unwrap_or_default()
    }

    /// The number of executions that have ended.
    pub fn ended(&self) -> u64 {
        Status::ALL.into_iter().filter(|status| status.is_final()).map(|status| self.get(status)).sum()
    }

    /// Adds `amount` to the number of executions with `status`.
    pub fn count(&mut self, status: Status, amount: i64) {
        let stands = self.counts.entry(status).or_default();
        *stands = stands.saturating_add(amount);
        if *stands == 0 {
            self.counts.remove(&status);
        }
    }

    /// Counts a change of an execution. One that was never counted has no `before`.
    pub(crate) fn add(&mut self, before: Option<Before>, after: &ExecutionFacts) {
        self.began_at = earlier(self.began_at, after.started_at);
        let before = before.map(|before| before.status);
        if before == Some(after.status) {
            return;
        }
        if let Some(before) = before {
            self.count(before, -1);
        }
        self.count(after.status, 1);
    }

    /// Adds all counts of `other`.
    pub fn merge(&mut self, other: &Self) {
        for (status, amount) in other.iter() {
            self.count(status, amount);
        }
        self.began_at = earlier(self.began_at, other.began_at);
    }

    /// The counts that are not zero.
    pub fn iter(&self) -> impl Iterator<Item = (Status, i64)> {
        self.counts.iter().map(|(status, amount)| (*status, *amount))
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty() && self.began_at.is_none()
    }
}

fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
