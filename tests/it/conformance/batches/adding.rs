//! Adding executions to batches.

use anyhow::ensure;
use beadle_application::port::{Added, Claim};
use beadle_domain::execution::{Execution, Message};
use beadle_values::id::BatchId;
use futures_util::future::try_join_all;
use uuid::Uuid;

use super::{Fixture, members};
use crate::conformance::{
    Verdict,
    specimen::{at, execution_with, owner},
};
use beadle_application::port::{ExecutionQuery, ExecutionScope};

pub async fn executions_are_started_and_counted(batches: Fixture) -> Verdict {
    let batch = batches.open().await?;
    let added = members(batch.id, 3);
    assert_eq!(
        batches.executions.add_to_batch(&added).await?,
        [Added::Created, Added::Created, Added::Created]
    );
    assert_eq!(batches.stored(batch.id).await?.added, 3);
    for execution in added {
        assert_eq!(batches.executions.get(execution.id()).await?, Some(execution));
    }
    Ok(())
}

pub async fn an_execution_counts_once_however_often_it_is_added(batches: Fixture) -> Verdict {
    let batch = batches.open().await?;
    let added = members(batch.id, 2);
    batches.executions.add_to_batch(&added[..1]).await?;
    // A repeat comes later.
    let again = |execution: &Execution| {
        let mut request = (*execution.request).clone();
        request.created_at = at(30);
        Execution::new(request, at(30))
    };
    let repeated: Vec<Execution> = added.iter().map(again).collect();
    for expected in [Added::Created, Added::Existing(Box::new(repeated[1].clone()))] {
        let results = batches.executions.add_to_batch(&repeated).await?;
        assert_eq!(results, [Added::Existing(Box::new(added[0].clone())), expected]);
        assert_eq!(batches.stored(batch.id).await?.added, 2);
    }
    Ok(())
}

pub async fn one_of_eight_adds_of_an_execution_counts(batches: Fixture) -> Verdict {
    let batch = batches.open().await?;
    let added = members(batch.id, 5);
    let results = try_join_all((0..8).map(|_| batches.executions.add_to_batch(&added))).await?;
    let created = results.iter().flatten().filter(|result| **result == Added::Created).count();
    assert_eq!((results.len(), created), (8, 5));
    assert_eq!(batches.stored(batch.id).await?.added, 5);
    Ok(())
}

async fn closed(batches: &Fixture, added: &[Execution], id: BatchId) -> anyhow::Result<()> {
    if !added.is_empty() {
        batches.executions.add_to_batch(added).await?;
    }
    let stored = batches.stored(id).await?.batch;
    let closed = stored.close(at(5)).expect("an open batch");
    batches.store.replace(&closed, stored.version, None).await?;
    Ok(())
}

pub async fn a_closed_batch_takes_nothing(batches: Fixture) -> Verdict {
    let batch = batches.open().await?;
    closed(&batches, &members(batch.id, 1), batch.id).await?;
    let late = members(batch.id, 2);
    assert_eq!(batches.executions.add_to_batch(&late).await?, [Added::Closed, Added::Closed]);
    assert_eq!(batches.stored(batch.id).await?.added, 1);
    for execution in late {
        assert_eq!(batches.executions.get(execution.id()).await?, None);
    }
    Ok(())
}

pub async fn what_was_added_before_the_close_is_found_after_it(batches: Fixture) -> Verdict {
    let batch = batches.open().await?;
    let early = members(batch.id, 1);
    closed(&batches, &early, batch.id).await?;
    let mut mixed = members(batch.id, 1);
    mixed.extend(early.clone());
    let expected = [Added::Closed, Added::Existing(Box::new(early[0].clone()))];
    assert_eq!(batches.executions.add_to_batch(&mixed).await?, expected);
    assert_eq!(batches.stored(batch.id).await?.added, 1);
    Ok(())
}

pub async fn a_batch_that_does_not_exist_takes_nothing(batches: Fixture) -> Verdict {
    let none = members(BatchId::from_uuid(Uuid::now_v7()), 1);
    assert_eq!(batches.executions.add_to_batch(&none).await?, [Added::Closed]);
    assert_eq!(batches.executions.get(none[0].id()).await?, None);
    Ok(())
}

/// The sender crashed between its message and the row.
pub async fn a_claim_without_a_row_counts_the_execution(batches: Fixture) -> Verdict {
    let batch = batches.open().await?;
    let added = members(batch.id, 1);
    let claim = batches.executions.claim(&Message::start(added[0].clone()), at(0)).await?;
    let Claim::Taken(running) = claim else { anyhow::bail!("{claim:?}") };
    assert_eq!(batches.stored(batch.id).await?.added, 1);
    assert_eq!(batches.executions.add_to_batch(&added).await?, [Added::Existing(running)]);
    assert_eq!(batches.stored(batch.id).await?.added, 1);
    Ok(())
}

/// The sender crashed between its message and the row, and the batch was closed meanwhile.
pub async fn a_claim_for_a_closed_batch_starts_nothing(batches: Fixture) -> Verdict {
    let batch = batches.open().await?;
    closed(&batches, &[], batch.id).await?;
    let late = members(batch.id, 1);
    assert_eq!(batches.executions.claim(&Message::start(late[0].clone()), at(0)).await?, Claim::Done);
    assert_eq!(batches.executions.get(late[0].id()).await?, None);
    assert_eq!(batches.stored(batch.id).await?.added, 0);
    Ok(())
}

pub async fn more_than_a_transaction_holds_are_counted(batches: Fixture) -> Verdict {
    let batch = batches.open().await?;
    let added = members(batch.id, 120);
    let results = batches.executions.add_to_batch(&added).await?;
    ensure!(results.iter().all(|result| *result == Added::Created) && results.len() == 120);
    assert_eq!(batches.stored(batch.id).await?.added, 120);
    Ok(())
}

pub async fn executions_of_a_batch_are_listed(batches: Fixture) -> Verdict {
    let (batch, other) = (batches.open().await?, batches.open().await?);
    let added = members(batch.id, 7);
    batches.executions.add_to_batch(&added).await?;
    batches.executions.add_to_batch(&members(other.id, 2)).await?;
    batches.executions.start(&execution_with(|request| request.owner = owner("ada"))).await?;
    let mut query = ExecutionQuery::newest(ExecutionScope::Batch(batch.id), 3);
    let mut listed = Vec::new();
    loop {
        let page = batches.executions.list(&query).await?;
        listed.extend(page.items.iter().map(Execution::id));
        query.cursor = page.next;
        if query.cursor.is_none() {
            break;
        }
    }
    listed.sort_unstable();
    let mut expected: Vec<_> = added.iter().map(Execution::id).collect();
    expected.sort_unstable();
    assert_eq!(listed, expected);
    let late =
        ExecutionQuery { from: Some(at(1)), ..ExecutionQuery::newest(ExecutionScope::Batch(batch.id), 10) };
    assert_eq!(batches.executions.list(&late).await?.items, [], "a time span filters");
    Ok(())
}
