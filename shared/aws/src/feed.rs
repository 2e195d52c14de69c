//! Follows executions by reading them again and again: DynamoDB tells nobody but its stream, which two readers share at
//! most.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use async_trait::async_trait;
use beadle_application::port::{
    ExecutionFeeds, ExecutionQuery, ExecutionScope, Executions, Feed, FeedItem, FeedScope, StoreError,
};
use beadle_domain::execution::Execution;
use beadle_values::id::ExecutionId;
use futures_util::stream;
use tokio::time::{Interval, MissedTickBehavior, interval};

/// How many of an owner's newest executions are followed. A change of an older one is not noticed.
const MAX_FOLLOWED: usize = 100;

/// How often executions are read: one costs half a read unit, a list about fifteen.
#[derive(Debug, Clone, Copy)]
pub struct FeedPace {
    /// Between two reads of one execution.
    pub one: Duration,
    /// Between two reads of an owner's newest.
    pub list: Duration,
}

impl FeedPace {
    /// A second for one, five for a list.
    pub const DEFAULT: Self = Self { one: Duration::from_secs(1), list: Duration::from_secs(5) };
}

/// Follows executions at a pace.
pub struct PolledFeeds {
    executions: Arc<dyn Executions>,
    pace: FeedPace,
}

impl PolledFeeds {
    /// Follows `executions`.
    pub fn new(executions: Arc<dyn Executions>, pace: FeedPace) -> Self {
        Self { executions, pace }
    }
}

#[async_trait]
impl ExecutionFeeds for PolledFeeds {
    async fn follow(&self, scope: FeedScope) -> Result<Feed, StoreError> {
        let period = match scope {
            FeedScope::Execution(_) => self.pace.one,
            FeedScope::Owner(_) => self.pace.list,
        };
        let mut reads = interval(period);
        reads.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let executions = Arc::clone(&self.executions);
        let mut follower =
            Follower { executions, scope, reads, known: HashMap::new(), changed: VecDeque::new() };
        follower.look().await?;
        follower.changed.clear();
        Ok(Box::pin(stream::unfold(follower, async |mut follower| Some((follower.next().await, follower)))))
    }
}

struct Follower {
    executions: Arc<dyn Executions>,
    scope: FeedScope,
    reads: Interval,
    /// What was read last.
    known: HashMap<ExecutionId, Execution>,
    /// What differed from it, and is not told yet.
    changed: VecDeque<Execution>,
}

impl Follower {
    async fn next(&mut self) -> Result<FeedItem, StoreError> {
        loop {
            if let Some(execution) = self.changed.pop_front() {
                return Ok(FeedItem::Changed(Box::new(execution)));
            }
            self.look().await?;
        }
    }

    /// Reads, at the pace, and compares with what was read last.
    async fn look(&mut self) -> Result<(), StoreError> {
        self.reads.tick().await;
        let found = self.read().await?;
        // Lists are newest first, events oldest first.
        let is_new = |execution: &&Execution| self.known.get(&execution.id()) != Some(*execution);
        self.changed = found.iter().rev().filter(is_new).cloned().collect();
        self.known = found.into_iter().map(|execution| (execution.id(), execution)).collect();
        Ok(())
    }

    async fn read(&self) -> Result<Vec<Execution>, StoreError> {
        match &self.scope {
            FeedScope::Execution(id) => Ok(self.executions.get(*id).await?.into_iter().collect()),
            FeedScope::Owner(owner) => {
                let query = ExecutionQuery::newest(ExecutionScope::Owner(owner.clone()), MAX_FOLLOWED);
                Ok(self.executions.list(&query).await?.items)
            }
        }
    }
}
