//! Attempts that wait without occupying a runner.

use std::time::Duration;

use beadle_application::port::Delivery;
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

async fn handle(world: &World, message: &Message) {
    let delivery = Delivery::Message(Box::new(message.clone()));
    world.executor().handle(delivery, None).await.unwrap();
}

#[rstest]
#[case(0.0, Status::Completed)]
#[case(1.0, Status::Failed)]
#[tokio::test]
async fn a_simulated_task_waits_between_two_messages_without_a_call(
    #[case] failure_rate: f64,
    #[case] end: Status,
) {
    let world = World::default();
    let simulated = simulated(failure_rate);
    world.deliver(simulated.clone()).await.unwrap();
    assert_eq!(world.row(simulated.id()).state().due(), Some(at(240)));
    assert_eq!(world.row(simulated.id()).status(), Status::Waiting);
    let ended = world.run_to_end(simulated.id()).await;
    assert_eq!((ended.status(), ended.progress.attempts.len()), (end, 1));
    assert_eq!(ended.progress.state.ended_at(), Some(at(240)));
    assert_eq!(world.with(|state| state.calls.len()), 0);
}

#[tokio::test]
async fn duplicate_messages_do_not_repeat_work() {
    let world = World::default();
    let simulated = simulated(0.0);
    let start = Message::start(simulated.clone());
    world.deliver(simulated.clone()).await.unwrap();
    let (end, due) = world.with(|state| state.sent.pop_front()).unwrap();
    handle(&world, &start).await;
    let again = world.with(|state| state.sent.pop_front());
    assert_eq!(again, Some((end.clone(), due)), "the start sends what may not have been sent");
    handle(&world, &end).await;
    assert_eq!(world.with(|state| state.sent.pop_front()), Some((end.clone(), due)), "it came early");
    world.with(|state| state.now = at(240));
    for _ in 0..3 {
        handle(&world, &end).await;
    }
    let ended = world.row(simulated.id());
    assert_eq!((ended.status(), ended.version()), (Status::Completed, 5), "claim, wait, claim, end");
}

#[tokio::test]
async fn a_runner_lost_before_the_wait_costs_no_time() {
    let world = World::default();
    let simulated = simulated(0.0);
    world.store(simulated.apply(Event::Claim { lease_until: at(60) }, at(0)).unwrap());
    world.with(|state| state.now = at(60));
    handle(&world, &Message::start(simulated.clone())).await;
    assert!(matches!(world.row(simulated.id()).state(), State::Waiting { until, .. } if *until == at(240)));
    assert_eq!(world.run_to_end(simulated.id()).await.status(), Status::Completed);
}
