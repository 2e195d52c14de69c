//! How long executions have waited.
//!
//! There is no index of what waits, and a list of what has not ended reads everything that has. So each execution is looked at
//! when it has the age that a rule waits for, once, in the order of requests; the first that waits then is looked at until it
//! no longer does.

use std::time::Duration;

use beadle_domain::alert::{AlertBook, AlertRule, Fact};
use beadle_values::id::OwnerId;
use jiff::Timestamp;

use super::AlertService;
use crate::port::{ExecutionOrder, ExecutionQuery, ExecutionScope, StoreError};

/// The page size.
const PAGE: usize = 100;

/// The most pages of one look; the next one goes on.
const MAX_PAGES: usize = 50;

impl AlertService {
    /// What waits by `rule`, and until which time of request nothing waits too long; no fact if there was more than one look
    /// can take.
    pub(super) async fn backlog(
        &self,
        owner: &OwnerId,
        book: &AlertBook,
        rule: &AlertRule,
        older_than: Duration,
    ) -> Result<(Vec<Fact>, Option<Timestamp>), StoreError> {
        let now = self.clock.now();
        let before = |time: Timestamp| time.checked_sub(older_than).unwrap_or(Timestamp::UNIX_EPOCH);
        let to = before(now);
        let scope = rule.task_id.map_or_else(|| ExecutionScope::Owner(owner.clone()), ExecutionScope::Task);
        // A new rule looks back as far again, so that a backlog that is there already is found.
        let seen_until = book.states.get(&rule.name).and_then(|state| state.seen_until);
        let from = seen_until.unwrap_or_else(|| before(to));
        let fact = |waiting_since| vec![Fact::Backlog { rule: rule.name.clone(), waiting_since, at: now }];
        let mut query = ExecutionQuery {
            from: Some(from),
            to: Some(to),
            order: ExecutionOrder::OldestFirst,
            ..ExecutionQuery::newest(scope, PAGE)
        };
        let mut last = from;
        for _ in 0..MAX_PAGES {
            let page = self.executions.list(&query).await?;
            for execution in &page.items {
                last = execution.request.created_at;
                // What tells of a backlog is none, or a target that is down would keep it up.
                if execution.is_notice() {
                    continue;
                }
                let Some(since) = execution.waiting_since() else { continue };
                if since <= to {
                    return Ok((fact(Some(since)), Some(last)));
                }
                if execution.request.trigger.scheduled_for.is_some() {
                    // It was made ahead of its time, and is looked at again.
                    return Ok((fact(None), Some(last)));
                }
            }
            let Some(next) = page.next else { return Ok((fact(None), Some(to.max(from)))) };
            query.cursor = Some(next);
        }
        Ok((Vec::new(), Some(last)))
    }
}
