//! One owner with an account, tasks and executions, and others who write the account just before us.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use async_trait::async_trait;
use beadle_domain::{
    access::{Principal, Role},
    account::{Account, Credits, Ledger, SubscriptionLevel},
    config::Config,
    execution::{CancelReason, Event, Execution, Hold, HoldKind, Request, Status},
    projection::{AuditEntry, Change, ChangeRecord, ExecutionFacts, Sequence},
    specimen,
    task::{SavedTask, Task, TaskDraft, TaskStats},
};
use beadle_values::{
    id::{ConfigId, ExecutionId, OwnerId, TaskId},
    page::Page,
    violation::Path,
};
use futures_util::FutureExt;
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use super::super::{AccountService, Admission, Admit, admit, settle};
use crate::{
    Call,
    port::{
        AccountWritten, Accounts, Arming, AuditQuery, AuditTrail, CancelRequest, ConfigQuery, Configs,
        ExecutionCount, ExecutionQuery, Executions, Ids, Inserted, Replaced, Saved, Scheduler,
        SchedulerError, StoreError, StoredAccount, TaskQuery, Tasks,
    },
};

/// No test creates anything that needs an id.
struct NoIds;

impl Ids for NoIds {
    fn fresh(&self, _: Timestamp) -> Uuid {
        Uuid::nil()
    }
}

/// The middle of a month and of a day: 2026-11-15T12:00:00Z.
pub(super) const NOON: Timestamp = Timestamp::constant(1_794_744_000, 0);

pub(super) fn ada() -> OwnerId {
    OwnerId::parse("ada").unwrap()
}

pub(super) fn by(role: Role, level: SubscriptionLevel) -> Principal {
    Principal { level, ..Principal::in_person(ada(), role) }
}

pub(super) fn credits(whole: u64) -> Credits {
    Credits::from_thousandths(whole * 1_000)
}

/// Execution `number` of ada, which costs `cost` credits.
pub(super) fn execution(number: u128, cost: u64) -> Execution {
    let id = ExecutionId::from_uuid(Uuid::from_u128(number));
    let request = specimen::request(&json!({"url": "http://a.example"}));
    Execution::new(Request { id, credits: credits(cost), created_at: NOON, ..request }, NOON)
}

/// That it ended so at `now`.
pub(super) fn ended(execution: &Execution, status: Status, now: Timestamp) -> ChangeRecord {
    let running = execution.apply(Event::Claim { lease_until: now }, now).unwrap();
    let event = match status {
        Status::Completed => Event::Succeed { answer: None },
        Status::Failed => Event::Fail { failure: specimen::timeout(), answer: None },
        _ => Event::Cancel { reason: CancelReason::Requested },
    };
    let after = ExecutionFacts::from(&running.apply(event, now).unwrap());
    let change = Change::Execution { before: Some((&running).into()), after };
    ChangeRecord { shard: "shard".into(), sequence: Sequence::of(1), at: now, change }
}

#[derive(Default)]
pub(super) struct State {
    pub(super) account: StoredAccount,
    /// How often the next writes meet somebody who was faster.
    pub(super) rivals: usize,
    pub(super) reads: usize,
    pub(super) writes: usize,
    pub(super) used: ExecutionCount,
    pub(super) tasks: BTreeMap<TaskId, Task>,
    pub(super) armed: BTreeMap<TaskId, Arming>,
    pub(super) executions: BTreeMap<ExecutionId, Execution>,
    pub(super) entries: Vec<AuditEntry>,
}

#[derive(Clone, Default)]
pub(super) struct World(Arc<Mutex<State>>);

impl World {
    /// One whose account states this.
    pub(super) fn with(change: impl FnOnce(&mut Account)) -> Self {
        let world = Self::default();
        let mut account = Account::new(ada(), NOON);
        change(&mut account);
        world.state().account = StoredAccount { version: 1, account: Some(account) };
        world
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    pub(super) fn ledger(&self) -> Ledger {
        self.state().account.account.as_ref().map(|account| account.ledger.clone()).unwrap_or_default()
    }

    /// The service over this world.
    pub(super) fn service(&self) -> AccountService {
        let world = Arc::new(self.clone());
        AccountService::over(&world, Arc::new(NoIds))
    }

    /// What `work` comes to, which never waits.
    pub(super) fn call<T>(&self, by: &Principal, now: Timestamp, work: impl AsyncFnOnce(Call<'_>) -> T) -> T {
        work(Call::new(by, now)).now_or_never().unwrap()
    }

    /// Admits `execution` at `now` on the account as it stands, as one that begins by itself if `by_day`.
    pub(super) fn admit(&self, execution: &Execution, by_day: bool, times: u32, now: Timestamp) -> Admit {
        let stored = self.state().account.clone();
        self.admit_on(stored, execution, by_day, times, now).unwrap()
    }

    /// The same on an account that was read some time ago.
    pub(super) fn admit_on(
        &self,
        stored: StoredAccount,
        execution: &Execution,
        by_day: bool,
        times: u32,
        now: Timestamp,
    ) -> Result<Admit, StoreError> {
        let admission = Admission { by_day, deferrals: times, fraction: 0.5 };
        admit(self, stored, execution, admission, now).now_or_never().unwrap()
    }

    pub(super) fn settle(&self, records: &[ChangeRecord]) {
        settle(self, records).now_or_never().unwrap().unwrap();
    }

    /// Task `number`, created that many seconds after noon, with a schedule that ticks as often as `every`
    /// says.
    pub(super) fn has_task(&self, number: i64, every: &str) -> TaskId {
        let id = TaskId::from_uuid(Uuid::from_u128(number.unsigned_abs().into()));
        let body = json!({"name": "ping", "type": "todo", "schedule": every});
        let created = NOON + jiff::SignedDuration::from_secs(number);
        let task = TaskDraft::parse(&body, &Path::body()).unwrap().into_task(id, ada(), created);
        let mut state = self.state();
        state.armed.extend(Arming::of(&task).map(|arming| (id, arming)));
        state.tasks.insert(id, task);
        id
    }

    /// Execution `number` waits until `due` for what `kind` names.
    pub(super) fn waits(&self, number: u128, kind: HoldKind, due: Timestamp) -> ExecutionId {
        let running = execution(number, 1).apply(Event::Claim { lease_until: NOON }, NOON).unwrap();
        let deferred = running.apply(Event::Defer { due, hold: Hold::new(kind, "") }, NOON).unwrap();
        self.state().executions.insert(deferred.id(), deferred.clone());
        deferred.id()
    }

    pub(super) fn due(&self, id: ExecutionId) -> Option<Timestamp> {
        self.state().executions[&id].state().due()
    }
}

#[async_trait]
impl Accounts for World {
    async fn read(&self, _: &OwnerId) -> Result<StoredAccount, StoreError> {
        let mut state = self.state();
        state.reads += 1;
        Ok(state.account.clone())
    }

    async fn write(&self, account: &Account, expected: u64) -> Result<AccountWritten, StoreError> {
        let mut state = self.state();
        if state.rivals > 0 {
            state.rivals -= 1;
            state.account.version += 1;
        }
        if state.account.version != expected {
            return Ok(AccountWritten::Conflict(Box::new(state.account.clone())));
        }
        state.writes += 1;
        state.account = StoredAccount { version: expected + 1, account: Some(account.clone()) };
        Ok(AccountWritten::Done)
    }

    async fn count_tasks(&self, _: &OwnerId, most: u32) -> Result<u32, StoreError> {
        let tasks = self.state().tasks.values().filter(|task| task.deleted_at.is_none()).count();
        Ok(u32::try_from(tasks).unwrap().min(most))
    }

    async fn count_executions(
        &self,
        _: &OwnerId,
        _: Timestamp,
        _: Timestamp,
    ) -> Result<ExecutionCount, StoreError> {
        Ok(self.state().used)
    }
}

#[async_trait]
impl AuditTrail for World {
    async fn append(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        self.state().entries.push(entry.clone());
        Ok(())
    }

    async fn list(&self, _: &AuditQuery) -> Result<Page<AuditEntry>, StoreError> {
        unreachable!("not used here")
    }
}

#[async_trait]
impl Executions for World {
    async fn get(&self, id: ExecutionId) -> Result<Option<Execution>, StoreError> {
        Ok(self.state().executions.get(&id).cloned())
    }

    async fn list(&self, query: &ExecutionQuery) -> Result<Page<Execution>, StoreError> {
        let state = self.state();
        let of_status = |execution: &&Execution| query.status.is_none_or(|one| execution.status() == one);
        Ok(Page { items: state.executions.values().filter(of_status).cloned().collect(), next: None })
    }

    async fn save(&self, execution: &Execution, expected: u64, _: u32) -> Result<Saved, StoreError> {
        let mut state = self.state();
        match state.executions.get_mut(&execution.id()) {
            Some(row) if row.version() == expected => {
                *row = execution.clone();
                Ok(Saved::Done)
            }
            _ => Ok(Saved::Conflict),
        }
    }

    async fn request_cancel(&self, _: ExecutionId) -> Result<CancelRequest, StoreError> {
        Ok(CancelRequest::NotRunning)
    }

    async fn ended(&self, _: ExecutionId, _: Duration) -> Result<Option<Execution>, StoreError> {
        unreachable!("not used here")
    }
}

#[async_trait]
impl Tasks for World {
    async fn get(&self, id: TaskId) -> Result<Option<SavedTask>, StoreError> {
        let task = self.state().tasks.get(&id).cloned();
        Ok(task.map(|task| SavedTask { task, stats: TaskStats::default() }))
    }

    async fn list(&self, _: &TaskQuery) -> Result<Page<SavedTask>, StoreError> {
        let newest_first = self.state().tasks.values().rev().cloned().collect::<Vec<_>>();
        let saved = |task| SavedTask { task, stats: TaskStats::default() };
        Ok(Page { items: newest_first.into_iter().map(saved).collect(), next: None })
    }

    async fn insert(&self, task: &Task) -> Result<Inserted<Task>, StoreError> {
        self.state().tasks.insert(task.id, task.clone());
        Ok(Inserted::Created)
    }

    async fn replace(&self, task: &Task, expected: u64) -> Result<Replaced, StoreError> {
        let mut state = self.state();
        match state.tasks.get_mut(&task.id) {
            Some(row) if row.version == expected => {
                *row = task.clone();
                Ok(Replaced::Done)
            }
            _ => Ok(Replaced::Conflict),
        }
    }

    async fn assign_number(&self, _: TaskId) -> Result<u64, StoreError> {
        unreachable!("not used here")
    }

    async fn by_number(&self, _: u64) -> Result<Option<TaskId>, StoreError> {
        unreachable!("not used here")
    }
}

/// There are no configs.
#[async_trait]
impl Configs for World {
    async fn get(&self, _: ConfigId) -> Result<Option<Config>, StoreError> {
        Ok(None)
    }

    async fn list(&self, _: &ConfigQuery) -> Result<Page<Config>, StoreError> {
        Ok(Page { items: Vec::new(), next: None })
    }

    async fn users(&self, _: ConfigId, _: usize) -> Result<Vec<TaskId>, StoreError> {
        Ok(Vec::new())
    }

    async fn insert(&self, _: &Config) -> Result<Inserted<Config>, StoreError> {
        unreachable!("not used here")
    }

    async fn replace(&self, _: &Config, _: u64) -> Result<Replaced, StoreError> {
        unreachable!("not used here")
    }

    async fn remove(&self, _: ConfigId, _: u64) -> Result<Replaced, StoreError> {
        unreachable!("not used here")
    }
}

#[async_trait]
impl Scheduler for World {
    async fn arm(&self, arming: &Arming) -> Result<(), SchedulerError> {
        self.state().armed.insert(arming.task, arming.clone());
        Ok(())
    }

    async fn disarm(&self, task: TaskId) -> Result<(), SchedulerError> {
        self.state().armed.remove(&task);
        Ok(())
    }
}
