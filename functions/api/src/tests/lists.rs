//! Lists, filters and pages.

use rstest::rstest;
use serde_json::{Value, json};

use super::Client;

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
