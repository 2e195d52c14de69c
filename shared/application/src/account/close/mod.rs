//! Closing the account of a user who was deleted: nothing of theirs runs any more, and nobody can
//! authenticate as them.
//!
//! Every step finds what is left to do and does it, so a repeat continues where an interrupted call stopped.
//! Keys go first, so that nobody starts anything new with them; then tasks, so that nothing new starts; then
//! what was started; then the configs that nobody else may use.

mod pages;

use std::sync::Arc;

use beadle_domain::{
    access::{Principal, Role},
    config::Config,
    execution::{CancelReason, Execution},
    projection::audit::{Subject, Verb},
    task::SavedTask,
};
use beadle_values::id::OwnerId;
use jiff::{SignedDuration, Timestamp};

use self::pages::Pages;
use crate::{
    Call, Error, Expected,
    alert::AlertService,
    audit::{self, Target},
    execution::{CancelOutcome, cancel_by_system},
    port::{
        ApiKeys, AuditTrail, Clock, ConfigQuery, Configs, ExecutionQuery, ExecutionScope, Executions,
        TaskQuery,
    },
    task::TaskService,
};

/// The page size.
const PAGE: usize = 100;

/// How far the clocks of those that start executions may lag behind ours, plus the delay of lists.
const LAG: SignedDuration = SignedDuration::from_secs(60);

/// Closes accounts.
#[derive(Clone)]
pub struct AccountClosing {
    /// The alerts.
    pub alerts: AlertService,
    /// Tasks and their schedules.
    pub tasks: TaskService,
    /// Executions.
    pub executions: Arc<dyn Executions>,
    /// Configs.
    pub configs: Arc<dyn Configs>,
    /// API keys.
    pub api_keys: Arc<dyn ApiKeys>,
    /// The audit trail.
    pub audit: Arc<dyn AuditTrail>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
}

/// Effects of closing an account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Closed {
    /// API keys that were revoked.
    pub api_keys: usize,
    /// Tasks that were deleted.
    pub tasks: usize,
    /// Executions that were cancelled.
    pub executions: usize,
    /// Configs that were removed.
    pub configs: usize,
    /// Whether nothing is left to do; otherwise the time was up.
    pub finished: bool,
}

impl AccountClosing {
    /// Closes the account of `owner`, until `until` at the latest. Configs that are shared with everyone
    /// stay.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Scheduler`], [`Error::Contended`]: what is not done yet is left, so call
    /// again.
    pub async fn close(&self, owner: &OwnerId, until: Timestamp) -> Result<Closed, Error> {
        let mut closed = Closed::default();
        let began = self.clock.now();
        closed.api_keys = self.revoke_keys(owner).await?;
        // Before the tasks: nobody is told that those that failed are gone.
        self.alerts.remove(owner).await?;
        let mut pages = Pages::until(&*self.clock, until);
        closed.tasks = self.delete_tasks(owner, &mut pages).await?;
        // The second round finds what was started during the first.
        let late = began.checked_sub(LAG).unwrap_or(began);
        for from in [None, Some(late)] {
            pages.restart();
            closed.executions += self.cancel_executions(owner, from, &mut pages).await?;
        }
        pages.restart();
        self.remove_calendars(owner).await?;
        closed.configs = self.remove_configs(owner, &mut pages).await?;
        closed.finished = !pages.out_of_time();
        Ok(closed)
    }

    async fn revoke_keys(&self, owner: &OwnerId) -> Result<usize, Error> {
        let keys = self.api_keys.list(owner).await?;
        for key in &keys {
            let by = system();
            let (call, target) = (Call::new(&by, self.clock.now()), Target::new(Some(owner), key.id));
            let audit = audit::entry(call, (Subject::ApiKey, Verb::Deleted), target);
            self.api_keys.remove(key.id, Some(&audit)).await?;
        }
        Ok(keys.len())
    }

    /// Removes the calendars, after the tasks that name them.
    async fn remove_calendars(&self, owner: &OwnerId) -> Result<(), Error> {
        for calendar in self.tasks.calendars.all(Some(owner)).await? {
            let by = system();
            let (call, target) = (Call::new(&by, self.clock.now()), Target::new(Some(owner), &calendar.name));
            let audit = audit::entry(call, (Subject::Calendar, Verb::Deleted), target);
            self.tasks.calendars.remove(&calendar, Some(&audit)).await?;
        }
        Ok(())
    }

    async fn delete_tasks(&self, owner: &OwnerId, pages: &mut Pages<'_>) -> Result<usize, Error> {
        let mut deleted = 0;
        while let Some(cursor) = pages.next() {
            // Newest first is the same at any time.
            let query = TaskQuery { cursor, ..TaskQuery::newest(owner.clone(), PAGE, Timestamp::UNIX_EPOCH) };
            let page = self.tasks.tasks.list(&query).await?;
            for SavedTask { task, .. } in page.items.into_iter().filter(|saved| saved.task.owner == *owner) {
                // Its schedule goes first: after an interruption the task is found once more.
                if task.times().is_some() {
                    self.tasks.scheduler.disarm(task.id).await?;
                }
                let by = system();
                let call = Call::new(&by, self.clock.now());
                match self.tasks.delete(call, task.id, &Expected::Any).await {
                    Ok(()) => deleted += 1,
                    Err(Error::TaskNotFound(_)) => {}
                    Err(error) => return Err(error),
                }
            }
            pages.turn(page.next);
        }
        Ok(deleted)
    }

    async fn cancel_executions(
        &self,
        owner: &OwnerId,
        from: Option<Timestamp>,
        pages: &mut Pages<'_>,
    ) -> Result<usize, Error> {
        let mut cancelled = 0;
        while let Some(cursor) = pages.next() {
            let scope = ExecutionScope::Owner(owner.clone());
            let query = ExecutionQuery { from, cursor, ..ExecutionQuery::newest(scope, PAGE) };
            let page = self.executions.list(&query).await?;
            for execution in page.items {
                cancelled += usize::from(self.cancel(execution).await?);
            }
            pages.turn(page.next);
        }
        Ok(cancelled)
    }

    async fn cancel(&self, execution: Execution) -> Result<bool, Error> {
        if execution.status().is_final() {
            return Ok(false);
        }
        let now = self.clock.now();
        let reason = CancelReason::AccountClosed;
        Ok(match cancel_by_system(&*self.executions, execution, reason, now).await? {
            CancelOutcome::Ended(_) | CancelOutcome::AlreadyRequested => false,
            CancelOutcome::Cancelled(_) => true,
            CancelOutcome::Requested(execution) => {
                // Its end does not show the reason; the row of one that is cancelled at once does.
                let request = &execution.request;
                let target =
                    Target { task: request.task_id, ..Target::new(Some(&request.owner), request.id) };
                self.audit((Subject::Execution, Verb::Cancelled), target).await;
                true
            }
        })
    }

    async fn remove_configs(&self, owner: &OwnerId, pages: &mut Pages<'_>) -> Result<usize, Error> {
        let mut removed = 0;
        while let Some(cursor) = pages.next() {
            let query = ConfigQuery { cursor, ..ConfigQuery::newest(owner.clone(), PAGE) };
            let page = self.configs.list(&query).await?;
            let own = page.items.iter().filter(|config| config.owner == *owner && !config.shared);
            for Config { id, version, .. } in own {
                let by = system();
                let (call, target) = (Call::new(&by, self.clock.now()), Target::new(Some(owner), id));
                let audit = audit::entry(call, (Subject::Config, Verb::Deleted), target);
                self.configs.remove(*id, *version, Some(&audit)).await?;
                removed += 1;
            }
            pages.turn(page.next);
        }
        Ok(removed)
    }

    /// Records an action of the system that changes no audited row.
    async fn audit(&self, action: (Subject, Verb), target: Target<'_>) {
        let by = system();
        audit::audit(&*self.audit, Call::new(&by, self.clock.now()), action, target).await;
    }
}

/// The system as the caller that closes accounts.
fn system() -> Principal {
    Principal::in_person(OwnerId::user_deleted(), Role::Admin)
}
