use std::sync::Arc;

use beadle_values::id::ExecutionId;
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::execution::{Awaited, CancelReason, Event};
use crate::specimen::{at, claimed, deferred, pending, retrying};

#[test]
fn a_message_round_trips_with_its_version() {
    let message = Message::follow_up(&retrying(&claimed(&pending(), 0), 5, 15), 3).unwrap();
    let written = serde_json::to_value(&message).unwrap();
    assert_eq!((&written["v"], &written["hops"]), (&json!("1"), &json!(3)));
    assert_eq!(serde_json::from_value::<Message>(written).unwrap(), message);
}

#[test]
fn a_message_of_an_execution_that_its_id_lists_has_a_version_of_its_own() {
    let mut execution = pending();
    let request = Arc::make_mut(&mut execution.request);
    request.id = ExecutionId::in_list_of(&request.owner, 0, request.created_at, Uuid::nil());
    let message = Message::start(execution);
    let written = serde_json::to_value(&message).unwrap();
    assert_eq!(written["v"], "2");
    assert_eq!(serde_json::from_value::<Message>(written).unwrap(), message);
}

#[test]
fn a_message_without_hops_has_zero() {
    let mut written = serde_json::to_value(Message::start(pending())).unwrap();
    written.as_object_mut().unwrap().remove("hops");
    assert_eq!(serde_json::from_value::<Message>(written).unwrap().hops(), 0);
}

#[test]
fn rejects_a_message_of_another_version() {
    let mut written = serde_json::to_value(Message::start(pending())).unwrap();
    written["v"] = json!("3");
    assert!(serde_json::from_value::<Message>(written).is_err());
}

#[test]
fn waiting_states_have_a_message_and_only_deferrals_count_hops() {
    let running = claimed(&pending(), 0);
    let hops = |execution: &Execution| Message::follow_up(execution, 4).map(|message| message.hops());
    assert_eq!(hops(&pending()), Some(4));
    assert_eq!(hops(&retrying(&running, 5, 15)), Some(4));
    assert_eq!(hops(&deferred(&running, 5, 15)), Some(5));
    let wait = Event::Wait { until: at(9), what: Awaited::Time };
    assert_eq!(hops(&running.apply(wait, at(5)).unwrap()), Some(4));
    assert_eq!(hops(&running), None);
    for event in [Event::Succeed { answer: None }, Event::Cancel { reason: CancelReason::Requested }] {
        assert_eq!(hops(&running.apply(event, at(5)).unwrap()), None);
    }
}

#[test]
fn a_message_is_due_when_its_execution_is() {
    let retrying = retrying(&claimed(&pending(), 0), 5, 15);
    assert_eq!(Message::follow_up(&retrying, 0).unwrap().due(), Some(at(15)));
}
