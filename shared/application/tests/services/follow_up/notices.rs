//! Notifications about executions that have ended.

use beadle_domain::{
    event::{DomainEvent, EventDetail},
    execution::Status,
    specimen::{task, task_id as id},
    task::{Notify, Occasion, Task},
};
use beadle_values::{id::EventId, violation::Path};
use serde_json::json;

use super::world::World;

#[tokio::test]
async fn ends_are_notified_in_their_order_and_a_recovery_once() {
    let notify = json!({"on": ["failed", "recovered"], "event": true});
    let notify = Some(Notify::parse(&notify, &Path::body()).unwrap());
    let world = World::with([Task { notify, ..task(0, &[]) }]).await;
    let mut ends = Vec::new();
    for status in [Status::Failed, Status::Cancelled, Status::Completed, Status::Completed] {
        let ended = world.end(&world.run(0).await, status).await;
        world.follow(std::slice::from_ref(&ended)).await.unwrap();
        ends.push(ended);
    }
    let occasion = |event: &DomainEvent| match &event.detail {
        EventDetail::Notification { occasion, task_id, .. } if *task_id == id(0) => Some(*occasion),
        _ => None,
    };
    let occasions: Vec<_> = world.published().await.iter().filter_map(occasion).collect();
    assert_eq!(occasions, [Occasion::Failed, Occasion::Recovered]);

    world.follow(&ends).await.unwrap();
    let mut ids: Vec<EventId> = world.published().await.iter().map(|event| event.event_id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 2, "a repeated notification has the same id");
}
