//! One row, one scheduler, and rivals that are faster.

use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use beadle_domain::{
    account::Account,
    config::Config,
    task::{SavedTask, Task, TaskStats},
};
use beadle_values::{
    id::{ConfigId, OwnerId, TaskId},
    page::Page,
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::port::{
    AccountWritten, Accounts, Arming, ConfigQuery, Configs, ExecutionCount, Ids, Inserted, Replaced,
    Scheduler, SchedulerError, StoreError, StoredAccount, TaskQuery, Tasks,
};

/// Ids that are all the same: there is only one row.
pub(super) struct Counting;

impl Ids for Counting {
    fn fresh(&self, _: Timestamp) -> Uuid {
        Uuid::from_u128(1)
    }
}

/// Someone who writes just before us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rival {
    Renames(&'static str),
    Pauses,
    Deletes,
}

#[derive(Default)]
struct State {
    row: Option<Task>,
    armed: Option<Arming>,
    steps: Vec<String>,
    rival: Option<Rival>,
    rival_stays: bool,
    row_hidden_once: bool,
    scheduler_broken: bool,
}

#[derive(Clone, Default)]
pub(super) struct World(Arc<Mutex<State>>);

impl World {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    pub(super) fn row(&self) -> Option<Task> {
        self.state().row.clone()
    }

    pub(super) fn armed(&self) -> Option<Arming> {
        self.state().armed.clone()
    }

    pub(super) fn steps(&self) -> Vec<String> {
        self.state().steps.clone()
    }

    pub(super) fn forget_steps(&self) {
        self.state().steps.clear();
    }

    pub(super) fn next_write_meets(&self, rival: Rival) {
        self.state().rival = Some(rival);
    }

    pub(super) fn every_write_meets(&self, rival: Rival) {
        self.state().rival_stays = true;
        self.next_write_meets(rival);
    }

    pub(super) fn hide_row_once(&self) {
        self.state().row_hidden_once = true;
    }

    pub(super) fn break_scheduler(&self) {
        self.state().scheduler_broken = true;
    }
}

impl State {
    /// What the rival does, the scheduler included.
    fn rival_writes(&mut self) {
        let Some(rival) = self.rival else { return };
        if !self.rival_stays {
            self.rival = None;
        }
        let Some(row) = &mut self.row else { return };
        row.version += 1;
        match rival {
            Rival::Renames(name) => name.clone_into(&mut row.name),
            Rival::Pauses => {
                row.paused = true;
                row.schedule_version += 1;
                self.armed = None;
            }
            Rival::Deletes => {
                row.deleted_at = Some(row.updated_at);
                self.armed = None;
            }
        }
    }
}

#[async_trait]
impl Tasks for World {
    async fn get(&self, _: TaskId) -> Result<Option<SavedTask>, StoreError> {
        let mut state = self.state();
        if std::mem::take(&mut state.row_hidden_once) {
            return Ok(None);
        }
        Ok(state.row.clone().map(|task| SavedTask { task, stats: TaskStats::default() }))
    }

    async fn list(&self, _: &TaskQuery) -> Result<Page<SavedTask>, StoreError> {
        Err(StoreError::InvalidCursor)
    }

    async fn insert(&self, task: &Task) -> Result<Inserted, StoreError> {
        let mut state = self.state();
        if let Some(row) = &state.row {
            return Ok(Inserted::Existing(Box::new(row.clone())));
        }
        state.steps.push("insert".to_owned());
        state.row = Some(task.clone());
        Ok(Inserted::Created)
    }

    async fn replace(&self, task: &Task, expected: u64) -> Result<Replaced, StoreError> {
        let mut state = self.state();
        state.rival_writes();
        if state.row.as_ref().is_none_or(|row| row.version != expected) {
            return Ok(Replaced::Conflict);
        }
        state.steps.push(format!("replace {}", task.version));
        state.row = Some(task.clone());
        Ok(Replaced::Done)
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
        Err(StoreError::InvalidCursor)
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
        let mut state = self.state();
        if state.scheduler_broken {
            return Err(SchedulerError::Unavailable("broken".to_owned()));
        }
        state.steps.push(format!("arm {}", arming.schedule_version));
        state.armed = Some(arming.clone());
        Ok(())
    }

    async fn disarm(&self, _: TaskId) -> Result<(), SchedulerError> {
        let mut state = self.state();
        if state.scheduler_broken {
            return Err(SchedulerError::Unavailable("broken".to_owned()));
        }
        state.steps.push("disarm".to_owned());
        state.armed = None;
        Ok(())
    }
}

/// There are no accounts, and nothing is counted.
#[async_trait]
impl Accounts for World {
    async fn read(&self, _: &OwnerId) -> Result<StoredAccount, StoreError> {
        Ok(StoredAccount::default())
    }

    async fn write(&self, _: &Account, _: u64) -> Result<AccountWritten, StoreError> {
        Ok(AccountWritten::Done)
    }

    async fn count_tasks(&self, _: &OwnerId, _: u32) -> Result<u32, StoreError> {
        Ok(0)
    }

    async fn count_executions(
        &self,
        _: &OwnerId,
        _: Timestamp,
        _: Timestamp,
    ) -> Result<ExecutionCount, StoreError> {
        Ok(ExecutionCount::default())
    }
}
