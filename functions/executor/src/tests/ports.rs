//! The in-memory implementation of the ports.

use std::time::Duration;

use async_trait::async_trait;
use beadle_application::port::{
    AccountWritten, Accounts, CancelRequest, Claim, ExecutionCount, ExecutionQuery, Executions, HttpCaller,
    Inserted, Queue, QueueError, Renewal, Replaced, RunExecutions, Saved, StoreError, StoredAccount,
    TaskQuery, Tasks,
};
use beadle_domain::{
    account::Account,
    call::{CallError, CallLimits, HttpRequest, HttpResponse},
    execution::{
        Execution, Message,
        claim::{ClaimDecision, decide},
    },
    task::{SavedTask, Task},
};
use beadle_values::{
    duration,
    id::{ExecutionId, OwnerId, TaskId},
    page::Page,
};
use bytes::Bytes;
use jiff::Timestamp;

use super::world::{Reply, State, World};

#[async_trait]
impl RunExecutions for World {
    async fn claim(&self, message: &Message, now: Timestamp) -> Result<Claim, StoreError> {
        let row = self.with(|state| state.rows.get(&message.execution().id()).cloned());
        let row = row.unwrap_or_else(|| message.execution().clone());
        Ok(match decide(&row, message, now) {
            ClaimDecision::Take(taken) => {
                self.store(taken.clone());
                Claim::Taken(Box::new(taken))
            }
            ClaimDecision::GiveUp(ended) => {
                self.store(ended);
                Claim::Done
            }
            ClaimDecision::Early { due } => Claim::Later(due),
            ClaimDecision::Busy { until } => Claim::Later(until),
            ClaimDecision::Reissue(message) => Claim::Reissue(Box::new(message)),
            ClaimDecision::Forget => Claim::Done,
        })
    }

    async fn renew(&self, _: ExecutionId, _: u64, lease_until: Timestamp) -> Result<Renewal, StoreError> {
        self.with(|state| {
            state.renewals.push(lease_until);
            Ok(state.renewal.unwrap_or(Renewal::Extended { cancel_requested: false }))
        })
    }

    async fn unended_before(&self, _: TaskId, _: &Execution) -> Result<Vec<Execution>, StoreError> {
        self.with(|state| {
            let State { rows, unended, .. } = state;
            unended.retain(|other| rows.get(&other.id()).is_none_or(|row| !row.status().is_final()));
            Ok(unended.clone())
        })
    }
}

#[async_trait]
impl Executions for World {
    async fn save(&self, execution: &Execution, expected: u64, hops: u32) -> Result<Saved, StoreError> {
        self.with(|state| {
            if let Some(scripted) = state.saves.pop_front() {
                return scripted;
            }
            let Some(row) = state.rows.get_mut(&execution.id()) else { return Ok(Saved::Conflict) };
            if row.version() != expected {
                return Ok(Saved::Conflict);
            }
            *row = execution.clone();
            if let Some(message) = Message::follow_up(execution, hops) {
                let due = message.due();
                state.sent.push_back((message, due));
            }
            Ok(Saved::Done)
        })
    }

    async fn request_cancel(&self, _: ExecutionId) -> Result<CancelRequest, StoreError> {
        Ok(CancelRequest::NotRunning)
    }

    async fn get(&self, id: ExecutionId) -> Result<Option<Execution>, StoreError> {
        Ok(self.with(|state| state.rows.get(&id).cloned()))
    }

    async fn list(&self, _: &ExecutionQuery) -> Result<Page<Execution>, StoreError> {
        Ok(Page { items: Vec::new(), next: None })
    }

    async fn ended(&self, _: ExecutionId, _: Duration) -> Result<Option<Execution>, StoreError> {
        unreachable!("not used here")
    }
}

#[async_trait]
impl Queue for World {
    async fn send(&self, message: &Message, not_before: Option<Timestamp>) -> Result<(), QueueError> {
        self.with(|state| {
            if state.queue_is_down {
                return Err(QueueError::Unavailable("down".into()));
            }
            state.sent.push_back((message.clone(), not_before));
            Ok(())
        })
    }
}

#[async_trait]
impl Tasks for World {
    async fn get(&self, id: TaskId) -> Result<Option<SavedTask>, StoreError> {
        self.with(|state| {
            state.tasks_read += 1;
            Ok(state.tasks.get(&id).cloned())
        })
    }

    async fn list(&self, _: &TaskQuery) -> Result<Page<SavedTask>, StoreError> {
        Ok(Page { items: Vec::new(), next: None })
    }

    async fn insert(&self, _: &Task) -> Result<Inserted, StoreError> {
        Ok(Inserted::Created)
    }

    async fn replace(&self, task: &Task, expected: u64) -> Result<Replaced, StoreError> {
        self.with(|state| match state.tasks.get_mut(&task.id) {
            Some(saved) if saved.task.version == expected => {
                saved.task = task.clone();
                Ok(Replaced::Done)
            }
            _ => Ok(Replaced::Conflict),
        })
    }

    async fn assign_number(&self, _: TaskId) -> Result<u64, StoreError> {
        unreachable!("not used here")
    }

    async fn by_number(&self, _: u64) -> Result<Option<TaskId>, StoreError> {
        unreachable!("not used here")
    }
}

/// One account for all owners.
#[async_trait]
impl Accounts for World {
    async fn read(&self, _: &OwnerId) -> Result<StoredAccount, StoreError> {
        self.with(|state| {
            state.accounts_read += 1;
            Ok(state.account.clone())
        })
    }

    async fn write(&self, account: &Account, expected: u64) -> Result<AccountWritten, StoreError> {
        self.with(|state| {
            if state.account.version != expected {
                return Ok(AccountWritten::Conflict(Box::new(state.account.clone())));
            }
            state.account = StoredAccount { version: expected + 1, account: Some(account.clone()) };
            Ok(AccountWritten::Done)
        })
    }

    async fn count_tasks(&self, _: &OwnerId, most: u32) -> Result<u32, StoreError> {
        Ok(most)
    }

    async fn count_executions(
        &self,
        _: &OwnerId,
        _: Timestamp,
        _: Timestamp,
    ) -> Result<ExecutionCount, StoreError> {
        self.with(|state| Ok(ExecutionCount { started: state.ran_today, ran: state.ran_today }))
    }
}

#[async_trait]
impl HttpCaller for World {
    async fn call(&self, request: HttpRequest, limits: CallLimits) -> Result<HttpResponse, CallError> {
        let reply = self.with(|state| {
            state.calls.push((request, limits));
            state.replies.pop_front().unwrap_or(Reply::Status(200))
        });
        let (status, body) = match reply {
            Reply::Status(status) => (status, Bytes::new()),
            Reply::Body(body) => (200, body),
            Reply::Error(error) => return Err(error),
            Reply::After(pause) => {
                tokio::time::sleep(pause).await;
                self.with(|state| state.now = duration::after(state.now, pause));
                (200, Bytes::new())
            }
            Reply::Panic => panic!("a destination of the test"),
        };
        Ok(HttpResponse { status, headers: Vec::new(), body, truncated: false, lost_body: None })
    }
}
