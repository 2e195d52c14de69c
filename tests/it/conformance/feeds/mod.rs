//! Following executions.

pub mod following;

use std::{any::Any, sync::Arc, time::Duration};

use anyhow::{Context, bail, ensure};
use beadle_application::port::{ExecutionFeeds, Feed, FeedItem};
use beadle_domain::execution::Execution;
use futures_util::StreamExt;
use tokio::time::timeout;

use super::{
    adapters::{
        sqlite::{self, Place},
        table::{self, Server},
    },
    executions,
};

/// How long an item may take: more than any pace of reading.
const PATIENCE: Duration = Duration::from_secs(30);

/// A store whose executions are followed.
pub struct Fixture {
    /// Its feeds.
    pub feeds: Arc<dyn ExecutionFeeds>,
    /// The store, empty.
    pub executions: executions::Fixture,
    /// Resources that must outlive the store.
    pub _held: Box<dyn Any + Send + Sync>,
}

/// The next item of `feed`, which is about an execution.
async fn next(feed: &mut Feed) -> anyhow::Result<Execution> {
    let item = timeout(PATIENCE, feed.next()).await.context("nothing is told")?;
    match item.context("the feed has ended")?? {
        FeedItem::Changed(execution) => Ok(*execution),
        FeedItem::Missed => bail!("changes are missed"),
    }
}

/// Takes items until one is `expected`: states that follow each other fast may be told as one.
async fn takes(feed: &mut Feed, expected: &Execution) -> anyhow::Result<()> {
    loop {
        let told = next(feed).await?;
        ensure!(told.id() == expected.id(), "another execution is told: {told:?}");
        if told == *expected {
            return Ok(());
        }
        ensure!(told.version() < expected.version(), "told out of order: {told:?}");
    }
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { feeds on $fixture;
                following:
                    an_execution_is_followed_to_its_end,
                    nothing_is_told_of_other_executions,
                    an_owner_follows_all_of_its_executions_and_no_other,
                    what_was_before_is_not_told;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::feeds(Place::Memory));
suite!(sqlite_file: sqlite::feeds(Place::File));
suite!(dynamodb: table::feeds(Server::InProcess));
