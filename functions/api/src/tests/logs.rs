//! Logs of tasks and executions.

use beadle_application::port::{Clock, StartExecutions};
use beadle_domain::execution::{Execution, Trigger};
use beadle_values::id::ExecutionId;
use serde_json::json;

use super::Client;

#[tokio::test]
async fn logs_of_a_task_list_its_executions_newest_first() {
    let client = Client::new();
    let id = client.task(json!({"retries": 0})).await.id();
    let quick = client.header("prefer", "respond-async");
    for end in ["fails", "completes"] {
        client.clock.advance(1_000);
        let execution = quick.ask(&format!("/api/v1/tasks/{id}/execute")).await.expecting(202).id();
        match end {
            "fails" => client.fail(&execution, 503).await,
            _ => client.complete(&execution, json!({"n": 1})).await,
        }
    }
    let page = client.get(&format!("/api/v1/tasks/{id}/logs")).await.expecting(200).json;
    let lines: Vec<(&str, &str)> = page["logs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["level"].as_str().unwrap(), line["message"].as_str().unwrap()))
        .collect();
    assert_eq!(lines[0], ("INFO", "Execution completed"));
    assert!(lines.contains(&("ERROR", "the destination answered 503")), "{lines:?}");
    let logs = page["logs"].as_array().unwrap();
    let times =
        logs.iter().map(|line| line["timestamp"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap());
    assert!(times.is_sorted_by(|one, next| one >= next), "{logs:?}");

    let first = client.get(&format!("/api/v1/tasks/{id}/logs?limit=1")).await.expecting(200).json;
    let next = first["next_cursor"].as_str().unwrap();
    let second =
        client.get(&format!("/api/v1/tasks/{id}/logs?limit=1&cursor={next}")).await.expecting(200).json;
    assert_eq!(second["next_cursor"], json!(null));
    let both =
        [first["logs"].as_array().unwrap().clone(), second["logs"].as_array().unwrap().clone()].concat();
    assert_eq!(json!(both), page["logs"]);
    let execution = first["logs"][0]["data"]["execution_id"].as_str().unwrap();
    let of_one = client.get(&format!("/api/v1/executions/{execution}/logs")).await.expecting(200).json;
    assert_eq!(of_one["logs"], first["logs"]);
}

#[tokio::test]
async fn undelivered_notifications_have_their_own_filter() {
    let client = Client::new();
    let task = client.task(json!({})).await.id();
    let running = client.execution().await.id();
    client.fail(&running, 404).await;
    let mut request = (*client.claim(&client.execution().await.id()).await.request).clone();
    request.trigger = Trigger::notice(task.parse().unwrap());
    request.id = ExecutionId::for_notification(task.parse().unwrap(), "failed", "1");
    let notice = Execution::new(request, client.clock.now());
    StartExecutions::start(&client.store, &notice).await.unwrap();
    let id = notice.id().to_string();
    client.fail(&id, 404).await;
    for path in ["/api/v1/executions".to_owned(), format!("/api/v1/tasks/{task}/executions")] {
        let found = client.get(&format!("{path}?undelivered=true")).await.expecting(200).json;
        let ids: Vec<_> = found["executions"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
        assert_eq!(ids, [&json!(id)], "{path}");
        assert_eq!(found["executions"][0]["trigger_data"]["notice_of"], json!(task));
        let other = format!("{path}?undelivered=true&status=completed");
        client.get(&other).await.violations(&["query.status"]);
    }
    let logs = client.get(&format!("/api/v1/tasks/{task}/logs")).await.expecting(200).json;
    let newest = (&logs["logs"][0]["level"], &logs["logs"][0]["message"]);
    let message = json!("The notification was not delivered: the destination answered 404");
    assert_eq!(newest, (&json!("WARN"), &message));
}
