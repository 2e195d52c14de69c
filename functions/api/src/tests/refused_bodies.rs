//! Invalid bodies.

use http::Method;
use rstest::rstest;
use serde_json::json;

use super::Client;

#[tokio::test]
async fn all_violations_of_a_task_are_reported_together() {
    let body = json!({
        "name": "", "type": "http", "config": {"url": "nowhere", "method": "BREW", "headers": {"Host": "x"}},
        "schedule": "every now and then", "priority": "urgent", "tags": ["ok", ""], "timeout": "soon",
        "retry": {"strategy": "lucky"}, "metadata": [], "surprise": 1,
    });
    let reply = Client::new().post("/api/v1/tasks", body).await.violations(&[
        "body.surprise",
        "body.name",
        "body.config.method",
        "body.config.headers.Host",
        "body.config.url",
        "body.schedule",
        "body.timeout",
        "body.retry.strategy",
        "body.priority",
        "body.tags.1",
        "body.metadata",
    ]);
    let schedule = &reply.json["detail"][5];
    assert!(schedule["hint"].is_string(), "{schedule}");
}

#[tokio::test]
async fn all_violations_of_a_request_are_reported_together() {
    let body =
        json!({"type": "http", "url": 7, "headers": 1, "retries": "many", "delay": "-1s", "surprise": 1});
    Client::new().post("/api/v1/execute", body).await.violations(&[
        "body.surprise",
        "body.url",
        "body.headers",
        "body.retries",
        "body.delay",
    ]);
}

#[rstest]
#[case("", 1, 0)]
#[case("{\"type\": \"http\",\n \"url\": }", 2, 9)]
#[case("{\"type\": \"http\"", 1, 15)]
#[case("hello", 1, 1)]
#[tokio::test]
async fn malformed_json_is_reported_with_line_and_column(
    #[case] body: &str,
    #[case] line: usize,
    #[case] column: usize,
) {
    let client = Client::new();
    for (method, path) in [(Method::POST, "/api/v1/execute"), (Method::POST, "/api/v1/tasks")] {
        let reply = client.send(method, path, Some("application/json"), body.to_owned()).await;
        let reply = reply.problem(400, "malformed_json");
        assert_eq!((&reply.json["line"], &reply.json["column"]), (&json!(line), &json!(column)));
    }
}

#[tokio::test]
async fn deeply_nested_json_is_refused() {
    let body = "[".repeat(100_000);
    let reply = Client::new().send(Method::POST, "/api/v1/execute", Some("application/json"), body).await;
    reply.problem(400, "malformed_json");
}

#[rstest]
#[case(None)]
#[case(Some("text/plain"))]
#[case(Some("application/x-www-form-urlencoded"))]
#[case(Some("application/merge-patch+json"))]
#[tokio::test]
async fn a_body_must_have_a_json_content_type(#[case] content_type: Option<&str>) {
    let reply = Client::new().send(Method::POST, "/api/v1/execute", content_type, "{}").await;
    let reply = reply.problem(415, "unsupported_media_type");
    assert_eq!(reply.json["accepted"], json!(["application/json"]));
}

#[tokio::test]
async fn a_body_is_limited_to_900_kb() {
    let client = Client::new();
    let body = |size: usize| {
        let frame =
            json!({"type": "http", "method": "POST", "url": "http://a.example", "body": ""}).to_string();
        let filling = "x".repeat(size - frame.len());
        json!({"type": "http", "method": "POST", "url": "http://a.example", "body": filling}).to_string()
    };
    let json = Some("application/json");
    client.send(Method::POST, "/api/v1/execute", json, body(900 * 1024)).await.expecting(202);
    let reply = client.send(Method::POST, "/api/v1/execute", json, body(900 * 1024 + 1)).await;
    reply.problem(413, "too_large");
    let announced = client.header("content-length", "10000000");
    announced.send(Method::POST, "/api/v1/execute", json, "{}").await.problem(413, "too_large");
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems() {
    let client = Client::new();
    let reply = client.get("/api/v1/nothing").await.problem(404, "no_such_route");
    assert_eq!(reply.json["instance"], "/api/v1/nothing");
    let reply = client.delete("/api/v1/tasks").await.problem(405, "method_not_allowed");
    let allowed = reply.header("allow").unwrap();
    assert!(allowed.contains("GET") && allowed.contains("POST"), "{allowed}");
}

#[tokio::test]
async fn what_would_be_lost_of_a_body_is_refused() {
    let client = Client::new();
    for (body, place, kind) in [
        (r#"{"body": [1, 18446744073709551616]}"#, "body.body.1", "inexact_number"),
        (r#"{"body": {"n": 12345678901234567890.123456789}}"#, "body.body.n", "inexact_number"),
        (r#"{"body": {"a": 1, "a": 2}}"#, "body.body.a", "duplicate"),
        (r#"{"url": "http://a.example", "url": "http://b.example"}"#, "body.url", "duplicate"),
    ] {
        for path in ["/api/v1/execute", "/api/v1/tasks", "/api/v1/tasks/batch", "/task"] {
            let reply = client.send(Method::POST, path, Some("application/json"), body.to_owned()).await;
            let reply = reply.violations(&[place]);
            assert_eq!(reply.json["detail"][0]["type"], kind, "{path}: {body}");
        }
    }
}

#[tokio::test]
async fn a_hundred_violations_are_listed_and_the_others_counted() {
    let name = "x".repeat(10_000);
    let faults: serde_json::Map<_, _> = (0..25_000).map(|n| (format!("f{n}"), json!(1))).collect();
    let body = json!({"name": "a", "type": "todo", &name: 1, "config": faults});
    let reply = Client::new().post("/api/v1/tasks", body).await.problem(422, "validation");
    assert_eq!(reply.json["detail"].as_array().map(Vec::len), Some(100));
    assert_eq!(reply.json["omitted"], 24_901);
    assert!(reply.json.to_string().len() < 100_000, "{}", reply.json.to_string().len());
}
