//! Conversations with DynamoDB.

use std::{collections::BTreeMap, sync::Arc};

use beadle_application::port::{
    Applied, Checkpoint, Claim, ExecutionQuery, ExecutionScope, Executions, ProjectionStore, RunExecutions,
    Saved, StartExecutions, StoreError,
};
use beadle_domain::{
    execution::Status,
    projection::{Projection, Sequence, TaskCounters},
};
use beadle_values::{cause::Chain, id::TaskId};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    script::Script,
    specimen::{NOW, Sent, execution, retrying, running, still, table},
};

fn checkpoint() -> Checkpoint {
    Checkpoint { shard: "shard-1".into(), first: Sequence::of(10), last: Sequence::of(12) }
}

/// The projection of an execution of a task that has ended.
fn projection() -> Projection {
    let ended = TaskCounters {
        runs: 1,
        successes: 1,
        active: -1,
        last_end: Some((NOW, Status::Completed)),
        last_success: Some(NOW),
        ..TaskCounters::default()
    };
    Projection {
        tasks: BTreeMap::from([(TaskId::from_uuid(Uuid::from_u128(2)), ended)]),
        ..Projection::default()
    }
}

fn counters(revision: u64, last_run_time: &str) -> Value {
    json!({"Responses": {"beadle": [{
        "pk": {"S": "T#tsk_00000000000000000000000000000002"}, "sk": {"S": "S"},
        "run_count": {"N": "5"}, "success_count": {"N": "5"}, "failure_count": {"N": "0"}, "active_count": {"N": "1"},
        "last_run_time": {"S": last_run_time}, "last_status": {"S": "failed"}, "revision": {"N": revision.to_string()},
    }]}})
}

fn cancelled(codes: [&str; 2]) -> Value {
    json!({"CancellationReasons": codes.map(|code| json!({"Code": code}))})
}

#[tokio::test]
async fn a_conflicting_projection_is_derived_again() {
    const CANCELLED: &str = "TransactionCanceledException";
    let script = Script::default()
        .answers("BatchGetItem", counters(3, "2020-01-01T00:00:00Z"))
        .fails("TransactWriteItems", CANCELLED, cancelled(["None", "ConditionalCheckFailed"]))
        // Meanwhile a later end was counted: it remains the last.
        .answers("BatchGetItem", counters(4, "2099-01-01T00:00:00Z"))
        .fails("TransactWriteItems", CANCELLED, cancelled(["None", "TransactionConflict"]))
        .answers("BatchGetItem", counters(4, "2099-01-01T00:00:00Z"))
        .answers("TransactWriteItems", json!({}));
    let store = script.aws().projections(&table(), still());
    assert_eq!(store.apply(&projection(), &checkpoint()).await.unwrap(), Applied::Done);

    let asked = script.asked();
    let last_run = |nth: usize| {
        let values = &asked[nth]["TransactItems"][1]["Update"]["ExpressionAttributeValues"];
        (values[":revision"]["N"].clone(), values[":last_run_time"]["S"].clone())
    };
    assert_eq!(last_run(1), (json!("3"), json!(NOW.to_string())));
    assert_eq!(last_run(5), (json!("4"), json!("2099-01-01T00:00:00Z")));
}

#[tokio::test]
async fn a_batch_projected_before_changes_nothing() {
    let last = Sequence::of(11);
    let reasons = json!({"CancellationReasons": [
        {"Code": "ConditionalCheckFailed", "Item": {"last": {"S": last.as_str()}}},
        {"Code": "ConditionalCheckFailed"},
    ]});
    let script = Script::default().answers("BatchGetItem", counters(3, "2020-01-01T00:00:00Z")).fails(
        "TransactWriteItems",
        "TransactionCanceledException",
        reasons,
    );
    let store = script.aws().projections(&table(), still());
    assert_eq!(store.apply(&projection(), &checkpoint()).await.unwrap(), Applied::Behind(last));
    script.asked();
}

#[tokio::test]
async fn a_projection_that_keeps_conflicting_or_is_rejected_is_an_error() {
    let conflicts = (0..6).fold(Script::default(), |script, _| {
        script.answers("BatchGetItem", json!({})).fails(
            "TransactWriteItems",
            "TransactionCanceledException",
            cancelled(["None", "TransactionConflict"]),
        )
    });
    let error = conflicts.aws().projections(&table(), still()).apply(&projection(), &checkpoint()).await;
    assert!(matches!(error, Err(StoreError::Unavailable(_))), "{error:?}");
    conflicts.asked();

    let refused = Script::default().answers("BatchGetItem", json!({})).fails(
        "TransactWriteItems",
        "TransactionCanceledException",
        cancelled(["None", "ValidationError"]),
    );
    let error = refused.aws().projections(&table(), still()).apply(&projection(), &checkpoint()).await;
    assert!(matches!(error, Err(StoreError::Corrupt(_))), "{error:?}");
}

#[tokio::test]
async fn throttling_is_retried_and_then_reported_as_unavailable() {
    const THROTTLED: &str = "ProvisionedThroughputExceededException";
    let id = execution().id();
    let once = Script::default().fails("GetItem", THROTTLED, json!({})).answers("GetItem", json!({}));
    let executions = once.aws().executions(&table(), Arc::new(Sent::default()));
    assert_eq!(executions.get(id).await.unwrap(), None);
    once.asked();

    let twice =
        Script::default().fails("GetItem", THROTTLED, json!({})).fails("GetItem", THROTTLED, json!({}));
    let executions = twice.aws().executions(&table(), Arc::new(Sent::default()));
    let error = executions.get(id).await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    let text = Chain(&error).to_string();
    assert!(text.contains("read an item") && text.contains(THROTTLED), "{text}");
    twice.asked();
}

#[tokio::test]
async fn keys_left_out_of_a_batch_are_requested_again() {
    let known = execution();
    let position = format!("{:015}#{}", NOW.as_millisecond(), known.id());
    let key = json!({"pk": {"S": format!("E#{}", known.id())}, "sk": {"S": "E"}});
    let task = TaskId::from_uuid(Uuid::from_u128(3));
    let link = json!({"pk": {"S": format!("T#{task}#E")}, "sk": {"S": position}});
    let put = Script::default().answers("PutItem", json!({}));
    put.aws().executions(&table(), Arc::new(Sent::default())).start(&known).await.unwrap();
    let row = put.asked()[0]["Item"].clone();

    let script = Script::default()
        .answers("Query", json!({"Items": [link], "Count": 1}))
        .answers("BatchGetItem", json!({"Responses": {}, "UnprocessedKeys": {"beadle": {"Keys": [key]}}}))
        .answers("BatchGetItem", json!({"Responses": {"beadle": [row]}, "UnprocessedKeys": {}}));
    let query = ExecutionQuery::newest(ExecutionScope::Task(task), 10);
    let page = script.aws().executions(&table(), Arc::new(Sent::default())).list(&query).await.unwrap();
    assert_eq!((page.items, page.next), (vec![known], None));
    script.asked();
}

#[tokio::test]
async fn a_repeated_save_still_sends_its_message() {
    let (running, next) = (running(), retrying(&running()));
    let settle = Script::default().answers("UpdateItem", json!({}));
    let executions = settle.aws().executions(&table(), Arc::new(Sent::default()));
    executions.save(&next, running.version(), 0).await.unwrap();
    let written = settle.asked()[0]["ExpressionAttributeValues"].clone();
    let put = Script::default().answers("PutItem", json!({}));
    put.aws().executions(&table(), Arc::new(Sent::default())).start(&execution()).await.unwrap();
    let mut row = put.asked()[0]["Item"].clone();
    for name in ["version", "status", "progress"] {
        row[name] = written[format!(":{name}")].clone();
    }

    let script =
        Script::default().fails("UpdateItem", "ConditionalCheckFailedException", json!({"Item": row}));
    let sent = Arc::new(Sent::default());
    let executions = script.aws().executions(&table(), sent.clone());
    assert_eq!(executions.save(&next, running.version(), 0).await.unwrap(), Saved::Done);
    assert_eq!(sent.0.lock().await[0].execution(), &next);
}

#[tokio::test]
async fn a_message_for_a_removed_row_runs_nothing() {
    let script = Script::default().fails("UpdateItem", "ConditionalCheckFailedException", json!({}));
    let message = beadle_domain::execution::Message::start(retrying(&running()));
    let due = message.due().unwrap();
    let executions = script.aws().executions(&table(), Arc::new(Sent::default()));
    assert_eq!(executions.claim(&message, due).await.unwrap(), Claim::Done);
    script.asked();
}
