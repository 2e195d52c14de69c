//! The cost of a batch: its rows, each execution in it beyond what an execution costs alone, its counts, its close and its
//! end.

use beadle_application::port::{Added, Applied, Batches, Checkpoint, ProjectionStore, Replaced};
use beadle_aws::{BatchTable, Projections};
use beadle_domain::{
    batch::{Batch, BatchEnd, BatchOutcome},
    projection::{Change, ChangeRecord, ExecutionFacts, Projection, Sequence, change::Before},
};
use beadle_testing::StillClock;
use beadle_values::id::BatchId;

use super::*;

const MEMBERS: usize = 100;

#[tokio::test]
async fn an_execution_in_a_batch_costs_two_write_units_more() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    let table = Table::new(metered.meter.attached_to(&metered._dynamo.client), TABLE);
    let batches = BatchTable::new(table.clone(), Retention::default());
    let batch = Batch {
        id: BatchId::from_uuid(Uuid::now_v7()),
        owner: OwnerId::parse("auth0|5f7c8ec7c33c6c004bbafe82")?,
        name: Some("import-2027-01-15".to_owned()),
        on_complete: None,
        on_failure: None,
        created_at: NOW,
        closed_at: None,
        end: None,
        version: 1,
    };
    batches.insert(&batch, None).await?;
    let created = metered.meter.take();
    print("a batch", &created);

    let member = |_| {
        let alone = execution(None, body());
        let mut request = (*alone.request).clone();
        request.batch_id = Some(batch.id);
        Execution::new(request, NOW)
    };
    let members: Vec<Execution> = (0..MEMBERS).map(member).collect();
    let added = metered.executions.add_to_batch(&members).await?;
    ensure!(added.iter().all(|added| *added == Added::Created));
    let writes = metered.meter.take();
    let each = units(&writes) / 100.0;
    println!("{MEMBERS} executions of a batch started: {} write units, {each} each", units(&writes));
    // Alone the row; the link in a transaction, and one update for fifty.
    assert!((3.0..=3.1).contains(&each), "{each}");

    let facts = |execution: &Execution| ExecutionFacts::from(execution);
    let records: Vec<ChangeRecord> = members
        .iter()
        .flat_map(|execution| {
            let ended = ExecutionFacts {
                status: beadle_domain::execution::Status::Completed,
                ended_at: Some(NOW),
                ..facts(execution)
            };
            let before = Some(Before::from(execution));
            [
                Change::Execution { before: None, after: facts(execution) },
                Change::Execution { before, after: ended },
            ]
        })
        .zip(1_u32..)
        .map(|(change, number)| ChangeRecord {
            shard: "shardId-1".into(),
            sequence: Sequence::of(number),
            at: NOW,
            change,
        })
        .collect();
    let alone: Vec<ChangeRecord> = records
        .iter()
        .map(|record| {
            let mut record = record.clone();
            record.shard = "shardId-2".into();
            if let Change::Execution { after, .. } = &mut record.change {
                after.batch_id = None;
            }
            record
        })
        .collect();
    let projections = Projections::new(table, Arc::new(StillClock::at(NOW)));
    let mut counted = Vec::new();
    for records in [records, alone] {
        let checkpoint = Checkpoint {
            shard: records[0].shard.clone(),
            first: records[0].sequence.clone(),
            last: records[records.len() - 1].sequence.clone(),
        };
        ensure!(projections.apply(&Projection::of(&records), &checkpoint).await? == Applied::Done);
        counted.push(units(&metered.meter.take()));
    }
    let [in_batch, alone] = counted[..] else { anyhow::bail!("{counted:?}") };
    println!("{} changes projected: {in_batch} write units in a batch, {alone} alone", 2 * MEMBERS);
    assert!((in_batch - alone - 2.0).abs() < f64::EPSILON, "one row in the transaction: {in_batch} {alone}");

    let closed = batch.close(NOW).expect("an open batch");
    ensure!(batches.replace(&closed, 1, None).await? == Replaced::Done);
    let close = metered.meter.take();
    print("its close", &close);
    let counted = batches.get(batch.id).await?.expect("it is stored");
    let summary = counted.summary(BatchOutcome::Completed);
    let ended = closed.ended(BatchEnd { at: NOW, summary, execution: None, skipped: None });
    ensure!(batches.replace(&ended, 2, None).await? == Replaced::Done);
    let end = metered.meter.take();
    print("its end", &end);
    assert!(units(&created) <= 7.0 && units(&close) <= 4.0 && units(&end) <= 2.0);
    Ok(())
}
