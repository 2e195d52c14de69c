//! What is told, and of whom.

use beadle_application::port::{FeedScope, Saved};
use beadle_domain::execution::Execution;

use super::{Fixture, takes};
use crate::conformance::{
    Verdict,
    specimen::{at, completed, execution, owner},
};

/// Ends `running` and returns what it is then.
async fn end(fixture: &Fixture, running: &Execution) -> anyhow::Result<Execution> {
    let ended = completed(running, at(1));
    assert_eq!(fixture.executions.store.save(&ended, running.version(), 0).await?, Saved::Done);
    Ok(ended)
}

pub async fn an_execution_is_followed_to_its_end(fixture: Fixture) -> Verdict {
    let first = execution();
    let mut feed = fixture.feeds.follow(FeedScope::Execution(first.id())).await?;
    let running = fixture.executions.run(&first, at(0)).await?;
    let ended = end(&fixture, &running).await?;
    takes(&mut feed, &ended).await
}

pub async fn nothing_is_told_of_other_executions(fixture: Fixture) -> Verdict {
    let (first, other) = (execution(), execution());
    let mut feed = fixture.feeds.follow(FeedScope::Execution(first.id())).await?;
    let running = fixture.executions.run(&first, at(0)).await?;
    let others = fixture.executions.run(&other, at(0)).await?;
    end(&fixture, &others).await?;
    let ended = end(&fixture, &running).await?;
    takes(&mut feed, &ended).await
}

pub async fn an_owner_follows_all_of_its_executions_and_no_other(fixture: Fixture) -> Verdict {
    let (first, second, mut foreign) = (execution(), execution(), execution());
    std::sync::Arc::make_mut(&mut foreign.request).owner = owner("mallory");
    let mut feed = fixture.feeds.follow(FeedScope::Owner(first.request.owner.clone())).await?;
    let running = fixture.executions.run(&first, at(0)).await?;
    let foreign = fixture.executions.run(&foreign, at(0)).await?;
    end(&fixture, &foreign).await?;
    takes(&mut feed, &end(&fixture, &running).await?).await?;
    let running = fixture.executions.run(&second, at(0)).await?;
    takes(&mut feed, &end(&fixture, &running).await?).await
}

pub async fn what_was_before_is_not_told(fixture: Fixture) -> Verdict {
    let (before, after) = (execution(), execution());
    let running = fixture.executions.run(&before, at(0)).await?;
    end(&fixture, &running).await?;
    let mut feed = fixture.feeds.follow(FeedScope::Owner(before.request.owner.clone())).await?;
    let running = fixture.executions.run(&after, at(0)).await?;
    takes(&mut feed, &end(&fixture, &running).await?).await
}
