//! The watchdog looks at the alerts of an owner: it measures what no change tells, and tells what turned.

use beadle_domain::alert::{AlertBook, AlertRule, Condition, Fact};
use beadle_values::id::{ConfigId, OwnerId};
use jiff::Timestamp;

use super::{AlertService, Stored};
use crate::port::{Replaced, StoreError};

impl AlertService {
    /// Measures what is to be measured and tells what is to be told; returns the number of calls. What was measured is
    /// written before it is told: a look that crashes tells the same turns again, under the same ids.
    ///
    /// # Errors
    /// [`StoreError`] when some may not be told.
    pub async fn look(&self, owner: &OwnerId) -> Result<usize, StoreError> {
        let stored = self.stored(owner).await?;
        let measured = self.measured(owner, stored.book.clone()).await?;
        let stored = match self.save(owner, &stored, &measured).await? {
            Replaced::Done if stored.book == measured => stored,
            Replaced::Done => Stored { version: stored.version.saturating_add(1), book: measured },
            // Another look or a fact was faster: the next look goes on.
            Replaced::Conflict => return Ok(0),
        };
        let now = self.clock.now();
        let mut calls = 0;
        for (turn, rule) in stored.book.to_tell(now) {
            calls += self.tell(owner, &stored.book, (turn, rule), now).await?;
        }
        let told: Vec<u64> = stored.book.to_tell(now).map(|(turn, _)| turn.number).collect();
        let mut book = stored.book.clone();
        book.turns.retain(|turn| !told.contains(&turn.number));
        match self.save(owner, &stored, &book).await? {
            Replaced::Done => Ok(calls),
            Replaced::Conflict => Ok(0),
        }
    }

    /// `book` with what is found out about the rules that are to be measured now.
    async fn measured(&self, owner: &OwnerId, mut book: AlertBook) -> Result<AlertBook, StoreError> {
        let now = self.clock.now();
        let rules: Vec<_> = book.to_measure(now).cloned().collect();
        for rule in rules {
            let (facts, seen_until) = match (rule.when, rule.older_than) {
                (_, Some(older_than)) => self.backlog(owner, &book, &rule, older_than.0).await?,
                (Condition::BreakerOpen, _) => (self.without_config(&book, &rule, now).await?, None),
                _ => (self.credits_left(owner).await?.into_iter().collect(), None),
            };
            let is_behind = facts.is_empty() && seen_until.is_some();
            book = facts.iter().fold(book, |book, fact| book.after(fact, now));
            book.measured(&rule, now, seen_until, is_behind);
        }
        Ok(book)
    }

    /// The configs that were deleted while their breaker was open: it will not close any more.
    async fn without_config(
        &self,
        book: &AlertBook,
        rule: &AlertRule,
        now: Timestamp,
    ) -> Result<Vec<Fact>, StoreError> {
        let firing = book.states.get(&rule.name).into_iter().flat_map(|state| state.firing.keys());
        let mut gone = Vec::new();
        for subject in firing {
            let Ok(config) = subject.parse::<ConfigId>() else { continue };
            if self.configs.get(config).await?.is_none() {
                gone.push(Fact::Gone { subject: subject.clone(), at: now });
            }
        }
        Ok(gone)
    }
}
