//! A store, its scheduler, and rivals that write just before us.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use beadle_application::{
    Call, Edit, Error, Expected,
    port::{Arming, Replaced, Scheduler, StoreError, TaskQuery, Tasks},
    task::{TaskService, Toggle},
};
use beadle_domain::{
    access::{Principal, Role},
    task::{SavedTask, Task, TaskDraft},
};
use beadle_embedded::Embedded;
use beadle_testing::{FailingStore, Fault};
use beadle_values::{id::TaskId, violation::Path};
use serde_json::{Value, json};

use crate::{NOW, principal, store};

const WRITES: [&str; 4] = ["tasks.insert", "tasks.replace", "scheduler.arm", "scheduler.disarm"];

/// Someone who writes just before us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rival {
    Renames(&'static str),
    Pauses,
    Deletes,
}

pub(super) struct World {
    pub(super) store: Embedded,
    /// What the service writes to: the store, whose next replacements of a task meet `rivals`.
    pub(super) contested: Arc<FailingStore<Embedded>>,
    pub(super) service: TaskService,
    rivals: Arc<Mutex<Vec<Rival>>>,
    scheduler_broken: Arc<AtomicBool>,
    forgotten: AtomicUsize,
}

pub(super) fn ada() -> Principal {
    principal("ada", Role::User)
}

pub(super) fn draft(schedule: &Value) -> TaskDraft {
    let body = json!({
        "name": "ping", "type": "http", "config": {"url": "http://a.example"}, "schedule": schedule,
    });
    TaskDraft::parse(&body, &Path::body()).unwrap()
}

impl World {
    pub(super) fn new() -> Self {
        let store = store();
        let (rivals, scheduler_broken) = (Arc::<Mutex<Vec<Rival>>>::default(), Arc::<AtomicBool>::default());
        let (waiting, broken, theirs) = (Arc::clone(&rivals), Arc::clone(&scheduler_broken), store.clone());
        let contested = FailingStore::new(store.clone(), move |call, _| {
            let fails = call.starts_with("scheduler.") && broken.load(Ordering::SeqCst);
            fails.then(|| Fault::Before(StoreError::Unavailable("broken".into())))
        });
        let contested = Arc::new(contested.interfered(move |call, _| {
            let rival = waiting.lock().unwrap().pop_if(|_| call == "tasks.replace")?;
            let theirs = theirs.clone();
            Some(Box::pin(async move { rival.writes(&theirs).await }))
        }));
        let service = beadle_testing::services(&contested).tasks;
        Self { store, contested, service, rivals, scheduler_broken, forgotten: AtomicUsize::default() }
    }

    /// The next replacement of a task meets `rival`.
    pub(super) fn next_write_meets(&self, rival: Rival) {
        self.rivals.lock().unwrap().push(rival);
    }

    /// Every replacement of a task meets `rival`.
    pub(super) fn every_write_meets(&self, rival: Rival) {
        self.rivals.lock().unwrap().extend([rival; 100]);
    }

    pub(super) fn break_scheduler(&self) {
        self.scheduler_broken.store(true, Ordering::SeqCst);
    }

    /// What the service wrote, in order, since it was forgotten.
    pub(super) fn writes(&self) -> Vec<&'static str> {
        let calls = self.contested.calls().split_off(self.forgotten.load(Ordering::SeqCst));
        calls.into_iter().filter(|call| WRITES.contains(call)).collect()
    }

    pub(super) fn forget_writes(&self) {
        self.forgotten.store(self.contested.calls().len(), Ordering::SeqCst);
    }

    pub(super) async fn create(&self, draft: TaskDraft) -> Result<SavedTask, Error> {
        self.service.create(Call::new(&ada(), NOW), draft).await.map(|created| created.saved)
    }

    /// The id of a new task with this schedule.
    pub(super) async fn with_schedule(&self, schedule: Value) -> TaskId {
        self.create(draft(&schedule)).await.unwrap().task.id
    }

    pub(super) async fn edit(
        &self,
        id: TaskId,
        edit: Value,
        expected: &Expected,
    ) -> Result<SavedTask, Error> {
        self.service.update(Call::new(&ada(), NOW), id, &Edit::Set(edit), expected).await
    }

    pub(super) async fn toggle(&self, id: TaskId, toggle: Toggle) -> Result<SavedTask, Error> {
        self.service.toggle(Call::new(&ada(), NOW), id, toggle, &Expected::Any).await
    }

    pub(super) async fn delete(&self, id: TaskId) -> Result<(), Error> {
        self.service.delete(Call::new(&ada(), NOW), id, &Expected::Any).await
    }

    pub(super) async fn row(&self, id: TaskId) -> Task {
        Tasks::get(&self.store, id).await.unwrap().unwrap().task
    }

    pub(super) async fn armed(&self, id: TaskId) -> Option<Arming> {
        self.store.armed(id).await.unwrap()
    }

    /// Whether the scheduler holds what the row says: this has to hold whenever nobody is in the middle of
    /// something.
    pub(super) async fn is_aligned(&self, id: TaskId) -> bool {
        self.armed(id).await == Arming::of(&self.row(id).await)
    }
}

/// The newest task of ada that is not deleted.
pub(super) async fn only_task(store: &Embedded) -> Option<Task> {
    let query = TaskQuery::newest(ada().owner, 1, NOW);
    Tasks::list(store, &query).await.unwrap().items.pop().map(|saved| saved.task)
}

impl Rival {
    /// Changes the only task, and the scheduler with it.
    async fn writes(self, store: &Embedded) {
        let Some(row) = only_task(store).await else { return };
        let expected = row.version;
        let mut next = Task { version: expected + 1, ..row };
        match self {
            Self::Renames(name) => name.clone_into(&mut next.name),
            Self::Pauses => {
                next.paused = true;
                next.schedule_version += 1;
            }
            Self::Deletes => next.deleted_at = Some(next.updated_at),
        }
        assert_eq!(Tasks::replace(store, &next, expected).await.unwrap(), Replaced::Done);
        if Arming::of(&next).is_none() {
            store.disarm(next.id).await.unwrap();
        }
    }
}
