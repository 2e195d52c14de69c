//! Who follows executions: each group of writes tells them, once it is durable, which executions it wrote.

use std::{collections::VecDeque, sync::Arc};

use async_trait::async_trait;
use beadle_application::port::{ExecutionFeeds, Feed, FeedItem, FeedScope, StoreError};
use beadle_domain::execution::Execution;
use beadle_values::id::ExecutionId;
use futures_util::stream;
use tokio::sync::broadcast::{self, error::RecvError};

use crate::{Embedded, row};

/// How many groups a follower may lag behind before it misses one.
const MAX_LAG: usize = 256;

/// What a group wrote: executions and their versions then.
type Written = Arc<[(ExecutionId, u64)]>;

/// Tells the followers.
pub(crate) struct Followers(broadcast::Sender<Written>);

impl Default for Followers {
    fn default() -> Self {
        Self(broadcast::channel(MAX_LAG).0)
    }
}

impl Followers {
    /// Tells what a group wrote. Without followers nothing is done.
    pub(crate) fn written(&self, mut written: Vec<(ExecutionId, u64)>) {
        if written.is_empty() || self.0.receiver_count() == 0 {
            return;
        }
        written.sort_unstable();
        written.dedup();
        // A follower that has just left is no failure.
        let _ = self.0.send(written.into());
    }
}

#[async_trait]
impl ExecutionFeeds for Embedded {
    async fn follow(&self, scope: FeedScope) -> Result<Feed, StoreError> {
        let follower = Follower {
            store: self.clone(),
            scope,
            written: self.shared.followers.0.subscribe(),
            read: VecDeque::new(),
        };
        let items = stream::unfold(follower, async |mut follower| {
            let item = follower.next().await?;
            Some((item, follower))
        });
        Ok(Box::pin(items))
    }
}

struct Follower {
    store: Embedded,
    scope: FeedScope,
    written: broadcast::Receiver<Written>,
    /// What is read and not told yet.
    read: VecDeque<Execution>,
}

impl Follower {
    /// The next item; `None` once the store is closed.
    async fn next(&mut self) -> Option<Result<FeedItem, StoreError>> {
        loop {
            if let Some(execution) = self.read.pop_front() {
                return Some(Ok(FeedItem::Changed(Box::new(execution))));
            }
            match self.written.recv().await {
                Ok(written) => match self.read_those_in_scope(&written).await {
                    Ok(executions) => self.read = executions,
                    Err(error) => return Some(Err(error)),
                },
                Err(RecvError::Lagged(_)) => return Some(Ok(FeedItem::Missed)),
                Err(RecvError::Closed) => return None,
            }
        }
    }

    async fn read_those_in_scope(&self, written: &Written) -> Result<VecDeque<Execution>, StoreError> {
        let scope = self.scope.clone();
        let mut written = written.to_vec();
        if let FeedScope::Execution(id) = &scope {
            written.retain(|(written, _)| written == id);
        }
        if written.is_empty() {
            return Ok(VecDeque::new());
        }
        let read = move |sql: &rusqlite::Connection| {
            let mut found = VecDeque::new();
            for (id, version) in &written {
                let row = row::find(sql, *id)?.map(|(execution, ..)| execution);
                // One that was written again by now is told with that write.
                found.extend(row.filter(|execution| execution.version() == *version));
            }
            Ok(found)
        };
        let mut found = self.store.read(read).await?;
        if let FeedScope::Owner(owner) = &scope {
            found.retain(|execution| execution.request.owner == *owner);
        }
        Ok(found)
    }
}
