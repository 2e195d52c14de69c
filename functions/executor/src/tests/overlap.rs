//! Runs of a schedule whose destination is slower than its interval.

use std::time::Duration;

use beadle_application::port::{Executions as _, StartExecutions as _};
use beadle_domain::execution::{CancelReason, Execution, Status, Trigger};
use beadle_schedule::Overlap;
use beadle_values::id::{ExecutionId, TaskId};
use futures_util::FutureExt as _;
use jiff::{SignedDuration, Timestamp};
use rstest::rstest;
use uuid::Uuid;

use super::{
    admission::task,
    world::{Reply, World, at, execution},
};

/// How long a call takes, in milliseconds; a run is due every second.
const TOOK: i64 = 1_500;

/// How far the clock moves at a time, in milliseconds.
const STEP: i64 = 50;

fn milliseconds(time: i64) -> Timestamp {
    at(0) + SignedDuration::from_millis(time)
}

/// The runs that a tick of `every 1 second` makes ahead.
fn runs(task: TaskId, count: i64) -> Vec<Execution> {
    let run = |number: i64| {
        let made = execution(|request| {
            request.task_id = Some(task);
            request.created_at = milliseconds(number);
            request.trigger = Trigger::tick(at(number));
        });
        Execution::new((*made.request).clone(), at(number))
    };
    (0..count).map(run).collect()
}

/// Lets `count` runs of a task with `policy` become due and run; returns when their calls began, in milliseconds,
/// and the runs as they ended.
async fn simulate(policy: Overlap, count: i64) -> (World, Vec<i64>, Vec<Execution>) {
    let world = World::answering((0..count).map(|_| Reply::Took(Duration::from_millis(TOOK as u64))));
    let task =
        task(|task| task.schedule = task.schedule.take().map(|schedule| schedule.with_overlap(policy)));
    world.put_task(&task).await;
    let runs = runs(task.id, count);
    for run in &runs {
        world.store.start(run).await.unwrap();
    }
    let mut deliveries = world.store.deliveries(256);
    for step in 0.. {
        assert!(step < 10_000, "the runs do not end");
        world.clock.advance_to(milliseconds(step * STEP));
        // What one end lets begin is delivered in the same moment.
        for _ in 0..4 {
            world.store.poll_now();
            for _ in 0..2 {
                world
                    .store
                    .request_cancel(ExecutionId::from_uuid(Uuid::nil()), &CancelReason::Requested.into())
                    .await
                    .unwrap();
            }
            while let Some(Some(delivered)) = deliveries.next().now_or_never() {
                let executor = world.executor();
                tokio::spawn(async move {
                    executor.handle(delivered.delivery, None).await.unwrap();
                    drop(delivered.slot);
                });
            }
            for _ in 0..50 {
                tokio::task::yield_now().await;
            }
        }
        let mut ended = Vec::new();
        for run in &runs {
            ended.push(world.row(run.id()).await);
        }
        if ended.iter().all(|run| run.status().is_final()) {
            let starts = world.destination.starts();
            let starts = starts.iter().map(|start| start.as_millisecond() - at(0).as_millisecond()).collect();
            return (world, starts, ended);
        }
    }
    unreachable!()
}

#[tokio::test]
async fn queued_runs_go_back_to_back_in_order_and_never_two_at_once() {
    let (world, starts, ended) = simulate(Overlap::Queue, 20).await;
    println!("queue, {TOOK} ms each, due every second: starts at {starts:?} ms");
    assert_eq!((starts.len(), world.destination.most_at_once()), (20, 1));
    let back_to_back = TOOK * (starts.len() as i64 - 1);
    let took = starts[starts.len() - 1] - starts[0];
    println!("{took} ms from the first start to the last; back to back it is {back_to_back} ms");
    assert!(took * 10 <= back_to_back * 11, "{took}");
    let order: Vec<_> = ended.iter().map(|run| run.state().ended_at().unwrap()).collect();
    assert!(order.is_sorted(), "{order:?}");
    assert!(ended.iter().all(|run| run.status() == Status::Completed));
    assert!(world.count("executions.next_unended") > 0, "the executor hands over on stores that do not");
}

#[rstest]
#[case(Overlap::Skip, 1)]
#[case(Overlap::Queue, 1)]
#[case(Overlap::Allow, 2)]
#[case(Overlap::CancelRunning, 1)]
#[tokio::test]
async fn a_destination_slower_than_the_interval_meets_the_overlap_policy(
    #[case] policy: Overlap,
    #[case] most: usize,
) {
    let (world, starts, ended) = simulate(policy, 8).await;
    let statuses: Vec<_> = ended.iter().map(|run| run.status().as_str()).collect();
    println!(
        "{policy:?}: starts at {starts:?} ms, at most {} at once; {statuses:?}",
        world.destination.most_at_once()
    );
    assert!(world.destination.most_at_once() <= most);
    if policy != Overlap::Queue {
        assert_eq!(world.count("executions.next_unended"), 0, "nobody waits, so nobody is looked for");
    }
}
