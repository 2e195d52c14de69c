//! What follows from the counts of a batch.

use beadle_values::{id::BatchId, violation::Path};
use rstest::rstest;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::{
    execution::Status,
    projection::{ExecutionFacts, change::Before},
    specimen::{at, claimed, pending},
};

fn batch() -> Batch {
    Batch {
        id: BatchId::from_uuid(Uuid::from_u128(7)),
        owner: OwnerId::parse("ada").unwrap(),
        name: None,
        on_complete: None,
        on_failure: None,
        created_at: at(0),
        closed_at: None,
        end: None,
        version: 1,
    }
}

/// A batch of `added` executions, of which some have completed, failed and been cancelled.
fn counted(added: u64, ends: [i64; 3], is_sealed: bool) -> CountedBatch {
    let mut tally = BatchTally::default();
    tally.began_at = Some(at(0));
    for (status, count) in [Status::Completed, Status::Failed, Status::Cancelled].into_iter().zip(ends) {
        tally.count(status, count);
    }
    CountedBatch { batch: batch(), added, is_sealed, tally }
}

#[rstest]
#[case(0, [0, 0, 0], false, None)]
#[case(0, [0, 0, 0], true, Some(BatchOutcome::Completed))]
#[case(3, [3, 0, 0], false, None)]
#[case(3, [2, 0, 0], true, None)]
#[case(3, [3, 0, 0], true, Some(BatchOutcome::Completed))]
#[case(3, [2, 1, 0], true, Some(BatchOutcome::Failed))]
#[case(3, [2, 0, 1], true, Some(BatchOutcome::Failed))]
#[case(3, [0, 0, 2], true, None)]
fn a_batch_ends_when_it_is_sealed_and_all_have_ended(
    #[case] added: u64,
    #[case] ends: [i64; 3],
    #[case] is_sealed: bool,
    #[case] expected: Option<BatchOutcome>,
) {
    assert_eq!(counted(added, ends, is_sealed).outcome_due(), expected);
}

#[test]
fn one_that_has_ended_does_not_end_again_and_keeps_its_counts() {
    let mut counted = counted(5, [3, 1, 1], true);
    let summary = counted.summary(BatchOutcome::Failed);
    counted.batch = counted.batch.close(at(1)).unwrap();
    counted.batch = counted.batch.ended(BatchEnd { at: at(60), summary, execution: None, skipped: None });
    assert_eq!((counted.batch.status(), counted.batch.version), (BatchStatus::Failed, 3));
    // Its companions may be gone.
    let alone = CountedBatch { added: 0, is_sealed: false, tally: BatchTally::default(), ..counted };
    assert_eq!(alone.outcome_due(), None);
    let counts = [Status::Completed, Status::Failed, Status::Cancelled, Status::Pending];
    assert_eq!((alone.total(), counts.map(|status| alone.count(status))), (5, [3, 1, 1, 0]));
    assert_eq!(alone.batch.close(at(9)), None);
}

#[test]
fn what_is_added_and_not_counted_is_pending() {
    let counted = counted(10, [3, 0, 0], false);
    assert_eq!((counted.count(Status::Pending), counted.count(Status::Completed)), (7, 3));
}

#[test]
fn the_end_is_estimated_from_the_rate_so_far() {
    let pace = counted(40, [8, 2, 0], true).pace(at(60)).unwrap();
    assert_eq!((pace.per_minute, pace.estimated_end_at), (10.0, Some(at(240))));
    assert_eq!(counted(40, [10, 0, 0], false).pace(at(60)).unwrap().estimated_end_at, None, "it is open");
    assert_eq!(counted(40, [0, 0, 0], true).pace(at(60)), None);
}

#[test]
fn changes_of_an_execution_move_it_from_status_to_status() {
    let (waits, runs) = (pending(), claimed(&pending(), 1));
    let mut tally = BatchTally::default();
    tally.add(None, &ExecutionFacts::from(&waits));
    assert_eq!((tally.get(Status::Pending), tally.began_at), (1, None));
    tally.add(Some(Before::from(&waits)), &ExecutionFacts::from(&runs));
    assert_eq!((tally.get(Status::Pending), tally.get(Status::Running), tally.began_at), (0, 1, Some(at(1))));
    let before = tally.clone();
    tally.add(Some(Before::from(&runs)), &ExecutionFacts::from(&runs));
    assert_eq!(tally, before, "the same status");
    assert_eq!(tally.ended(), 0);
}

#[test]
fn what_a_later_request_leaves_out_says_nothing() {
    let task = |number| Some(Successor::Task(beadle_values::id::TaskId::from_uuid(Uuid::from_u128(number))));
    let first = Batch { on_complete: task(1), ..batch() };
    assert!(first.is_asked_again_by(&first) && first.is_asked_again_by(&batch()));
    assert!(!first.is_asked_again_by(&Batch { on_complete: task(2), ..batch() }));
    assert!(!first.is_asked_again_by(&Batch { on_failure: task(1), ..batch() }));
}

#[rstest]
#[case(json!([]), &["body"])]
#[case(json!({"id": "x", "name": "", "close": 1, "colour": 2}), &["body.colour", "body.id", "body.name", "body.close"])]
#[case(json!({"on_complete": 7, "on_failure": {}}), &["body.on_complete", "body.on_failure.type"])]
#[case(json!({"on_complete": {"type": "http", "url": "http://a.example/", "run_at": "2027-01-15T08:00:00Z"}}),
    &["body.on_complete.run_at"])]
#[case(json!({"on_complete": {"task_id": "tsk_00000000000000000000000000000007", "input": {}}}),
    &["body.on_complete.input"])]
#[case(json!({"id": "bat_00000000000000000000000000000007", "name": "a"}), &["body.name"])]
fn every_fault_is_named_with_its_place(#[case] body: Value, #[case] places: &[&str]) {
    let faults = BatchDraft::parse(&body, &Path::body()).unwrap_err();
    assert_eq!(faults.iter().map(|fault| fault.path.to_string()).collect::<Vec<_>>(), places);
}
