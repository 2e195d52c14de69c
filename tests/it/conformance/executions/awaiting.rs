//! Waiting for the end of an execution.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use beadle_application::port::Saved;

use super::Fixture;
use crate::conformance::{
    Verdict,
    specimen::{PATIENCE, at, completed, execution, failed, fresh_execution_id, retrying},
};

/// Shorter than the time to any end.
const IMPATIENCE: Duration = Duration::from_millis(50);

pub async fn the_end_is_awaited(executions: Fixture) -> Verdict {
    let asked = execution();
    executions.start(&asked).await?;
    let (store, id) = (Arc::clone(&executions.store), asked.id());
    let waiter = tokio::spawn(async move { store.ended(id, PATIENCE).await });

    let running = executions.claim(&asked, at(0)).await?;
    let waiting = retrying(&running, at(1), at(2));
    assert_eq!(executions.store.save(&waiting, running.version(), 0).await?, Saved::Done);
    let running = executions.claim(&waiting, at(2)).await?;
    let ended = completed(&running, at(3));
    assert_eq!(executions.store.save(&ended, running.version(), 0).await?, Saved::Done);

    assert_eq!(waiter.await??, Some(ended));
    Ok(())
}

pub async fn an_ended_execution_is_returned_at_once(executions: Fixture) -> Verdict {
    let running = executions.run(&execution(), at(0)).await?;
    let ended = failed(&running, at(1));
    executions.store.save(&ended, running.version(), 0).await?;
    assert_eq!(executions.store.ended(ended.id(), Duration::ZERO).await?, Some(ended));
    Ok(())
}

pub async fn the_timeout_returns_the_current_state(executions: Fixture) -> Verdict {
    let asked = execution();
    executions.start(&asked).await?;
    assert_eq!(executions.store.ended(asked.id(), IMPATIENCE).await?, Some(asked.clone()));
    let running = executions.claim(&asked, at(0)).await?;
    assert_eq!(executions.store.ended(asked.id(), IMPATIENCE).await?, Some(running));
    Ok(())
}

pub async fn waiting_for_an_unknown_execution_ends(executions: Fixture) -> Verdict {
    assert_eq!(executions.store.ended(fresh_execution_id(), IMPATIENCE).await?, None);
    Ok(())
}

pub async fn many_wait_for_the_same_end(executions: Fixture) -> Verdict {
    let running = executions.run(&execution(), at(0)).await?;
    let id = running.id();
    let waiters: Vec<_> = (0..20)
        .map(|_| {
            let store = Arc::clone(&executions.store);
            tokio::spawn(async move { store.ended(id, PATIENCE).await })
        })
        .collect();
    let ended = completed(&running, at(1));
    executions.store.save(&ended, running.version(), 0).await?;
    for waiter in waiters {
        let answer = waiter.await??.context("an answer")?;
        assert_eq!(answer, ended);
    }
    Ok(())
}
