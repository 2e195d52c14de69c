//! Writing and listing batches.

use beadle_application::port::{Added, BatchQuery, Inserted, Replaced};
use beadle_domain::{
    batch::{Batch, BatchEnd, BatchOutcome, BatchStatus, BatchSummary, BatchTally, Successor},
    execution::{Execution, Status},
};
use beadle_values::id::{BatchId, ExecutionId};

use super::{Fixture, batch, members};
use crate::conformance::{
    Verdict,
    specimen::{T0, at, execution, fresh_task_id, owner},
};

pub async fn a_new_batch_is_open_and_empty(batches: Fixture) -> Verdict {
    let new = batch();
    assert_eq!(batches.store.get(new.id).await?, None);
    assert_eq!(batches.store.insert(&new, None).await?, Inserted::Created);
    let stored = batches.stored(new.id).await?;
    assert_eq!((stored.batch.status(), stored.added, stored.is_sealed), (BatchStatus::Open, 0, false));
    assert_eq!((stored.batch, stored.tally), (new, BatchTally::default()));
    Ok(())
}

pub async fn an_existing_batch_is_returned_and_not_changed(batches: Fixture) -> Verdict {
    let first = batches.open().await?;
    let second =
        Batch { created_at: at(9), on_complete: Some(Successor::Task(fresh_task_id())), ..first.clone() };
    assert_eq!(batches.store.insert(&second, None).await?, Inserted::Existing(Box::new(first.clone())));
    assert_eq!(batches.stored(first.id).await?.batch, first);
    Ok(())
}

pub async fn a_batch_is_replaced_under_its_version(batches: Fixture) -> Verdict {
    let open = batches.open().await?;
    let closed = open.close(at(5)).expect("an open batch");
    assert_eq!(batches.store.replace(&closed, 7, None).await?, Replaced::Conflict);
    assert!(!batches.stored(open.id).await?.is_sealed);
    assert_eq!(batches.store.replace(&closed, 1, None).await?, Replaced::Done);
    let stored = batches.stored(open.id).await?;
    assert_eq!((stored.batch, stored.is_sealed), (closed, true));
    assert_eq!(batches.store.replace(&batch(), 1, None).await?, Replaced::Conflict, "it does not exist");
    Ok(())
}

pub async fn every_field_is_read_back_as_written(batches: Fixture) -> Verdict {
    let open = batch();
    let end = ExecutionId::for_batch_end(open.id);
    let Execution { request, .. } = execution();
    let request = beadle_domain::execution::Request { id: end, ..(*request).clone() };
    let full = Batch {
        name: Some("nightly 🌙 '\"\\ #".to_owned()),
        on_complete: Some(Successor::Request(Box::new(request))),
        on_failure: Some(Successor::Task(fresh_task_id())),
        ..open
    };
    batches.store.insert(&full, None).await?;
    assert_eq!(batches.stored(full.id).await?.batch, full);
    let closed = full.close(at(5)).expect("an open batch");
    batches.store.replace(&closed, 1, None).await?;
    let summary = BatchSummary {
        id: full.id,
        name: full.name.clone(),
        status: BatchOutcome::Failed,
        total: 9,
        completed: 6,
        failed: 2,
        cancelled: 1,
    };
    let ended =
        closed.ended(BatchEnd { at: at(6), summary, execution: Some(end), skipped: Some("x".into()) });
    assert_eq!(batches.store.replace(&ended, 2, None).await?, Replaced::Done);
    assert_eq!(batches.stored(full.id).await?.batch, ended);
    Ok(())
}

pub async fn one_that_ended_elsewhere_is_read_back_with_its_final_counts(batches: Fixture) -> Verdict {
    let closed = batch().close(at(5)).expect("an open batch");
    let summary = BatchSummary {
        id: closed.id,
        name: closed.name.clone(),
        status: BatchOutcome::Completed,
        total: 4,
        completed: 4,
        failed: 0,
        cancelled: 0,
    };
    let ended = closed.ended(BatchEnd { at: at(6), summary, execution: None, skipped: None });
    assert_eq!(batches.store.insert(&ended, None).await?, Inserted::Created);
    let stored = batches.stored(ended.id).await?;
    assert_eq!((stored.total(), stored.count(Status::Completed), stored.outcome_due()), (4, 4, None));
    assert_eq!(stored.batch, ended);
    let more = members(ended.id, 1);
    assert_eq!(batches.executions.add_to_batch(&more).await?, [Added::Closed]);
    Ok(())
}

async fn listed(batches: &Fixture, name: &str, limit: usize) -> anyhow::Result<Vec<BatchId>> {
    let mut query = BatchQuery { owner: owner(name), limit, cursor: None };
    let mut ids = Vec::new();
    loop {
        let page = batches.store.list(&query).await?;
        assert!(page.items.len() <= limit);
        ids.extend(page.items.iter().map(|counted| counted.batch.id));
        query.cursor = page.next;
        if query.cursor.is_none() {
            return Ok(ids);
        }
    }
}

pub async fn batches_of_an_owner_are_listed_newest_first(batches: Fixture) -> Verdict {
    let mut ids = Vec::new();
    for second in [1, 3, 2] {
        let new = Batch { created_at: at(second), ..batch() };
        batches.store.insert(&new, None).await?;
        ids.push(new.id);
    }
    batches.store.insert(&Batch { owner: owner("bob"), ..batch() }, None).await?;
    assert_eq!(listed(&batches, "ada", 10).await?, [ids[1], ids[2], ids[0]]);
    assert_eq!(listed(&batches, "bob", 10).await?.len(), 1);
    Ok(())
}

pub async fn pages_of_batches_are_complete(batches: Fixture) -> Verdict {
    let mut ids = Vec::new();
    for number in 0..7 {
        // Two of one moment.
        let new = Batch { created_at: at(number / 2), ..batch() };
        batches.store.insert(&new, None).await?;
        ids.push((new.created_at.max(T0), new.id));
    }
    ids.sort_unstable();
    let newest_first: Vec<BatchId> = ids.into_iter().rev().map(|(_, id)| id).collect();
    assert_eq!(listed(&batches, "ada", 3).await?, newest_first);
    Ok(())
}
