//! Starting executions.

use anyhow::ensure;
use beadle_application::port::Started;
use beadle_domain::execution::Execution;

use super::Fixture;
use crate::conformance::{
    Verdict,
    specimen::{at, completed, execution, execution_with, fresh_execution_id},
};

pub async fn a_started_execution_can_be_read(executions: Fixture) -> Verdict {
    let execution = execution();
    assert_eq!(executions.store.start(&execution).await?, Started::Created);
    assert_eq!(executions.store.get(execution.id()).await?, Some(execution));
    Ok(())
}

pub async fn an_unknown_execution_is_not_found(executions: Fixture) -> Verdict {
    executions.start(&execution()).await?;
    assert_eq!(executions.store.get(fresh_execution_id()).await?, None);
    Ok(())
}

pub async fn a_start_sends_its_message_once(executions: Fixture) -> Verdict {
    let execution = execution();
    executions.start(&execution).await?;
    assert_eq!(executions.sent(&execution, at(0)).await?, 1);
    assert_eq!(executions.sent(&execution, at(1)).await?, 0, "it is sent again");
    Ok(())
}

pub async fn a_delayed_start_sends_a_delayed_message(executions: Fixture) -> Verdict {
    let asked = execution();
    let execution = Execution::new((*asked.request).clone(), at(600));
    executions.start(&execution).await?;
    assert_eq!(executions.sent(&execution, at(590)).await?, 0, "it is sent early");
    assert_eq!(executions.sent(&execution, at(600)).await?, 1);
    Ok(())
}

pub async fn a_duplicate_start_changes_nothing(executions: Fixture) -> Verdict {
    let first = execution();
    let running = executions.run(&first, at(0)).await?;
    let second = execution_with(|request| {
        request.id = first.id();
        request.created_at = at(5);
    });
    let started = executions.store.start(&second).await?;
    assert_eq!(started, Started::Existing(Box::new(running.clone())));
    assert_eq!(executions.stored(first.id()).await?, running);
    Ok(())
}

pub async fn a_duplicate_start_of_one_that_ended_leaves_it_ended(executions: Fixture) -> Verdict {
    let first = execution();
    let running = executions.run(&first, at(0)).await?;
    let ended = completed(&running, at(1));
    executions.store.save(&ended, running.version(), 0).await?;
    let started = executions.store.start(&first).await?;
    ensure!(started == Started::Existing(Box::new(ended.clone())), "{started:?}");
    assert_eq!(executions.stored(first.id()).await?, ended);
    Ok(())
}

pub async fn one_that_has_ended_is_recorded_and_sends_nothing(executions: Fixture) -> Verdict {
    let asked = execution();
    let ended = Execution::completed((*asked.request).clone());
    assert_eq!(executions.store.start(&ended).await?, Started::Created);
    assert_eq!(executions.stored(ended.id()).await?, ended);
    assert_eq!(executions.outbox.delivered_by(at(600)).await?.len(), 0);
    let again = executions.store.start(&ended).await?;
    ensure!(again == Started::Existing(Box::new(ended.clone())), "{again:?}");
    Ok(())
}
