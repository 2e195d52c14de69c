//! Attempts that wait without occupying a runner.

use std::time::Duration;

use beadle_domain::{
    execution::{Event, Execution, Message, State, Status},
    policy::Milliseconds,
    spec::{SimulatedSpec, TaskSpec},
};
use rstest::rstest;

use super::world::{World, at, execution};

fn simulated(failure_rate: f64) -> Execution {
    let exactly = Some(Milliseconds(Duration::from_secs(240)));
    let spec = SimulatedSpec { min: exactly, max: exactly, failure_rate: Some(failure_rate) };
    execution(|request| request.spec = TaskSpec::Simulated(spec))
}

#[rstest]
#[case(0.0, Status::Completed)]
#[case(1.0, Status::Failed)]
#[tokio::test]
async fn a_simulated_task_waits_between_two_messages_without_a_call(
    #[case] failure_rate: f64,
    #[case] end: Status,
) {
    let world = World::new();
    let simulated = simulated(failure_rate);
    world.deliver(simulated.clone()).await.unwrap();
    assert_eq!(world.row(simulated.id()).await.state().due(), Some(at(240)));
    assert_eq!(world.row(simulated.id()).await.status(), Status::Waiting);
    let ended = world.run_to_end(simulated.id()).await;
    assert_eq!((ended.status(), ended.progress.attempts.len()), (end, 1));
    assert_eq!(ended.progress.state.ended_at(), Some(at(240)));
    assert_eq!(world.destination.calls().len(), 0);
}

#[tokio::test]
async fn duplicate_messages_do_not_repeat_work() {
    let world = World::new();
    let simulated = simulated(0.0);
    let start = Message::start(simulated.clone());
    world.deliver(simulated.clone()).await.unwrap();
    let end = Message::follow_up(&world.row(simulated.id()).await, 0).unwrap();
    let sent = (end.clone(), Some(at(240)));
    world.handle(&start).await;
    assert_eq!(
        world.ports.sent(),
        std::slice::from_ref(&sent),
        "the start sends what may not have been sent"
    );
    world.handle(&end).await;
    assert_eq!(world.ports.sent(), [sent.clone(), sent], "it came early");
    world.clock.advance_to(at(240));
    for _ in 0..3 {
        world.handle(&end).await;
    }
    let ended = world.row(simulated.id()).await;
    assert_eq!((ended.status(), ended.version()), (Status::Completed, 5), "claim, wait, claim, end");
}

#[tokio::test]
async fn a_runner_lost_before_the_wait_costs_no_time() {
    let world = World::new();
    let simulated = simulated(0.0);
    world.put(&simulated.apply(Event::Claim { lease_until: at(60) }, at(0)).unwrap()).await;
    world.clock.advance_to(at(60));
    world.handle(&Message::start(simulated.clone())).await;
    assert!(
        matches!(world.row(simulated.id()).await.state(), State::Waiting { until, .. } if *until == at(240))
    );
    assert_eq!(world.run_to_end(simulated.id()).await.status(), Status::Completed);
}
