//! Runs that are due while earlier ones go on.

use beadle_application::tick::{RunOutcome, TickOutcome};
use beadle_domain::execution::Status;
use beadle_schedule::{CatchUp, Overlap};
use beadle_values::id::ExecutionId;
use rstest::rstest;

use super::world::{World, at};

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
#[tokio::test]
async fn the_overlap_policy_decides_what_becomes_of_both_runs(
    #[case] policy: Overlap,
    #[case] status: Status,
    #[case] starts: bool,
    #[case] expected: Earlier,
) {
    let world = World::with_policies("every 5 minutes", policy, CatchUp::Latest).await;
    let earlier = world.manual(1, at(200), status).await;
    let outcome = world.tick(at(300), at(301)).await.unwrap();
    let id = ExecutionId::for_tick(world.task().await.id, at(300));
    let run = if starts { RunOutcome::Started } else { RunOutcome::Skipped(earlier) };
    assert_eq!(outcome, TickOutcome::Handled(vec![(id, run)]));
    assert_eq!(world.status(id).await.is_some(), starts);
    let became = match world.status(earlier).await.unwrap() {
        Status::Cancelled => Earlier::IsCancelled,
        _ if world.cancel_requested(earlier).await => Earlier::IsToStop,
        _ => Earlier::GoesOn,
    };
    assert_eq!(became, expected);
}

#[rstest]
#[case(Overlap::Skip)]
#[case(Overlap::Queue)]
#[case(Overlap::Allow)]
#[case(Overlap::CancelRunning)]
#[tokio::test]
async fn what_has_ended_keeps_nothing_back(#[case] policy: Overlap) {
    let world = World::with_policies("every 5 minutes", policy, CatchUp::Latest).await;
    world.manual(1, at(200), Status::Completed).await;
    world.tick(at(300), at(301)).await.unwrap();
    assert_eq!(world.times().await, [at(300)]);
}

#[tokio::test]
async fn many_waiting_runs_are_all_cancelled() {
    let world = World::with_policies("every 5 minutes", Overlap::CancelRunning, CatchUp::Latest).await;
    let mut earlier = Vec::new();
    for second in 1..=25_u8 {
        earlier.push(world.manual(second.into(), at(second.into()), Status::Pending).await);
    }
    world.tick(at(300), at(301)).await.unwrap();
    for id in earlier {
        assert_eq!(world.status(id).await, Some(Status::Cancelled));
    }
}

#[tokio::test]
async fn a_late_repeat_of_an_old_tick_cancels_nothing_that_came_later() {
    let world = World::with_policies("every 5 minutes", Overlap::CancelRunning, CatchUp::None).await;
    world.tick(at(300), at(301)).await.unwrap();
    world.complete(ExecutionId::for_tick(world.task().await.id, at(300)), at(310)).await;
    let later = world.manual(9, at(320), Status::Running).await;
    world.tick(at(300), at(330)).await.unwrap();
    assert!(!world.cancel_requested(later).await);
}

#[tokio::test]
async fn of_several_caught_up_runs_only_one_starts_where_they_may_not_overlap() {
    let hour = CatchUp::All(std::time::Duration::from_secs(3_600));
    let world = World::with_policies("every 1 minute", Overlap::Skip, hour).await;
    world.tick(at(0), at(200)).await.unwrap();
    assert_eq!(world.times().await, [at(180)]);
}
