//! One owner with an account, tasks and executions, and others who write the account just before us.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use beadle_application::{
    account::{AccountService, Admission, Admit, admit, settle},
    port::{
        Accounts, Applied, Arming, AuditQuery, AuditTrail, Checkpoint, ExecutionCount, Executions, Inserted,
        ProjectionStore, Replaced, Scheduler, StoreError, StoredAccount, Tasks, VersionedWrite,
    },
};
use beadle_domain::{
    access::{Principal, Role},
    account::{Account, Credits, Ledger, SubscriptionLevel},
    execution::{CancelReason, Event, Execution, Hold, HoldKind, Request, Status},
    projection::{
        AuditEntry, Change, ChangeRecord, Counter, ExecutionFacts, Hour, Projection, RollupCounters, Sequence,
    },
    specimen,
    task::{Task, TaskDraft},
};
use beadle_embedded::Embedded;
use beadle_testing::{FailingStore, StillClock};
use beadle_values::{
    id::{ExecutionId, OwnerId, TaskId},
    violation::Path,
};
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use crate::{put, store_with};

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

/// The record of its end with this status at `now`.
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

pub(super) struct World {
    store: Embedded,
    /// What the services write to: the store, whose next writes of the account meet `rivals`.
    pub(super) contested: Arc<FailingStore<Embedded>>,
    rivals: Arc<AtomicUsize>,
}

impl World {
    /// One without an account.
    pub(super) fn new() -> Self {
        let store = store_with(Arc::new(StillClock::at(NOON)));
        let (rivals, theirs) = (Arc::<AtomicUsize>::default(), store.clone());
        let left = Arc::clone(&rivals);
        let contested = FailingStore::new(store.clone(), |_, _| None).interfered(move |call, _| {
            let meets = call == "accounts.write"
                && left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
            let theirs = meets.then(|| theirs.clone())?;
            Some(Box::pin(async move { write_again(&theirs).await }))
        });
        Self { store, contested: Arc::new(contested), rivals }
    }

    /// One whose account states this.
    pub(super) async fn with(change: impl FnOnce(&mut Account)) -> Self {
        let world = Self::new();
        let mut account = Account::new(ada(), NOON);
        change(&mut account);
        assert_eq!(Accounts::write(&world.store, &account, 0, None).await.unwrap(), VersionedWrite::Done);
        world
    }

    /// The next `count` writes of the account meet somebody who was faster.
    pub(super) fn meets_rivals(&self, count: usize) {
        self.rivals.store(count, Ordering::SeqCst);
    }

    /// How often the account was read.
    pub(super) fn reads(&self) -> usize {
        self.calls("accounts.read")
    }

    /// How often the account was written.
    pub(super) fn writes(&self) -> usize {
        self.calls("accounts.write")
    }

    fn calls(&self, name: &str) -> usize {
        self.contested.calls().into_iter().filter(|call| *call == name).count()
    }

    pub(super) async fn account(&self) -> StoredAccount {
        Accounts::read(&self.store, &ada()).await.unwrap()
    }

    pub(super) async fn token_level(&self) -> Option<SubscriptionLevel> {
        self.account().await.account.and_then(|account| account.token_level)
    }

    pub(super) async fn ledger(&self) -> Ledger {
        self.account().await.account.map(|account| account.ledger).unwrap_or_default()
    }

    pub(super) fn service(&self) -> AccountService {
        beadle_testing::services(&self.contested).accounts
    }

    /// Ada has used so much at noon.
    pub(super) async fn has_used(&self, used: ExecutionCount) {
        let mut counters = RollupCounters::default();
        counters.count(Counter::Started, used.started);
        counters.count(Counter::Completed, used.ran);
        let rollups = BTreeMap::from([((ada(), Hour::of(NOON)), counters)]);
        let (first, last) = (Sequence::of(1), Sequence::of(1));
        let checkpoint = Checkpoint { shard: "used".to_owned(), first, last };
        let projection = Projection { rollups, ..Projection::default() };
        assert_eq!(self.store.apply(&projection, &checkpoint).await.unwrap(), Applied::Done);
    }

    /// Admits `execution` at `now` on the account as it stands, as one that begins by itself if `by_day`.
    pub(super) async fn admit(
        &self,
        execution: &Execution,
        by_day: bool,
        times: u32,
        now: Timestamp,
    ) -> Admit {
        self.admit_on(self.account().await, execution, by_day, times, now).await.unwrap()
    }

    /// The same on an account that was read some time ago.
    pub(super) async fn admit_on(
        &self,
        stored: StoredAccount,
        execution: &Execution,
        by_day: bool,
        times: u32,
        now: Timestamp,
    ) -> Result<Admit, StoreError> {
        let admission = Admission { by_day, deferrals: times, fraction: 0.5 };
        admit(&*self.contested, stored, execution, admission, now).await
    }

    pub(super) async fn settle(&self, records: &[ChangeRecord]) {
        settle(&*self.contested, records).await.unwrap();
    }

    /// Task `number`, created that many seconds after noon, with a schedule that ticks as often as `every`
    /// says.
    pub(super) async fn has_task(&self, number: i64, every: &str) -> TaskId {
        let id = TaskId::from_uuid(Uuid::from_u128(number.unsigned_abs().into()));
        let body = json!({"name": "ping", "type": "todo", "schedule": every});
        let created = NOON + jiff::SignedDuration::from_secs(number);
        let task = TaskDraft::parse(&body, &Path::body()).unwrap().into_task(id, ada(), created);
        self.store.arm(&Arming::of(&task).unwrap()).await.unwrap();
        assert_eq!(Tasks::insert(&self.store, &task).await.unwrap(), Inserted::Created);
        id
    }

    pub(super) async fn task(&self, id: TaskId) -> Task {
        Tasks::get(&self.store, id).await.unwrap().unwrap().task
    }

    /// The owner of the task pauses it.
    pub(super) async fn pauses(&self, id: TaskId) {
        let task = self.task(id).await;
        let expected = task.version;
        let paused = Task { paused: true, version: expected + 1, ..task };
        assert_eq!(Tasks::replace(&self.store, &paused, expected).await.unwrap(), Replaced::Done);
        self.store.disarm(id).await.unwrap();
    }

    /// Whether the scheduler holds what the row of the task says.
    pub(super) async fn is_aligned(&self, id: TaskId) -> bool {
        self.store.armed(id).await.unwrap() == Arming::of(&self.task(id).await)
    }

    /// Execution `number` waits until `due` for what `kind` names.
    pub(super) async fn waits(&self, number: u128, kind: HoldKind, due: Timestamp) -> ExecutionId {
        let running = execution(number, 1).apply(Event::Claim { lease_until: NOON }, NOON).unwrap();
        let deferred = running.apply(Event::Defer { due, hold: Hold::new(kind, "") }, NOON).unwrap();
        put(&self.store, &deferred).await;
        deferred.id()
    }

    pub(super) async fn due(&self, id: ExecutionId) -> Option<Timestamp> {
        Executions::get(&self.store, id).await.unwrap().unwrap().state().due()
    }

    pub(super) async fn audit_entries(&self) -> Vec<AuditEntry> {
        let query = AuditQuery { limit: 100, ..AuditQuery::default() };
        AuditTrail::list(&self.store, &query).await.unwrap().items
    }
}

/// Writes the account of ada as it is, as another version.
async fn write_again(store: &Embedded) {
    let StoredAccount { version, account } = Accounts::read(store, &ada()).await.unwrap();
    let account = account.unwrap_or_else(|| Account::new(ada(), NOON));
    assert_eq!(Accounts::write(store, &account, version, None).await.unwrap(), VersionedWrite::Done);
}
