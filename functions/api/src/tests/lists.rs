//! Lists, filters and pages.

use beadle_domain::execution::{Hold, HoldKind, conclude::Outcome};
use rstest::rstest;
use serde_json::{Value, json};

use super::Client;

fn at(time: &str) -> jiff::Timestamp {
    time.parse().unwrap()
}

fn ids(list: &Value, of: &str) -> Vec<String> {
    list[of].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn pages_list_every_task_once_while_others_are_created() {
    let client = Client::new();
    let mut created = Vec::new();
    for _ in 0..7 {
        client.clock.advance(1_000);
        created.push(client.task(json!({"tags": ["a b&c"]})).await.id());
    }
    created.reverse();
    let mut seen = Vec::new();
    let mut path = "/api/v1/tasks?limit=3&tag=a+b%26c".to_owned();
    loop {
        let page = client.get(&path).await.expecting(200);
        seen.extend(ids(&page.json, "tasks"));
        client.clock.advance(1_000);
        client.task(json!({"tags": ["a b&c"]})).await;
        let Some(cursor) = page.json["next_cursor"].as_str() else {
            assert_eq!(page.header("link"), None);
            break;
        };
        let link = page.header("link").unwrap();
        path = link.strip_prefix('<').unwrap().strip_suffix(">; rel=\"next\"").unwrap().to_owned();
        assert!(path.starts_with("/api/v1/tasks?limit=3&tag=a+b%26c&cursor="), "{path}");
        assert!(path.contains(cursor) || path.contains('%'));
    }
    assert_eq!(seen, created);
}

#[tokio::test]
async fn tasks_are_filtered() {
    let client = Client::new();
    let scheduled = client.task(json!({"schedule": "every 5 minutes", "priority": "high"})).await.id();
    let tagged = client.task(json!({"tags": ["x"], "type": "webhook"})).await.id();
    for (query, expected) in [
        ("status=scheduled", vec![&scheduled]),
        ("priority=high", vec![&scheduled]),
        ("priority=normal", vec![&tagged]),
        ("type=webhook", vec![&tagged]),
        ("tag=x&status=pending", vec![&tagged]),
        ("tag=x&status=scheduled", vec![]),
    ] {
        let listed = client.get(&format!("/api/v1/tasks?{query}")).await.expecting(200).json;
        assert_eq!(ids(&listed, "tasks").iter().collect::<Vec<_>>(), expected, "{query}");
    }
}

#[tokio::test]
async fn executions_are_filtered() {
    let client = Client::new().header("prefer", "respond-async");
    let task = client.task(json!({"type": "webhook"})).await.id();
    let of_task = client.ask(&format!("/api/v1/tasks/{task}/execute")).await.id();
    client.clock.advance(60_000);
    let ad_hoc = client.execution().await.id();
    client.complete(&ad_hoc, json!({"large": true})).await;
    let both = vec![&ad_hoc, &of_task];
    for (path, expected) in [
        ("/api/v1/executions".to_owned(), both),
        ("/api/v1/executions?status=completed".to_owned(), vec![&ad_hoc]),
        ("/api/v1/executions?type=webhook".to_owned(), vec![&of_task]),
        ("/api/v1/executions?from=2027-01-15T08:01:00Z".to_owned(), vec![&ad_hoc]),
        ("/api/v1/executions?to=2027-01-15T09:01:00%2B01:00".to_owned(), vec![&of_task]),
        (format!("/api/v1/executions?task_id={task}"), vec![&of_task]),
        (format!("/api/v1/tasks/{task}/executions"), vec![&of_task]),
        (format!("/api/v1/tasks/{task}/executions?status=failed"), vec![]),
    ] {
        let listed = client.get(&path).await.expecting(200).json;
        assert_eq!(ids(&listed, "executions").iter().collect::<Vec<_>>(), expected, "{path}");
        for item in listed["executions"].as_array().unwrap() {
            assert!(
                item.get("response").is_none() && item.get("result").is_none(),
                "bodies are left out of lists"
            );
        }
    }
}

#[rstest]
#[case("/api/v1/tasks?limit=101", &["query.limit"])]
#[case("/api/v1/tasks?limit=0", &["query.limit"])]
#[case("/api/v1/tasks?limit=ten&status=bored&type=magic&priority=urgent&colour=red",
    &["query.limit", "query.status", "query.type", "query.priority", "query.colour"])]
#[case("/api/v1/tasks?tag=a&tag=b", &["query.tag"])]
#[case("/api/v1/tasks?cursor=made-up", &["query.cursor"])]
#[case("/api/v1/executions?cursor=made-up", &["query.cursor"])]
#[case("/api/v1/executions?from=yesterday&status=odd", &["query.status", "query.from"])]
#[case("/api/v1/executions?from=2027-01-02T00:00:00Z&to=2027-01-01T00:00:00Z", &["query.to"])]
#[case("/api/v1/executions?task_id=42", &["query.task_id"])]
#[case("/api/v1/executions?status=failed,odd&status=running", &["query.status"])]
#[case("/api/v1/executions?config_id=1&error_code=bad&waiting_for=godot&sort=name",
    &["query.config_id", "query.error_code", "query.waiting_for", "query.sort"])]
#[case("/api/v1/executions?status=failed,running&undelivered=true", &["query.status"])]
#[case("/api/v1/executions/histogram?bucket=week&from=x", &["query.from", "query.bucket"])]
#[case("/api/v1/executions/histogram?bucket=1m&from=2027-01-01T00:00:00Z", &["query.from"])]
#[case("/api/v1/executions/counts?limit=3", &["query.limit"])]
#[case("/api/v1/analytics?days=3&from=2027-01-01T00:00:00Z", &["query.days"])]
#[case("/api/v1/analytics?to=2025-01-01T00:00:00Z&from=2023-01-01T00:00:00Z", &["query.from"])]
#[tokio::test]
async fn all_violations_of_parameters_are_reported_together(#[case] path: &str, #[case] places: &[&str]) {
    Client::new().get(path).await.violations(places);
}

#[tokio::test]
async fn the_default_page_size_is_fifty() {
    let client = Client::new();
    for _ in 0..51 {
        client.execution().await;
    }
    let listed = client.get("/api/v1/executions").await.expecting(200).json;
    assert_eq!(ids(&listed, "executions").len(), 50);
    assert!(listed["next_cursor"].is_string());
    let listed = client.get("/api/v1/executions?limit=100").await.expecting(200).json;
    assert_eq!((ids(&listed, "executions").len(), &listed["next_cursor"]), (51, &json!(null)));
}

#[tokio::test]
async fn executions_of_an_unknown_task_are_not_found() {
    let path = "/api/v1/executions?task_id=tsk_00000000000000000000000000000001";
    Client::new().get(path).await.problem(404, "task_not_found");
}

#[tokio::test]
async fn executions_are_filtered_by_config_error_wait_and_several_statuses() {
    let client = Client::new().header("prefer", "respond-async");
    let config = client.post("/api/v1/configs", json!({"name": "a"})).await.expecting(201).id();
    let body = json!({"type": "http", "url": "http://a.example/", "config_id": config});
    let with_config = client.post("/api/v1/execute", body).await.expecting(202).id();
    client.clock.advance(1_000);
    let failed = client.execution().await.id();
    client.fail(&failed, 404).await;
    client.clock.advance(1_000);
    let held = client.execution().await.id();
    let running = client.claim(&held).await;
    let due = client.clock_now() + jiff::SignedDuration::from_secs(60);
    let hold = Hold::new(HoldKind::Breaker, "the circuit is open");
    client.settle(&running, Outcome::Deferred { due, hold }).await;
    for (query, expected) in [
        (format!("config_id={config}"), vec![&with_config]),
        ("config_id=cfg_00000000000000000000000000000007".to_owned(), vec![]),
        ("error_code=http_status".to_owned(), vec![&failed]),
        ("error_code=timeout".to_owned(), vec![]),
        ("waiting_for=breaker".to_owned(), vec![&held]),
        ("waiting_for=gate".to_owned(), vec![&held]),
        ("waiting_for=paused".to_owned(), vec![]),
        ("status=failed,deferred".to_owned(), vec![&held, &failed]),
        ("status=pending&status=failed".to_owned(), vec![&failed, &with_config]),
        ("sort=created_at".to_owned(), vec![&with_config, &failed, &held]),
        ("sort=-created_at&status=failed".to_owned(), vec![&failed]),
    ] {
        let path = format!("/api/v1/executions?{query}");
        let listed = client.get(&path).await.expecting(200).json;
        assert_eq!(ids(&listed, "executions").iter().collect::<Vec<_>>(), expected, "{query}");
        if !query.contains("sort") {
            let counts = client.get(&format!("/api/v1/executions/counts?{query}")).await.expecting(200).json;
            assert_eq!(counts["started"], json!(expected.len()), "{query}");
        }
    }
}

#[tokio::test]
async fn a_histogram_counts_by_time_and_status() {
    let client = Client::new();
    let mut ended = Vec::new();
    for minutes in [0, 10, 70] {
        client.clock.advance_to(at("2027-01-15T08:00:00Z") + jiff::SignedDuration::from_mins(minutes));
        ended.push(client.execution().await.id());
    }
    client.fail(&ended[0], 404).await;
    let path = "/api/v1/executions/histogram?from=2027-01-15T08:00:00Z&to=2027-01-15T10:00:00Z&type=http";
    let histogram = client.get(path).await.expecting(200).json;
    assert_eq!((&histogram["source"], &histogram["started"]), (&json!("executions"), &json!(3)));
    assert_eq!(histogram["by_status"], json!({"failed": 1, "pending": 2}));
    assert_eq!(histogram["next_cursor"], Value::Null);
    let bucket = |start: &str, started: u64, by_status: Value| json!({"start": start, "started": started, "by_status": by_status});
    assert_eq!(
        histogram["buckets"],
        json!([
            bucket("2027-01-15T08:00:00Z", 2, json!({"failed": 1, "pending": 1})),
            bucket("2027-01-15T09:00:00Z", 1, json!({"pending": 1})),
        ])
    );
    client.project().await;
    let plain = client.get("/api/v1/executions/histogram").await.expecting(200).json;
    assert_eq!((&plain["source"], &plain["started"]), (&json!("rollups"), &json!(3)));
    assert_eq!(plain["by_status"], json!({"failed": 1}), "what has ended");
    let buckets = plain["buckets"].as_array().unwrap();
    assert_eq!((buckets.len(), &buckets[22]["started"], &buckets[23]["started"]), (24, &json!(2), &json!(1)));
    let counts = client.get("/api/v1/executions/counts").await.expecting(200).json;
    assert_eq!(
        (&counts["source"], &counts["started"], &counts["to"]),
        (&json!("rollups"), &json!(3), &json!("2027-01-15T10:00:00Z"))
    );
}

#[tokio::test]
async fn a_count_goes_on_where_it_stopped() {
    let client = Client::new();
    let body = json!({"requests": vec![json!({"type": "http", "url": "http://a.example/"}); 100]});
    for _ in 0..51 {
        client.post("/api/v1/executions/batch", body.clone()).await.expecting(207);
    }
    let path = "/api/v1/executions/counts?status=pending&from=2027-01-15T08:00:00Z&to=2027-01-15T09:00:00Z";
    let first = client.get(path).await.expecting(200).json;
    assert_eq!(first["started"], 5_000);
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = client.get(&format!("{path}&cursor={cursor}")).await.expecting(200).json;
    assert_eq!((&rest["started"], &rest["next_cursor"]), (&json!(100), &Value::Null));
}

#[tokio::test]
async fn analytics_of_a_task_a_config_and_a_span() {
    let client = Client::new().header("prefer", "respond-async");
    let config = client.post("/api/v1/configs", json!({"name": "a"})).await.expecting(201).id();
    let task = client.task(json!({"config_id": config})).await.id();
    for _ in 0..2 {
        let id = client.ask(&format!("/api/v1/tasks/{task}/execute")).await.expecting(202).id();
        client.complete(&id, json!({})).await;
    }
    client.execution().await;
    client.project().await;
    let figures = async |query: &str| {
        let report = client.get(&format!("/api/v1/analytics?{query}")).await.expecting(200).json;
        [report["started"].clone(), report["completed"].clone(), report["next_cursor"].clone()]
    };
    assert_eq!(figures("days=1").await, [json!(3), json!(2), Value::Null]);
    for query in [format!("task_id={task}"), format!("config_id={config}&days=1")] {
        assert_eq!(figures(&query).await, [json!(2), json!(2), Value::Null], "{query}");
    }
    let (hour, before) = ("from=2027-01-15T08:00:00Z&to=2027-01-15T09:00:00Z", "to=2027-01-15T08:00:00Z");
    assert_eq!(figures(hour).await[0], json!(3));
    assert_eq!(figures(before).await[0], json!(0));
    assert_eq!(figures(&format!("{hour}&task_id={task}")).await[0], json!(2));
    assert_eq!(figures(&format!("{before}&task_id={task}")).await[0], json!(0));
    let unknown = "/api/v1/analytics?task_id=tsk_00000000000000000000000000000001";
    client.get(unknown).await.problem(404, "task_not_found");
}

#[tokio::test]
async fn the_executions_of_a_batch_are_listed_by_its_id() {
    let client = Client::new();
    let body =
        json!({"requests": [{"type": "http", "url": "http://a.example/"}], "batch": {"name": "november"}});
    let made = client.post("/api/v1/executions/batch", body).await.expecting(207).json;
    let batch = made["batch"]["id"].as_str().unwrap();
    client.execution().await;
    let path = format!("/api/v1/executions?batch_id={batch}");
    let listed = client.get(&path).await.expecting(200).json;
    let listed = listed["executions"].as_array().unwrap();
    assert_eq!(listed.len(), 1, "{listed:#?}");
    assert_eq!(listed[0]["batch_id"], batch);
    let task = client.task(json!({})).await.id();
    client.get(&format!("{path}&task_id={task}&user_id=ada")).await.violations(&[
        "query.task_id",
        "query.user_id",
        "query.user_id",
    ]);
    let unknown = "bat_00000000000000000000000000000009";
    client.get(&format!("/api/v1/executions?batch_id={unknown}")).await.problem(404, "batch_not_found");
}
