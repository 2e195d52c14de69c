//! Runs that are due while earlier ones go on.

use beadle_domain::execution::Status;
use beadle_schedule::{CatchUp, Overlap};
use beadle_values::id::ExecutionId;
use rstest::rstest;

use super::{
    super::{RunOutcome, TickOutcome},
    world::{World, at},
};

#[derive(Debug, PartialEq)]
enum Earlier {
    GoesOn,
    IsToStop,
    IsCancelled,
}

#[rstest]
#[case(Overlap::Skip, Status::Running, false, Earlier::GoesOn)]
#[case(Overlap::Skip, Status::Deferred, false, Earlier::GoesOn)]
#[case(Overlap::Queue, Status::Running, true, Earlier::GoesOn)]
#[case(Overlap::Allow, Status::Running, true, Earlier::GoesOn)]
#[case(Overlap::CancelRunning, Status::Running, true, Earlier::IsToStop)]
#[case(Overlap::CancelRunning, Status::Pending, true, Earlier::IsCancelled)]
#[case(Overlap::CancelRunning, Status::Deferred, true, Earlier::IsCancelled)]
#[case(Overlap::CancelRunning, Status::Waiting, true, Earlier::IsCancelled)]
fn the_table(
    #[case] policy: Overlap,
    #[case] status: Status,
    #[case] starts: bool,
    #[case] expected: Earlier,
) {
    let world = World::with("every 5 minutes").policies(policy, CatchUp::Latest);
    let earlier = world.manual(1, at(200), status);
    let outcome = world.tick(at(300), at(301)).unwrap();
    let id = ExecutionId::for_tick(world.task().id, at(300));
    let run = if starts { RunOutcome::Started } else { RunOutcome::Skipped(earlier) };
    assert_eq!(outcome, TickOutcome::Handled(vec![(id, run)]));
    assert_eq!(world.status(id).is_some(), starts);
    let became = match world.status(earlier).unwrap() {
        Status::Cancelled => Earlier::IsCancelled,
        _ if world.cancel_requested(earlier) => Earlier::IsToStop,
        _ => Earlier::GoesOn,
    };
    assert_eq!(became, expected);
}

#[rstest]
#[case(Overlap::Skip)]
#[case(Overlap::Queue)]
#[case(Overlap::Allow)]
#[case(Overlap::CancelRunning)]
fn what_has_ended_keeps_nothing_back(#[case] policy: Overlap) {
    let world = World::with("every 5 minutes").policies(policy, CatchUp::Latest);
    world.manual(1, at(200), Status::Completed);
    world.tick(at(300), at(301)).unwrap();
    assert_eq!(world.times(), [at(300)]);
}

#[test]
fn many_waiting_runs_are_all_cancelled() {
    let world = World::with("every 5 minutes").policies(Overlap::CancelRunning, CatchUp::Latest);
    let earlier: Vec<_> = (1..=25).map(|n| world.manual(n, at(n as i64), Status::Pending)).collect();
    world.tick(at(300), at(301)).unwrap();
    assert!(earlier.iter().all(|id| world.status(*id) == Some(Status::Cancelled)));
}

#[test]
fn a_late_repeat_of_an_old_tick_cancels_nothing_that_came_later() {
    let world = World::with("every 5 minutes").policies(Overlap::CancelRunning, CatchUp::None);
    world.tick(at(300), at(301)).unwrap();
    world.end(ExecutionId::for_tick(world.task().id, at(300)), at(310));
    let later = world.manual(9, at(320), Status::Running);
    world.tick(at(300), at(330)).unwrap();
    assert!(!world.cancel_requested(later));
}

#[test]
fn of_several_caught_up_runs_only_one_starts_where_they_may_not_overlap() {
    let hour = CatchUp::All(std::time::Duration::from_secs(3_600));
    let world = World::with("every 1 minute").policies(Overlap::Skip, hour);
    world.tick(at(0), at(200)).unwrap();
    assert_eq!(world.times(), [at(180)]);
}
