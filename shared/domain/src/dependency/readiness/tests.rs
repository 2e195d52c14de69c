use std::collections::BTreeMap;

use beadle_values::id::{ExecutionId, TaskId};

use crate::specimen::{task, task_id as id};
use rstest::rstest;
use uuid::Uuid;

use super::{Readiness, readiness, unmet};
use crate::{
    dependency::Release,
    execution::Status,
    specimen::at,
    task::{LastEnd, OnDependencyFailure, Task},
};

fn exe(number: u128) -> ExecutionId {
    ExecutionId::from_uuid(Uuid::from_u128(number))
}

/// Ends as `(task, execution, status, replayed execution)`.
type Ends<'a> = &'a [(usize, u128, char, u128)];

fn ends(ends: Ends<'_>) -> BTreeMap<TaskId, LastEnd> {
    let end = |(task, execution, how, replayed): &(usize, u128, char, u128)| {
        let status = match how {
            'c' => Status::Completed,
            'f' => Status::Failed,
            _ => Status::Cancelled,
        };
        let at = at(i64::try_from(*execution).unwrap());
        let replay_of = (*replayed > 0).then(|| exe(*replayed));
        (id(*task), LastEnd { execution: exe(*execution), status, at, replay_of, depth: 3, before: None })
    };
    ends.iter().map(end).collect()
}

fn three(on_dependency_failure: OnDependencyFailure) -> Task {
    Task { on_dependency_failure, ..task(9, &[1, 2, 3]) }
}

/// The result as the table writes it.
fn summary(readiness: &Readiness) -> String {
    match readiness {
        Readiness::Waits(waits) => {
            let number = |task: &TaskId| (task.uuid().as_u128() - 1).to_string();
            format!("waits {}", waits.iter().map(number).collect::<Vec<_>>().join(" "))
        }
        Readiness::Ready(release) => {
            let what = if release.skipped { "skips" } else { "runs" };
            let place = if release.replay_of.is_some() { " in place of the skip" } else { "" };
            format!("{what}{place}")
        }
    }
}

const ALL: Ends<'static> = &[(1, 11, 'c', 0), (2, 12, 'c', 0), (3, 13, 'c', 0)];
const ONE_FAILED: Ends<'static> = &[(1, 11, 'c', 0), (2, 12, 'f', 0), (3, 13, 'c', 0)];
const TWO_FAILED: Ends<'static> = &[(1, 11, 'c', 0), (2, 12, 'f', 0), (3, 13, 'x', 0)];

/// The last release was made on the ends `before`, if any; the current ends are `now`.
#[rstest]
#[case::nothing_ended(&[], &[], "waits 1 2 3")]
#[case::one_is_missing(&[], &[(1, 11, 'c', 0), (3, 13, 'c', 0)], "waits 2")]
#[case::all_ended(&[], ALL, "runs")]
#[case::one_failed(&[], ONE_FAILED, "skips")]
#[case::one_was_cancelled(&[], &[(1, 11, 'c', 0), (2, 12, 'x', 0), (3, 13, 'c', 0)], "skips")]
#[case::a_failure_waits_for_the_others(&[], &[(2, 12, 'f', 0)], "waits 1 3")]
#[case::all_are_used_up(ALL, ALL, "waits 1 2 3")]
#[case::one_ran_again(ALL, &[(1, 21, 'c', 0), (2, 12, 'c', 0), (3, 13, 'c', 0)], "waits 2 3")]
#[case::all_ran_again(ALL, &[(1, 21, 'c', 0), (2, 22, 'c', 0), (3, 23, 'c', 0)], "runs")]
#[case::a_repeat_after_a_run_is_one_of_three(ALL, &[(1, 11, 'c', 0), (2, 22, 'c', 12), (3, 13, 'c', 0)], "waits 1 3")]
#[case::after_a_skip_nothing_is_new(ONE_FAILED, ONE_FAILED, "waits 1 2 3")]
#[case::after_a_skip_the_failed_one_is_repeated(ONE_FAILED, &[(1, 11, 'c', 0), (2, 22, 'c', 12), (3, 13, 'c', 0)], "runs in place of the skip")]
#[case::after_a_skip_the_repeat_fails(ONE_FAILED, &[(1, 11, 'c', 0), (2, 22, 'f', 12), (3, 13, 'c', 0)], "skips in place of the skip")]
#[case::after_a_skip_it_runs_anew(ONE_FAILED, &[(1, 11, 'c', 0), (2, 22, 'c', 0), (3, 13, 'c', 0)], "waits 1 3")]
#[case::after_a_skip_something_else_is_repeated(ONE_FAILED, &[(1, 11, 'c', 0), (2, 22, 'c', 5), (3, 13, 'c', 0)], "waits 1 3")]
#[case::after_a_skip_all_run_anew(ONE_FAILED, &[(1, 21, 'c', 0), (2, 22, 'c', 0), (3, 23, 'c', 0)], "runs")]
#[case::of_two_that_failed_one_is_repeated(TWO_FAILED, &[(1, 11, 'c', 0), (2, 22, 'c', 12), (3, 13, 'x', 0)], "waits 1 3")]
#[case::of_two_that_failed_both_are_repeated(TWO_FAILED, &[(1, 11, 'c', 0), (2, 22, 'c', 12), (3, 23, 'c', 13)], "runs in place of the skip")]
fn readiness_table(#[case] before: Ends<'_>, #[case] now: Ends<'_>, #[case] expected: &str) {
    let task = three(OnDependencyFailure::Skip);
    let last = (!before.is_empty()).then(|| released(&task, before, None));
    assert_eq!(summary(&readiness(&task, &ends(now), last.as_ref())), expected);
}

fn released(task: &Task, now: Ends<'_>, last: Option<&Release>) -> Release {
    match readiness(task, &ends(now), last) {
        Readiness::Ready(release) => *release,
        Readiness::Waits(waits) => panic!("it waits for {waits:?}"),
    }
}

#[test]
fn runs_after_failures_if_configured() {
    let task = three(OnDependencyFailure::Run);
    let release = released(&task, TWO_FAILED, None);
    assert!(!release.skipped);
    assert_eq!(release.trigger().skipped_for, []);
    assert_eq!(summary(&readiness(&task, &ends(ONE_FAILED), Some(&release))), "waits 1 2 3");
}

#[test]
fn a_failed_replay_is_repaired_by_another_replay_of_either_execution() {
    let task = three(OnDependencyFailure::Skip);
    let skip = released(&task, ONE_FAILED, None);
    let again = released(&task, &[(1, 11, 'c', 0), (2, 22, 'f', 12), (3, 13, 'c', 0)], Some(&skip));
    for repeated in [12, 22] {
        let now: Ends<'_> = &[(1, 11, 'c', 0), (2, 32, 'c', repeated), (3, 13, 'c', 0)];
        assert_eq!(summary(&readiness(&task, &ends(now), Some(&again))), "runs in place of the skip");
    }
}

#[test]
fn the_execution_id_of_a_release_follows_from_its_ends() {
    let task = three(OnDependencyFailure::Skip);
    let [first, same] = [released(&task, ALL, None), released(&task, ALL, None)];
    assert_eq!(first, same);
    assert_eq!((first.version, first.depth, first.started), (1, 4, false));
    let next = released(&task, &[(1, 21, 'c', 0), (2, 22, 'c', 0), (3, 23, 'c', 0)], Some(&first));
    assert_ne!(next.execution, first.execution);
    assert_eq!(next.version, 2);
    let [one, other] =
        [[exe(1), exe(2)], [exe(2), exe(1)]].map(|ids| ExecutionId::for_release(task.id, &ids));
    assert_eq!(one, other);
}

#[test]
fn a_task_without_dependencies_is_never_released() {
    assert_eq!(readiness(&task(9, &[]), &ends(ALL), None), Readiness::Waits(vec![]));
}

#[test]
fn unmet_dependencies_are_named() {
    let task = three(OnDependencyFailure::Skip);
    assert_eq!(unmet(&task, &ends(ALL)), []);
    let left = unmet(&task, &ends(&[(1, 11, 'c', 0), (2, 12, 'f', 0)]));
    assert_eq!(left, [(id(2), Some(Status::Failed)), (id(3), None)]);
}
