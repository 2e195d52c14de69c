//! Changes of executions as they are written, for callers who do not want to poll.

use std::pin::Pin;

use async_trait::async_trait;
use beadle_domain::execution::Execution;
use beadle_values::id::{ExecutionId, OwnerId};
use futures_util::Stream;

use super::StoreError;

/// The executions to follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedScope {
    /// One execution.
    Execution(ExecutionId),
    /// All of an owner.
    Owner(OwnerId),
}

/// What a feed tells.
#[derive(Debug, Clone, PartialEq)]
pub enum FeedItem {
    /// An execution was written, and is this by now. States that follow each other fast may be told as one.
    Changed(Box<Execution>),
    /// Changes were missed: what the follower knows of the executions in its scope may be old.
    Missed,
}

/// An endless stream of items. One that has failed goes on with its next item.
pub type Feed = Pin<Box<dyn Stream<Item = Result<FeedItem, StoreError>> + Send>>;

/// Follows executions.
#[async_trait]
pub trait ExecutionFeeds: Send + Sync {
    /// What changes in `scope` once this returns.
    ///
    /// # Errors
    /// [`StoreError`] if the store can't be read.
    async fn follow(&self, scope: FeedScope) -> Result<Feed, StoreError>;
}
