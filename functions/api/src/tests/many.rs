//! Cancelling, retrying and pausing by a filter.

use serde_json::{Value, json};

use super::Client;

const CANCEL: &str = "/api/v1/executions/cancel";

/// Values at `path` in the results.
fn each<'a>(answer: &'a Value, path: &str) -> Vec<&'a Value> {
    let results = answer["results"].as_array().unwrap().iter();
    results.map(|item| item.pointer(path).unwrap_or(&Value::Null)).collect()
}

#[tokio::test]
async fn what_has_not_ended_is_cancelled_page_by_page() {
    let client = Client::new();
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(client.execution().await.id());
        client.clock.advance(1);
    }
    let done = client.execution().await.id();
    client.complete(&done, json!(1)).await;
    ids.reverse();
    let dry =
        client.post(CANCEL, json!({"filter": {"type": "http"}, "dry_run": true})).await.expecting(200).json;
    assert_eq!((&dry["total"], &dry["count"], &dry["execution_ids"]), (&json!(5), &json!(5), &json!(ids)));
    let mut body = json!({"filter": {"type": "http"}, "limit": 3});
    let first = client.post(CANCEL, body.clone()).await.expecting(207).json;
    assert_eq!((&first["total"], &first["total_is_exact"]), (&json!(5), &json!(true)));
    body["cursor"] = first["next_cursor"].clone();
    let second = client.post(CANCEL, body.clone()).await.expecting(207).json;
    assert_eq!((&second["total"], &second["next_cursor"]), (&json!(null), &json!(null)));
    let cancelled: Vec<_> =
        [&first, &second].into_iter().flat_map(|page| each(page, "/execution_id")).collect();
    assert_eq!(json!(cancelled), json!(ids));
    assert!([&first, &second].iter().all(|page| each(page, "/status").iter().all(|status| **status == 200)));
    body["cursor"] = json!(null);
    let again = client.post(CANCEL, body.clone()).await.expecting(207).json;
    assert_eq!((&again["total"], &again["results"]), (&json!(0), &json!([])));
    let kept = client.get(&format!("/api/v1/executions/{done}")).await.expecting(200).json;
    assert_eq!(kept["status"], "completed");
    body["cursor"] = json!("made up");
    client.post(CANCEL, body).await.violations(&["body.cursor"]);
    client.post(CANCEL, json!({"filter": {"status": "pending"}})).await.violations(&["body.filter"]);
}

#[tokio::test]
async fn a_retry_by_filter_takes_the_task_as_it_is_now() {
    let client = Client::new();
    let task = client.task(json!({})).await.id();
    let path = format!("/api/v1/tasks/{task}");
    let run =
        client.header("prefer", "respond-async").ask(&format!("{path}/execute")).await.expecting(202).id();
    client.fail(&run, 404).await;
    let alone = client.execution().await.id();
    client.fail(&alone, 404).await;
    client.patch(&path, json!({"config": {"url": "http://now.example/"}})).await.expecting(200);
    let body = json!({"filter": {"type": "http"}, "with": "current"});
    let answer = client.post("/api/v1/executions/retry", body).await.expecting(207).json;
    let mut statuses = each(&answer, "/status");
    statuses.sort_by_key(|status| status.as_u64());
    assert_eq!(statuses, [202, 422], "one has no task: {answer:#}");
    let started = each(&answer, "/execution").into_iter().find(|one| !one.is_null()).unwrap();
    assert_eq!(
        (&started["task_id"], &started["request"]["url"]),
        (&json!(task), &json!("http://now.example/"))
    );
    // Both names share what was started.
    let replay = json!({"filter": {"task_id": task}});
    let again = client.post("/api/v1/executions/replay", replay).await.expecting(207).json;
    assert_eq!((each(&again, "/status"), &again["started"]), (vec![&json!(200)], &json!(0)));
}

#[tokio::test]
async fn tasks_are_paused_and_resumed_by_a_filter() {
    let client = Client::new();
    let mut tagged = Vec::new();
    for _ in 0..3 {
        tagged.push(client.task(json!({"tags": ["billing"]})).await.id());
        client.clock.advance(1);
    }
    let other = client.task(json!({})).await.id();
    tagged.reverse();
    let filter = json!({"filter": {"tag": "billing"}});
    for (path, paused) in [("/api/v1/tasks/pause", true), ("/api/v1/tasks/resume", false)] {
        let dry = client
            .post(path, json!({"filter": {"tag": "billing"}, "dry_run": true}))
            .await
            .expecting(200)
            .json;
        assert_eq!((&dry["total"], &dry["task_ids"]), (&json!(3), &json!(tagged)));
        let done = client.post(path, filter.clone()).await.expecting(207).json;
        assert_eq!((&done["succeeded"], each(&done, "/status")), (&json!(3), vec![&json!(200); 3]));
        for id in &tagged {
            let task = client.get(&format!("/api/v1/tasks/{id}")).await.expecting(200).json;
            assert_eq!(task["paused"], paused, "{task:#}");
        }
        let again = client.post(path, filter.clone()).await.expecting(207).json;
        assert_eq!((&again["total"], &again["results"]), (&json!(0), &json!([])));
    }
    let untouched = client.get(&format!("/api/v1/tasks/{other}")).await.expecting(200).json;
    assert_eq!(untouched["paused"], false);
    client.post("/api/v1/tasks/pause", json!({"filter": {}})).await.violations(&["body.filter"]);
}

#[tokio::test]
async fn a_batch_is_cancelled_and_what_failed_in_it_is_replayed() {
    let client = Client::new();
    let call = json!({"type": "http", "url": "http://a.example/", "retries": 0});
    let body = json!({"requests": [call, call, call], "batch": {"name": "nightly"}});
    let answer = client.post("/api/v1/executions/batch", body.clone()).await.expecting(207).json;
    let ids: Vec<&str> = each(&answer, "/execution/id").into_iter().filter_map(Value::as_str).collect();
    client.fail(ids[0], 404).await;
    client.execution().await;
    let path = format!("/api/v1/batches/{}", answer["batch"]["id"].as_str().unwrap());
    let cancelled = client.post(&format!("{path}/cancel"), json!({"limit": 2})).await.expecting(207).json;
    let more = match cancelled["next_cursor"].as_str() {
        Some(cursor) => {
            let next = json!({"limit": 2, "cursor": cursor});
            client.post(&format!("{path}/cancel"), next).await.expecting(207).json["results"]
                .as_array()
                .unwrap()
                .len()
        }
        None => 0,
    };
    assert_eq!((cancelled["results"].as_array().unwrap().len() + more, &cancelled["total"]), (2, &json!(2)));
    let closed = client.post("/api/v1/executions/batch", body).await.expecting(207).json;
    assert_eq!(each(&closed, "/problem/code"), ["batch_closed"; 3]);
    let replayed = client.ask(&format!("{path}/replay")).await.expecting(207).json;
    assert_eq!((&replayed["total"], &replayed["started"]), (&json!(1), &json!(1)));
    assert_eq!(each(&replayed, "/replay_of"), [ids[0]]);
    assert_eq!(each(&replayed, "/execution/batch_id"), [&Value::Null], "it is not in the batch");
    let shown = client.get(&path).await.expecting(200).json;
    assert_eq!((&shown["total"], &shown["status"]), (&json!(3), &json!("closed")));
}
