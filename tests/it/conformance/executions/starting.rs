//! Starting executions.

use std::collections::BTreeSet;

use anyhow::{Context, ensure};
use beadle_application::port::{Delivery, ExecutionScope, Started};
use beadle_domain::{
    execution::{Event, Execution},
    order::{OnOrderFailure, Order},
};
use beadle_values::id::{BatchId, ExecutionId};
use jiff::Timestamp;
use uuid::Uuid;

use super::Fixture;
use crate::conformance::{
    Verdict,
    specimen::{
        at, completed, execution, execution_with, executions_of, fresh_execution_id, fresh_task_id, retrying,
    },
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

pub async fn executions_that_are_started_together_are_each_started_once(executions: Fixture) -> Verdict {
    let mut asked: Vec<Execution> = (0..25).map(|_| execution()).collect();
    let before = executions.run(&asked[7], at(0)).await?;
    // One that is among them twice.
    asked.push(asked[3].clone());
    let results = executions.store.start_all(&asked).await;
    assert_eq!(results.len(), asked.len());
    for (place, (started, execution)) in results.into_iter().zip(&asked).enumerate() {
        let started = started?;
        match place {
            7 => assert_eq!(started, Started::Existing(Box::new(before.clone()))),
            // Which of the two is the first is open.
            3 | 25 => {}
            _ => assert_eq!(started, Started::Created, "{place}"),
        }
        let expected = if place == 7 { &before } else { execution };
        assert_eq!(executions.stored(execution.id()).await?, *expected);
    }
    let delivered = executions.outbox.delivered_by(at(0)).await?;
    let delivered: BTreeSet<ExecutionId> = delivered
        .iter()
        .map(|delivery| match delivery {
            Delivery::Message(message) => message.execution().id(),
            Delivery::Claimed { execution, .. } => execution.id(),
        })
        .collect();
    let left = asked.iter().map(Execution::id).filter(|id| *id != before.id() && !delivered.contains(id));
    assert_eq!(left.collect::<Vec<_>>(), []);
    assert_eq!(executions.store.start_all(&[]).await.len(), 0);
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

/// One of a task and of a batch that ended elsewhere after a failed attempt.
fn history() -> Execution {
    let asked = execution_with(|request| {
        request.task_id = Some(fresh_task_id());
        request.batch_id = Some(BatchId::from_uuid(Uuid::now_v7()));
    });
    let running = claimed(&asked, at(1));
    let again = claimed(&retrying(&running, at(2), at(3)), at(3));
    completed(&again, at(4))
}

fn claimed(execution: &Execution, now: Timestamp) -> Execution {
    execution.apply(Event::Claim { lease_until: at(90) }, now).expect("one that waits")
}

pub async fn history_is_read_back_and_listed_and_sends_nothing(executions: Fixture) -> Verdict {
    let history = history();
    assert_eq!(executions.store.record(&history).await?, Started::Created);
    assert_eq!(executions.stored(history.id()).await?, history);
    let (task, batch) = (history.request.task_id, history.request.batch_id);
    let scopes = [
        ExecutionScope::Owner(history.request.owner.clone()),
        ExecutionScope::Task(task.context("no task")?),
        ExecutionScope::Batch(batch.context("no batch")?),
    ];
    for scope in scopes {
        let page = executions.store.list(&executions_of(scope.clone(), 10)).await?;
        assert_eq!(page.items, std::slice::from_ref(&history), "{scope:?}");
    }
    assert_eq!(executions.outbox.delivered_by(at(600)).await?.len(), 0);
    Ok(())
}

pub async fn history_that_is_recorded_again_changes_nothing(executions: Fixture) -> Verdict {
    let history = history();
    executions.store.record(&history).await?;
    let other = Execution::completed((*history.request).clone());
    let again = executions.store.record(&other).await?;
    ensure!(again == Started::Existing(Box::new(history.clone())), "{again:?}");
    assert_eq!(executions.stored(history.id()).await?, history);
    Ok(())
}

pub async fn history_with_an_order_key_joins_no_line(executions: Fixture) -> Verdict {
    let order = Order { key: "orders".to_owned(), on_failure: OnOrderFailure::Block, fault: None };
    let asked = execution_with(|request| request.order = Some(order));
    let history = Execution::completed((*asked.request).clone());
    executions.store.record(&history).await?;
    let line = history.order_line().context("no line")?;
    assert_eq!(executions.store.first_in_line(&line).await?, None);
    Ok(())
}
