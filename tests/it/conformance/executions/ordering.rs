//! The lines of order keys.

use std::{collections::HashSet, time::Duration};

use anyhow::ensure;
use beadle_application::port::{LineHead, Saved, Started, StoreError};
use beadle_domain::{
    execution::{Event, Execution, Hold, HoldKind, Message, Trigger},
    order::{OnOrderFailure, Order, OrderLine},
};
use beadle_values::{id::ExecutionId, page::Cursor};
use futures_util::future::try_join_all;

use super::Fixture;
use crate::conformance::{
    Verdict,
    specimen::{at, cancelled, completed, execution_with, failed, owner, retrying},
};

fn line(key: &str) -> OrderLine {
    OrderLine { owner: owner("ada"), key: key.to_owned() }
}

fn order(key: &str) -> Option<Order> {
    Some(Order { key: key.to_owned(), on_failure: OnOrderFailure::Block, fault: None })
}

fn ordered(key: &str) -> Execution {
    execution_with(|request| request.order = order(key))
}

/// The replay of `execution`.
fn replay(execution: &Execution) -> Execution {
    execution_with(|request| {
        request.order = execution.request.order.clone();
        request.trigger = Trigger::replay(execution.id());
    })
}

impl Fixture {
    async fn first(&self, key: &str) -> Result<Option<ExecutionId>, StoreError> {
        self.store.first_in_line(&line(key)).await
    }

    /// The executions of `key` in order; each ends and leaves.
    async fn drained(&self, key: &str) -> anyhow::Result<Vec<ExecutionId>> {
        let mut order = Vec::new();
        while let Some(first) = self.first(key).await? {
            order.push(first);
            let stored = self.stored(first).await?;
            if !stored.status().is_final() {
                let ended = cancelled(&stored, at(9));
                ensure!(self.store.save(&ended, stored.version(), 0).await? == Saved::Done);
            }
            self.store.leave_line(&line(key), first).await?;
        }
        Ok(order)
    }
}

fn ids(executions: &[Execution]) -> Vec<ExecutionId> {
    executions.iter().map(Execution::id).collect()
}

pub async fn executions_stand_in_line_in_the_order_of_their_starts(executions: Fixture) -> Verdict {
    // Later ids and earlier times do not matter.
    let mut line: Vec<_> = (0..5).map(|_| ordered("acme")).collect();
    line.reverse();
    for execution in &line {
        executions.start(execution).await?;
    }
    assert_eq!(executions.drained("acme").await?, ids(&line));
    Ok(())
}

pub async fn those_started_together_stand_in_line_in_their_order(executions: Fixture) -> Verdict {
    let mut line: Vec<_> = (0..30).map(|_| ordered("acme")).collect();
    line.reverse();
    for started in executions.store.start_all(&line).await {
        assert_eq!(started?, Started::Created);
    }
    assert_eq!(executions.drained("acme").await?, ids(&line));
    Ok(())
}

pub async fn a_duplicate_start_takes_no_second_place(executions: Fixture) -> Verdict {
    let (first, second) = (ordered("acme"), ordered("acme"));
    executions.start(&first).await?;
    executions.start(&second).await?;
    for execution in [&first, &second, &first] {
        let repeated = executions.store.start(execution).await?;
        assert!(matches!(repeated, Started::Existing(_)), "{repeated:?}");
    }
    assert_eq!(executions.drained("acme").await?, ids(&[first, second]));
    Ok(())
}

pub async fn a_claim_without_a_row_joins_the_line(executions: Fixture) -> Verdict {
    let (first, second) = (ordered("acme"), ordered("acme"));
    executions.claim(&first, at(0)).await?;
    executions.start(&second).await?;
    let repeated = executions.store.start(&first).await?;
    assert!(matches!(repeated, Started::Existing(_)), "{repeated:?}");
    assert_eq!(executions.drained("acme").await?, ids(&[first, second]));
    Ok(())
}

pub async fn one_that_has_ended_or_has_no_key_is_in_no_line(executions: Fixture) -> Verdict {
    let ended = Execution::completed((*ordered("acme").request).clone());
    executions.start(&ended).await?;
    let unresolved = execution_with(|request| {
        request.order = order("acme").map(|order| Order { fault: Some("no tenant".to_owned()), ..order })
    });
    executions.start(&unresolved).await?;
    executions.start(&execution_with(|_| {})).await?;
    assert_eq!(executions.first("acme").await?, None);
    Ok(())
}

pub async fn it_keeps_its_place_while_it_is_retried(executions: Fixture) -> Verdict {
    let (first, second) = (ordered("acme"), ordered("acme"));
    let running = executions.run(&first, at(0)).await?;
    executions.start(&second).await?;
    let waits = retrying(&running, at(1), at(5));
    assert_eq!(executions.store.save(&waits, running.version(), 0).await?, Saved::Done);
    assert_eq!(executions.first("acme").await?, Some(first.id()));
    let again = executions.claim(&waits, at(5)).await?;
    let ended = completed(&again, at(6));
    assert_eq!(executions.store.save(&ended, again.version(), 0).await?, Saved::Done);
    assert_eq!(executions.store.leave_line(&line("acme"), first.id()).await?, Some(second.id()));
    assert_eq!(executions.first("acme").await?, Some(second.id()));
    Ok(())
}

pub async fn only_the_first_leaves_and_never_comes_back(executions: Fixture) -> Verdict {
    let line_of = [ordered("acme"), ordered("acme"), ordered("acme")];
    for execution in &line_of {
        executions.start(execution).await?;
    }
    let [first, second, third] = line_of.map(|execution| execution.id());
    let acme = &line("acme");
    assert_eq!(executions.store.leave_line(acme, second).await?, Some(first), "it is not the first");
    assert_eq!(executions.store.leave_line(acme, first).await?, Some(second));
    for _ in 0..3 {
        assert_eq!(executions.store.leave_line(acme, first).await?, Some(second), "it has left");
    }
    assert_eq!(executions.store.leave_line(acme, second).await?, Some(third));
    assert_eq!(executions.store.leave_line(acme, third).await?, None);
    assert_eq!(executions.store.leave_line(acme, third).await?, None);
    let later = ordered("acme");
    executions.start(&later).await?;
    assert_eq!(executions.first("acme").await?, Some(later.id()));
    Ok(())
}

pub async fn a_replay_takes_the_place_of_one_that_blocks(executions: Fixture) -> Verdict {
    let (first, second) = (ordered("acme"), ordered("acme"));
    let running = executions.run(&first, at(0)).await?;
    executions.start(&second).await?;
    let ended = failed(&running, at(1));
    assert_eq!(executions.store.save(&ended, running.version(), 0).await?, Saved::Done);
    assert_eq!(executions.first("acme").await?, Some(first.id()), "it blocks its key");
    let again = replay(&first);
    executions.start(&again).await?;
    let repeated = executions.store.start(&again).await?;
    assert!(matches!(repeated, Started::Existing(_)), "{repeated:?}");
    let late = replay(&first);
    executions.start(&late).await?;
    assert_eq!(executions.drained("acme").await?, ids(&[again, second, late]), "a second replay comes last");
    Ok(())
}

pub async fn lines_are_those_of_one_owner_and_one_key(executions: Fixture) -> Verdict {
    let others = execution_with(|request| {
        request.owner = owner("bob");
        request.order = order("acme");
    });
    let awkward = "a#b|c/%\u{1F600}'\"";
    let started = [ordered("acme"), ordered("Acme"), others, ordered(awkward)];
    for execution in &started {
        executions.start(execution).await?;
    }
    let bobs = OrderLine { owner: owner("bob"), key: "acme".to_owned() };
    assert_eq!(executions.store.first_in_line(&bobs).await?, Some(started[2].id()));
    for (key, place) in [("acme", 0), ("Acme", 1), (awkward, 3)] {
        assert_eq!(executions.drained(key).await?, [started[place].id()], "{key}");
    }
    Ok(())
}

pub async fn a_started_execution_tells_its_order(executions: Fixture) -> Verdict {
    let execution = ordered("acme");
    executions.start(&execution).await?;
    assert_eq!(executions.stored(execution.id()).await?, execution);
    Ok(())
}

pub async fn sixteen_starts_at_once_get_a_place_each(executions: Fixture) -> Verdict {
    let started: Vec<_> = (0..16).map(|_| ordered("acme")).collect();
    try_join_all(started.iter().map(|execution| executions.start(execution))).await?;
    let later = ordered("acme");
    executions.start(&later).await?;
    let order = executions.drained("acme").await?;
    assert_eq!(order.last(), Some(&later.id()), "it was accepted after the others");
    let places: HashSet<_> = order.iter().copied().collect();
    assert_eq!((order.len(), places.len()), (17, 17));
    Ok(())
}

pub async fn lines_are_listed_in_the_order_of_their_keys(executions: Fixture) -> Verdict {
    let keys: Vec<String> = (0..7).map(|number| format!("key-{number}")).collect();
    let mut first = Vec::new();
    for key in keys.iter().rev() {
        first.insert(0, ordered(key));
        executions.start(&first[0]).await?;
        executions.start(&ordered(key)).await?;
    }
    let gone = ordered("key-3a");
    executions.start(&gone).await?;
    executions.drained("key-3a").await?;
    let bobs = execution_with(|request| {
        request.owner = owner("bob");
        request.order = order("key-1a");
    });
    executions.start(&bobs).await?;
    // The list may be behind by a moment.
    let expected: Vec<_> = keys
        .iter()
        .map(String::as_str)
        .zip(ids(&first))
        .map(|(key, first)| (key.to_owned(), first, 1))
        .collect();
    let mut listed = Vec::new();
    for _ in 0..50 {
        listed = executions.listed(3).await?;
        if listed == expected {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(listed, expected);
    let forged = Cursor("no cursor of ours".to_owned());
    let refused = executions.store.order_lines(&owner("ada"), 3, Some(&forged)).await;
    assert!(matches!(refused, Err(StoreError::InvalidCursor)), "{refused:?}");
    Ok(())
}

impl Fixture {
    /// The lines of `ada`, in pages of `limit`.
    async fn listed(&self, limit: usize) -> anyhow::Result<Vec<(String, ExecutionId, usize)>> {
        let mut listed = Vec::new();
        let mut cursor = None;
        loop {
            let page = self.store.order_lines(&owner("ada"), limit, cursor.as_ref()).await?;
            ensure!(page.items.len() <= limit);
            let head = |head: LineHead| (head.line.key, head.first, head.behind);
            listed.extend(page.items.into_iter().map(head));
            match page.next {
                Some(next) => cursor = Some(next),
                None => return Ok(listed),
            }
        }
    }
}

pub async fn one_that_waits_in_line_is_found_as_it_was_saved(executions: Fixture) -> Verdict {
    let (first, second) = (ordered("acme"), ordered("acme"));
    executions.run(&first, at(0)).await?;
    let running = executions.run(&second, at(0)).await?;
    let event = Event::Defer { due: at(600), hold: Hold::new(HoldKind::Order, "another one runs") };
    let waits = running.apply(event, at(0))?;
    assert_eq!(executions.store.save(&waits, running.version(), 0).await?, Saved::Done);
    assert_eq!(executions.stored(second.id()).await?, waits);
    assert!(Message::follow_up(&waits, 0).is_some());
    Ok(())
}
