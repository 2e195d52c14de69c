//! The rules of alerts.

use serde_json::{Value, json};

use super::Client;

fn rules(target: Value) -> Value {
    json!({
        "rules": [
            {"name": "failing", "when": "consecutive_failures", "count": 2, "targets": ["ops"]},
            {"name": "waiting", "when": "backlog_older_than", "older_than": "10m", "targets": ["ops"],
                "mute_until": "2100-01-01T00:00:00Z"},
        ],
        "targets": [target],
    })
}

#[tokio::test]
async fn rules_are_replaced_and_read_back() {
    let client = Client::new();
    let empty = client.get("/api/v1/alerts").await.expecting(200).json;
    assert_eq!(empty, json!({"rules": [], "targets": []}));
    let target = json!({"name": "ops", "type": "slack", "webhook": "https://hooks.example/${secret:slack}"});
    let written = client.put("/api/v1/alerts", rules(target)).await.expecting(200).json;
    assert_eq!(written["rules"][1]["older_than_ms"], 600_000);
    assert_eq!(written["targets"][0]["webhook"]["url"], "https://hooks.example/${secret:slack}");
    let read = client.get("/api/v1/alerts").await.expecting(200).json;
    assert_eq!(read, written);
    // What is read can be written.
    assert_eq!(client.put("/api/v1/alerts", read).await.expecting(200).json, written);
    let state = client.get("/api/v1/alerts/state").await.expecting(200).json;
    assert_eq!(
        state,
        json!({"rules": [
            {"rule": "failing", "muted_until": null, "firing": []},
            {"rule": "waiting", "muted_until": "2100-01-01T00:00:00Z", "firing": []},
        ]})
    );
}

#[tokio::test]
async fn credentials_are_masked_and_restored() {
    let client = Client::new();
    let target = |token: &str| {
        let webhook = json!({"url": "https://ops.example/hook", "headers": {"authorization": token}});
        json!({"name": "ops", "type": "webhook", "webhook": webhook})
    };
    let written = client.put("/api/v1/alerts", rules(target("Bearer abc"))).await.expecting(200).json;
    let masked = written["targets"][0]["webhook"]["headers"]["authorization"].as_str().unwrap().to_owned();
    assert_eq!(masked, "********");
    client.put("/api/v1/alerts", rules(target(&masked))).await.expecting(200);
    let mut elsewhere = rules(target(&masked));
    elsewhere["targets"][0]["webhook"]["url"] = json!("https://other.example/hook");
    let refused = client.put("/api/v1/alerts", elsewhere).await;
    refused.violations(&["body.targets.0.webhook.headers.authorization"]);
}

#[tokio::test]
async fn every_fault_is_named_with_its_path() {
    let client = Client::new();
    let body = json!({
        "rules": [
            {"name": "a", "when": "credits_below", "targets": ["nobody"]},
            {"name": "b", "when": "missed", "count": 3, "targets": []},
        ],
        "targets": [{"name": "ops", "type": "pager", "webhook": "https://a.example"}],
        "more": 1,
    });
    client.put("/api/v1/alerts", body).await.violations(&[
        "body.more",
        "body.rules.0.credits",
        "body.rules.1.targets",
        "body.rules.1.count",
        "body.targets.0.type",
    ]);
    let unknown = json!({
        "rules": [{"name": "a", "when": "missed", "targets": ["ops"], "task_id": "tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"}],
        "targets": [{"name": "ops", "type": "teams", "webhook": "https://a.example"}],
    });
    client.put("/api/v1/alerts", unknown).await.violations(&["body.rules.0.task_id"]);
}

#[tokio::test]
async fn a_change_is_in_the_audit_trail() {
    let client = Client::new();
    let target = json!({"name": "ops", "type": "discord", "webhook": "https://hooks.example/1"});
    client.put("/api/v1/alerts", rules(target)).await.expecting(200);
    let entries = client.get("/api/v1/audit?limit=10").await.expecting(200).json;
    let entry =
        entries["entries"].as_array().unwrap().iter().find(|entry| entry["action"] == "alerts.updated");
    let entry = entry.unwrap_or_else(|| panic!("{entries:#}"));
    assert!(
        entry["changes"].as_array().unwrap().iter().any(|change| change["field"] == "rules"),
        "{entry:#}"
    );
}
