//! Facts are taken.

use std::collections::BTreeSet;

use beadle_domain::{
    account::{Account, Limits, Month, SubscriptionLevel},
    alert::{AlertBook, Condition, Fact},
};
use beadle_values::id::{OwnerId, TaskId};

use super::AlertService;
use crate::{
    conflict::{Attempt, CAS_RETRIES, retry_on_conflict},
    port::{Replaced, StoreError},
};

impl AlertService {
    /// Takes `facts` about things of `owner`. Taking them again changes nothing. An owner without rules costs a read.
    ///
    /// # Errors
    /// [`StoreError`] when they must be taken again.
    pub async fn note(&self, owner: &OwnerId, facts: &[Fact]) -> Result<(), StoreError> {
        if facts.is_empty() {
            return Ok(());
        }
        let noted = retry_on_conflict(CAS_RETRIES, (), |()| async move {
            let stored = self.stored(owner).await?;
            if stored.book.rules.rules.is_empty() {
                return Ok(Attempt::Done(()));
            }
            let now = self.clock.now();
            let learnt = self.learnt(owner, &stored.book, facts).await?;
            let next = facts
                .iter()
                .filter(|fact| !matches!(fact, Fact::Failed { task, .. } if learnt.gone.contains(task)))
                .chain(&learnt.facts)
                .fold(stored.book.clone(), |book, fact| book.after(fact, now));
            Ok(Attempt::done_if(self.save(owner, &stored, &next).await? == Replaced::Done, ()))
        });
        // A row that can't be read keeps back neither the changes nor the watches of its owner.
        Self::readable(owner, noted.await).map(|_| ())
    }

    /// What has to be known beside `facts`: when the tasks that failed last completed, which other changes may have told long
    /// ago, and the credits that are left after executions.
    async fn learnt(&self, owner: &OwnerId, book: &AlertBook, facts: &[Fact]) -> Result<Learnt, StoreError> {
        let mut learnt = Learnt::default();
        let failed = facts.iter().filter_map(|fact| match fact {
            Fact::Failed { task, .. } if is_counted(book, fact) => Some(*task),
            _ => None,
        });
        for task in failed.collect::<BTreeSet<TaskId>>() {
            match Self::readable(owner, self.tasks.get(task).await)?.flatten() {
                Some(saved) if saved.task.deleted_at.is_none() => {
                    let at = saved.stats.last_success_time;
                    learnt.facts.extend(at.map(|at| Fact::Completed { task, at }));
                }
                _ => {
                    learnt.gone.insert(task);
                }
            }
        }
        if book.asks_for(Condition::CreditsBelow)
            && facts.iter().any(|fact| matches!(fact, Fact::Completed { .. }))
        {
            learnt.facts.extend(self.credits_left(owner).await?);
        }
        Ok(learnt)
    }

    /// The credits that `owner` has left; `None` without a budget.
    pub(super) async fn credits_left(&self, owner: &OwnerId) -> Result<Option<Fact>, StoreError> {
        let at = self.clock.now();
        let Some(stored) = Self::readable(owner, self.accounts.read(owner).await)? else { return Ok(None) };
        let account = stored.account;
        let unstated = Limits::of(SubscriptionLevel::UNSTATED);
        let limits = account.as_ref().map_or(unstated, Account::limits);
        let ledger = account.map(|account| account.ledger).unwrap_or_default();
        let left = ledger.available(Month::of(at), limits.monthly_credits);
        Ok(left.map(|left| Fact::Credits { left, at }))
    }
}

/// What was learnt beside the facts.
#[derive(Default)]
struct Learnt {
    facts: Vec<Fact>,
    /// Tasks that are deleted: nobody waits for their recovery.
    gone: BTreeSet<TaskId>,
}

fn is_counted(book: &AlertBook, fact: &Fact) -> bool {
    book.rules.rules.iter().any(|rule| fact.concerns(rule))
}
