//! Ports that crash at a given write, before or after its effect, and keep failing until they recover; and a
//! scheduler that lists what is armed.

use std::{
    collections::BTreeSet,
    future::Future,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use async_trait::async_trait;
use beadle_application::port::{
    ApiKeys, Arming, CancelRequest, ChangeExecutions, Inserted, Replaced, Saved, Scheduler, SchedulerError,
    StoreError, WriteConfigs, WriteTasks,
};
use beadle_domain::{api_key::ApiKey, config::Config, execution::Execution, task::Task};
use beadle_embedded::Embedded;
use beadle_values::id::{ApiKeyId, ConfigId, ExecutionId, OwnerId, TaskId};
use jiff::Timestamp;

pub(super) struct Crashing {
    store: Embedded,
    armed: Mutex<BTreeSet<TaskId>>,
    writes: AtomicUsize,
    crash_at: AtomicUsize,
    after: AtomicBool,
}

const NEVER: usize = usize::MAX;

impl Crashing {
    pub(super) fn over(store: Embedded) -> Self {
        let (armed, writes) = (Mutex::default(), AtomicUsize::new(0));
        Self { store, armed, writes, crash_at: AtomicUsize::new(NEVER), after: AtomicBool::new(false) }
    }

    pub(super) fn armed(&self) -> BTreeSet<TaskId> {
        self.armed.lock().unwrap().clone()
    }

    /// The number of writes since the last recovery.
    pub(super) fn writes(&self) -> usize {
        self.writes.load(Ordering::SeqCst)
    }

    /// From now on, crashes at the write with this number, before or after its effect.
    pub(super) fn crash_at(&self, number: usize, after: bool) {
        self.writes.store(0, Ordering::SeqCst);
        self.crash_at.store(number, Ordering::SeqCst);
        self.after.store(after, Ordering::SeqCst);
    }

    pub(super) fn recover(&self) {
        self.crash_at(NEVER, false);
    }

    async fn write<T, E>(&self, effect: impl Future<Output = Result<T, E>> + Send) -> Result<T, E>
    where
        T: Send,
        E: From<Crash> + Send,
    {
        let number = self.writes.fetch_add(1, Ordering::SeqCst);
        let point = self.crash_at.load(Ordering::SeqCst);
        if number < point {
            return effect.await;
        }
        if number == point && self.after.load(Ordering::SeqCst) {
            effect.await?;
        }
        Err(Crash.into())
    }
}

struct Crash;

impl From<Crash> for Failed<StoreError> {
    fn from(_: Crash) -> Self {
        Self(StoreError::Unavailable("crashed".to_owned()))
    }
}

impl From<Crash> for Failed<SchedulerError> {
    fn from(_: Crash) -> Self {
        Self(SchedulerError::Unavailable("crashed".to_owned()))
    }
}

/// An error of a port that a crash can be turned into.
struct Failed<E>(E);

macro_rules! write {
    ($ports:ident, $effect:expr) => {
        $ports.write(async { $effect.await.map_err(Failed) }).await.map_err(|Failed(error)| error)
    };
}

#[async_trait]
impl WriteTasks for Crashing {
    async fn insert(&self, task: &Task) -> Result<Inserted, StoreError> {
        write!(self, WriteTasks::insert(&self.store, task))
    }

    async fn replace(&self, task: &Task, expected: u64) -> Result<Replaced, StoreError> {
        write!(self, WriteTasks::replace(&self.store, task, expected))
    }
}

#[async_trait]
impl ChangeExecutions for Crashing {
    async fn save(&self, execution: &Execution, expected: u64, hops: u32) -> Result<Saved, StoreError> {
        write!(self, self.store.save(execution, expected, hops))
    }

    async fn request_cancel(&self, id: ExecutionId) -> Result<CancelRequest, StoreError> {
        write!(self, self.store.request_cancel(id))
    }
}

#[async_trait]
impl WriteConfigs for Crashing {
    async fn insert(&self, config: &Config) -> Result<Inserted<Config>, StoreError> {
        write!(self, WriteConfigs::insert(&self.store, config))
    }

    async fn replace(&self, config: &Config, expected: u64) -> Result<Replaced, StoreError> {
        write!(self, WriteConfigs::replace(&self.store, config, expected))
    }

    async fn remove(&self, id: ConfigId, expected: u64) -> Result<Replaced, StoreError> {
        write!(self, WriteConfigs::remove(&self.store, id, expected))
    }
}

#[async_trait]
impl ApiKeys for Crashing {
    async fn insert(&self, key: &ApiKey) -> Result<Inserted<ApiKey>, StoreError> {
        write!(self, ApiKeys::insert(&self.store, key))
    }

    async fn get(&self, id: ApiKeyId) -> Result<Option<ApiKey>, StoreError> {
        ApiKeys::get(&self.store, id).await
    }

    async fn list(&self, owner: &OwnerId) -> Result<Vec<ApiKey>, StoreError> {
        ApiKeys::list(&self.store, owner).await
    }

    async fn note_use(&self, id: ApiKeyId, at: Timestamp) -> Result<(), StoreError> {
        write!(self, self.store.note_use(id, at))
    }

    async fn remove(&self, id: ApiKeyId) -> Result<(), StoreError> {
        write!(self, ApiKeys::remove(&self.store, id))
    }
}

#[async_trait]
impl Scheduler for Crashing {
    async fn arm(&self, arming: &Arming) -> Result<(), SchedulerError> {
        let task = arming.task;
        write!(self, async {
            self.armed.lock().unwrap().insert(task);
            Ok(())
        })
    }

    async fn disarm(&self, task: TaskId) -> Result<(), SchedulerError> {
        write!(self, async {
            self.armed.lock().unwrap().remove(&task);
            Ok(())
        })
    }
}
