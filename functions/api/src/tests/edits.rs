//! Updating tasks: PUT, PATCH and `If-Match`.

use rstest::rstest;
use serde_json::{Value, json};

use super::Client;

async fn task(client: &Client) -> String {
    let members = json!({
        "description": "d", "schedule": {"expression": "daily at 9:00", "timezone": "Europe/Berlin"},
        "config": {
            "method": "POST", "url": "http://a.example/", "headers": {"authorization": "Bearer s", "accept": "*/*"},
            "body": {"keep": 1, "drop": 2},
        },
        "retry": {"strategy": "exponential", "delay": "2s", "max_retries": 5}, "metadata": {"a": 1, "b": 2},
    });
    format!("/api/v1/tasks/{}", client.task(members).await.id())
}

#[tokio::test]
async fn put_replaces_given_members_and_keeps_the_others() {
    let client = Client::new();
    let path = task(&client).await;
    let before = client.get(&path).await.json;
    client.clock.advance(60_000);
    let after = client.put(&path, json!({"name": "renamed", "metadata": {"c": 3}})).await.expecting(200);
    assert_eq!(after.header("etag"), Some("\"2\""));
    let after = after.json;
    assert_eq!(after["name"], "renamed");
    assert_eq!(after["metadata"], json!({"c": 3}));
    assert_eq!(after["updated_at"], "2027-01-15T08:01:00Z");
    for kept in
        ["description", "config", "schedule", "retry", "timeout_ms", "tags", "created_at", "next_run_time"]
    {
        assert_eq!(after[kept], before[kept], "{kept}");
    }
    assert_eq!(client.get(&path).await.json, after);
}

#[tokio::test]
async fn patch_merges_and_null_removes() {
    let client = Client::new();
    let path = task(&client).await;
    let patch = json!({
        "config": {"url": "http://b.example/", "body": {"drop": null, "add": 3}},
        "metadata": {"a": null}, "description": null, "schedule": {"timezone": "UTC"},
    });
    let after = client.patch(&path, patch).await.expecting(200).json;
    assert_eq!(after["config"]["url"], "http://b.example/");
    assert_eq!(after["config"]["method"], "POST");
    assert_eq!(after["config"]["body"], json!({"keep": 1, "add": 3}));
    assert_eq!(after["metadata"], json!({"b": 2}));
    assert_eq!(after["description"], json!(null));
    assert_eq!(
        (&after["schedule"]["timezone"], &after["next_run_time"]),
        (&json!("UTC"), &json!("2027-01-15T09:00:00Z"))
    );
    let after = client.patch(&path, json!({"schedule": null})).await.expecting(200).json;
    assert_eq!((&after["schedule"], &after["status"]), (&json!(null), &json!("pending")));
}

#[tokio::test]
async fn a_phrase_in_a_patch_changes_the_expression_alone() {
    let client = Client::new();
    let schedule = json!({
        "expression": "daily at 9:00", "timezone": "Europe/Berlin", "end": "2028-01-01T00:00:00Z", "jitter": "90s",
        "overlap": "queue", "catch_up": "none",
    });
    let path = format!("/api/v1/tasks/{}", client.task(json!({"schedule": schedule})).await.id());
    let before = client.get(&path).await.json["schedule"].clone();
    assert_eq!(
        (&before["phrase"], &before["expression"]),
        (&json!("daily at 9:00"), &json!("cron(0 9 * * ? *)"))
    );
    let after = client.patch(&path, json!({"schedule": "daily at 4:00"})).await.expecting(200).json;
    let mut expected = before.clone();
    (expected["phrase"], expected["expression"]) = (json!("daily at 4:00"), json!("cron(0 4 * * ? *)"));
    assert_eq!((&after["schedule"], &after["next_run_time"]), (&expected, &json!("2027-01-16T03:00:00Z")));
    assert_eq!(client.get(&path).await.json["schedule"], expected, "as it is stored");

    let other = client.patch(&path, json!({"schedule": "everyday at 4am"})).await.expecting(200);
    assert_eq!(
        (other.header("etag"), &other.json["schedule"]["phrase"]),
        (Some("\"3\""), &json!("everyday at 4am"))
    );
    let cron = client
        .patch(&path, json!({"schedule": {"expression": "cron(0 5 * * ? *)"}}))
        .await
        .expecting(200)
        .json;
    assert_eq!(
        (&cron["schedule"]["phrase"], &cron["schedule"]["timezone"]),
        (&json!(null), &json!("Europe/Berlin"))
    );
    let sent_back = client.put(&path, json!({"schedule": expected})).await.expecting(200).json;
    assert_eq!(sent_back["schedule"], expected);
    client.patch(&path, json!({"schedule": "whenever"})).await.violations(&["body.schedule"]);
    let put = client.put(&path, json!({"schedule": "daily at 4:00"})).await.expecting(200).json;
    assert_eq!(put["schedule"]["timezone"], "UTC", "PUT replaces the member");
    let none = client.patch(&path, json!({"schedule": "manual"})).await.expecting(200).json;
    assert_eq!(none["schedule"], json!(null));
}

/// An alias of a stored member replaces it and does not conflict with it.
#[rstest]
#[case(json!({"retries": 1}), "max_retries", json!(1))]
#[case(json!({"retry": {"max_retries": 1}}), "delay_ms", json!(2000))]
#[case(json!({"retry": {"delay": "7s"}}), "delay_ms", json!(7000))]
#[case(json!({"retry": {"strategy": "fixed"}}), "max_retries", json!(5))]
#[case(json!({"retry": {"strategy": "fixed"}}), "strategy", json!("fixed"))]
#[tokio::test]
async fn a_patch_merges_into_the_retry_policy(
    #[case] patch: Value,
    #[case] member: &str,
    #[case] expected: Value,
) {
    let client = Client::new();
    let path = task(&client).await;
    assert_eq!(client.patch(&path, patch).await.expecting(200).json["retry"][member], expected);
}

#[tokio::test]
async fn an_alias_replaces_the_stored_member() {
    let client = Client::new();
    let path = task(&client).await;
    let after =
        client.patch(&path, json!({"timeout": "9s", "task_type": "webhook"})).await.expecting(200).json;
    assert_eq!((&after["timeout_ms"], &after["type"]), (&json!(9000), &json!("webhook")));
    let after = client.put(&path, json!({"timeout_ms": 8000, "type": "http"})).await.expecting(200).json;
    assert_eq!((&after["timeout_ms"], &after["type"]), (&json!(8000), &json!("http")));
    let after = client.patch(&path, json!({"schedule": {"cron": "0 7 * * *"}})).await.expecting(200).json;
    assert_eq!(after["schedule"]["timezone"], "Europe/Berlin");
    assert_eq!(after["next_run_time"], "2027-01-16T06:00:00Z");
    client.patch(&path, json!({"timeout": "1s", "timeout_ms": 2})).await.violations(&["body.timeout_ms"]);
}

#[tokio::test]
async fn a_returned_mask_keeps_the_credential_for_the_same_origin() {
    let client = Client::new();
    let path = task(&client).await;
    let mut config = client.get(&path).await.json["config"].take();
    assert_eq!(config["headers"]["authorization"], "********");
    config["url"] = json!("http://b.example/");
    client.put(&path, json!({"config": config})).await.violations(&["body.config.headers.authorization"]);
    config["url"] = json!("http://a.example/other");
    client.put(&path, json!({"config": config})).await.expecting(200);
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    let stored = beadle_application::port::Tasks::get(&client.store, id).await.unwrap().unwrap();
    let spec = serde_json::to_value(stored.task.spec).unwrap();
    assert_eq!(spec["config"]["url"], "http://a.example/other");
    assert_eq!(spec["config"]["headers"]["authorization"], "Bearer s");

    config["headers"] = json!({"x-other-key": "********"});
    client.put(&path, json!({"config": config})).await.violations(&["body.config.headers.x-other-key"]);
}

#[rstest]
#[case(json!({"id": "x", "status": "completed", "name": ""}), &["body.id", "body.status", "body.name"])]
#[case(json!({"version": 7, "run_count": 1, "created_at": null}), &["body.version", "body.run_count", "body.created_at"])]
#[case(json!({"colour": "red"}), &["body.colour"])]
#[case(json!({"name": null}), &["body.name"])]
#[case(json!([1]), &["body"])]
#[tokio::test]
async fn read_only_and_unknown_members_are_refused(#[case] edit: Value, #[case] places: &[&str]) {
    let client = Client::new();
    let path = task(&client).await;
    let reply = client.put(&path, edit.clone()).await.violations(places);
    if places[0] == "body.id" {
        assert_eq!(reply.json["detail"][0]["msg"], "is read-only");
        assert_eq!(reply.json["detail"][0]["type"], "read_only");
    }
    client.patch(&path, edit).await.violations(places);
    assert_eq!(client.get(&path).await.json["version"], 1);
}

#[tokio::test]
async fn an_edit_without_changes_creates_no_version() {
    let client = Client::new();
    let path = task(&client).await;
    let name = client.get(&path).await.json["name"].take();
    assert_eq!(client.patch(&path, json!({})).await.expecting(200).json["version"], 1);
    assert_eq!(client.put(&path, json!({"name": name})).await.expecting(200).json["version"], 1);
}

#[rstest]
#[case("\"1\"", true)]
#[case("*", true)]
#[case("\"7\", \"1\"", true)]
#[case("\"2\"", false)]
#[case("W/\"1\"", false)]
#[case("1", false)]
#[tokio::test]
async fn if_match_must_match_the_version(#[case] tag: &str, #[case] fits: bool) {
    let client = Client::new();
    let path = task(&client).await;
    let careful = client.header("if-match", tag);
    if fits {
        careful.patch(&path, json!({"name": "n"})).await.expecting(200);
        return;
    }
    let reply = careful.patch(&path, json!({"name": "n"})).await.problem(412, "version_mismatch");
    assert_eq!(reply.json["current_version"], 1);
    careful.put(&path, json!({"name": "n"})).await.problem(412, "version_mismatch");
    careful.ask(&format!("{path}/pause")).await.problem(412, "version_mismatch");
    careful.delete(&path).await.problem(412, "version_mismatch");
}

#[tokio::test]
async fn patch_accepts_merge_patch_and_json() {
    let client = Client::new();
    let path = task(&client).await;
    for (content_type, status) in [
        ("application/merge-patch+json", 200),
        ("application/json; charset=utf-8", 200),
        ("application/json-patch+json", 415),
    ] {
        let reply = client.send(http::Method::PATCH, &path, Some(content_type), "{}").await;
        reply.expecting(status);
    }
}

#[tokio::test]
async fn a_config_is_patched_with_the_names_it_was_created_with() {
    let client = Client::new();
    for (created, patch, shown) in [
        (json!({"min": "1s", "max": "5s"}), json!({"min": "2s"}), json!([2_000, 5_000])),
        (json!({"min_ms": 1_000, "max_ms": 5_000}), json!({"min": "2s"}), json!([2_000, 5_000])),
        (json!({"min": "1s", "max": "5s"}), json!({"max_ms": 9_000}), json!([1_000, 9_000])),
    ] {
        let body = json!({"name": "s", "type": "simulated", "config": created});
        let id = client.post("/api/v1/tasks", body).await.expecting(201).id();
        let path = format!("/api/v1/tasks/{id}");
        let config =
            client.patch(&path, json!({"config": patch})).await.expecting(200).json["config"].clone();
        assert_eq!(json!([config["min_ms"], config["max_ms"]]), shown, "{created} {patch}");
    }
}

#[tokio::test]
async fn another_strategy_keeps_when_to_give_up() {
    let client = Client::new();
    let retry = json!({"strategy": "fixed", "delay": "2s", "max_retries": 4, "stop_when": "status == 501"});
    let config = json!({"name": "c", "base_url": "http://a.example/", "retry": retry});
    let path =
        format!("/api/v1/configs/{}", client.post("/api/v1/configs", config).await.expecting(201).id());
    let patch = json!({"retry": {"strategy": "linear"}});
    let retry = client.patch(&path, patch).await.expecting(200).json["retry"].clone();
    assert_eq!(
        (&retry["strategy"], &retry["stop_when"]),
        (&json!("linear"), &json!("status == 501")),
        "{retry}"
    );
    assert_eq!(retry["max_retries"], 4);
}

#[tokio::test]
async fn the_time_for_all_attempts_is_set_removed_and_left_to_the_config() {
    let client = Client::new();
    let config = json!({"name": "c", "base_url": "http://a.example/", "give_up_after": "1h"});
    let config = client.post("/api/v1/configs", config).await.expecting(201);
    assert_eq!(config.json["give_up_after_ms"], 3_600_000);
    let task = client.task(json!({"give_up_after": "10m", "config_id": config.id()})).await;
    let path = format!("/api/v1/tasks/{}", task.id());
    assert_eq!(task.json["give_up_after_ms"], 600_000);
    let patched = client.patch(&path, json!({"give_up_after_ms": 60_000})).await.expecting(200);
    assert_eq!(patched.json["give_up_after_ms"], 60_000);
    let run = client.header("prefer", "respond-async").ask(&format!("{path}/execute")).await.expecting(202);
    assert_eq!(run.json["give_up_after_ms"], 60_000);
    client.patch(&path, json!({"give_up_after": null})).await.expecting(200);
    let run = client.header("prefer", "respond-async").ask(&format!("{path}/execute")).await.expecting(202);
    assert_eq!(run.json["give_up_after_ms"], 3_600_000, "that of its config");
    client.patch(&path, json!({"give_up_after": "366d"})).await.violations(&["body.give_up_after"]);
    let ad_hoc = json!({"type": "http", "url": "http://a.example", "give_up_after": "30s"});
    assert_eq!(client.post("/api/v1/execute", ad_hoc).await.expecting(202).json["give_up_after_ms"], 30_000);
}
