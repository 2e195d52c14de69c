//! Analytics, task counts, costs and the audit trail.

use beadle_application::port::{AuditQuery, AuditTrail, Checkpoint, ProjectionStore};
use beadle_domain::projection::{AuditEntry, Projection};
use serde_json::json;

use super::Client;

impl Client {
    /// Runs the projector.
    pub(super) async fn project(&self) {
        let changes = self.store.changes().first().await.unwrap();
        let (Some(first), Some(last)) = (changes.first(), changes.last()) else { return };
        let checkpoint = Checkpoint {
            shard: first.shard.clone(),
            first: first.sequence.clone(),
            last: last.sequence.clone(),
        };
        self.store.apply(&Projection::of(&changes), &checkpoint).await.unwrap();
    }

    /// The audit trail.
    pub(super) async fn entries(&self) -> Vec<AuditEntry> {
        let query = AuditQuery { limit: 100, ..AuditQuery::default() };
        AuditTrail::list(&self.store, &query).await.unwrap().items
    }
}

#[tokio::test]
async fn analytics_use_days_and_hours_of_the_time_zone() {
    let api = Client::new();
    for _ in 0..3 {
        let ad_hoc = json!({"type": "http", "url": "http://a.example/"});
        api.post("/api/v1/execute", ad_hoc).await.expecting(202);
    }
    api.project().await;
    let report = api.get("/api/v1/analytics?days=2&timezone=Asia/Tokyo").await.expecting(200).json;
    assert_eq!(report["started"], 3);
    assert_eq!(report["by_type"], json!({"http": 3}));
    assert_eq!(report["by_trigger"], json!({"api": 3}));
    // 8:00 UTC is 17:00 in Tokyo, on a Friday.
    assert_eq!(report["busiest_hours"], json!([{"hour": 17, "executions": 3}]));
    assert_eq!(report["busiest_days"], json!([{"weekday": "friday", "executions": 3}]));
    let days: Vec<_> = report["daily"].as_array().unwrap().iter().map(|day| &day["date"]).collect();
    assert_eq!(days, ["2027-01-14", "2027-01-15"]);
    assert_eq!((&report["success_rate"], &report["duration_ms"]["p50"]), (&json!(null), &json!(null)));
}

#[tokio::test]
async fn all_invalid_parameters_are_reported_together() {
    let reply = Client::new().get("/api/v1/analytics?days=0&timezone=Mars/Olympus&since=1").await;
    let faults = reply.expecting(422).json["detail"].as_array().unwrap().len();
    assert_eq!(faults, 3);
}

#[tokio::test]
async fn stats_count_tasks_by_status_type_and_priority() {
    let api = Client::new();
    let task =
        json!({"name": "ping", "type": "http", "config": {"url": "http://a.example/"}, "priority": "high"});
    api.post("/api/v1/tasks", task.clone()).await.expecting(201);
    let scheduled = {
        let mut task = task;
        task["schedule"] = json!("every 5 minutes");
        task
    };
    api.post("/api/v1/tasks", scheduled).await.expecting(201);
    api.project().await;
    let stats = api.get("/api/v1/stats").await.expecting(200).json;
    let expected = json!({
        "user_id": "local", "total": 2, "by_status": {"pending": 1, "scheduled": 1}, "by_type": {"http": 2},
        "by_priority": {"high": 2}, "running": 0, "scheduled": 1,
    });
    assert_eq!(stats, expected);
}

#[tokio::test]
async fn an_execution_shows_its_cost() {
    let api = Client::new();
    let ad_hoc = json!({"type": "http", "url": "http://a.example/"});
    let execution = api.post("/api/v1/execute", ad_hoc).await.expecting(202).json;
    let cost = &execution["cost"];
    assert_eq!((&cost["http_requests"], &cost["region"]), (&json!(1), &json!("us-east-1")));
    assert!(cost["usd"].as_f64().unwrap() > 0.0);
    assert_eq!((&execution["credits_consumed"], &execution["tokens_used"]), (&json!(0.0), &json!(null)));
}

#[tokio::test]
async fn changes_actions_and_denials_are_audited() {
    let gateway = Client::behind_gateway();
    let (ada, eve) = (gateway.by("ada"), gateway.by("eve"));
    let config = json!({"name": "users", "headers": {"Authorization": "Bearer one"}});
    let id = ada.post("/api/v1/configs", config).await.expecting(201).id();
    let path = format!("/api/v1/configs/{id}");
    let change = json!({"headers": {"Authorization": "Bearer two"}, "description": "x"});
    ada.patch(&path, change).await.expecting(200);
    for _ in 0..5 {
        eve.get(&path).await.expecting(404);
        gateway.get(&path).await.expecting(401);
    }
    ada.delete(&path).await.expecting(204);
    gateway.project().await;

    let entries = gateway.entries().await;
    let mut recorded: Vec<String> = entries
        .iter()
        .map(|entry| {
            let actor = entry.actor.as_ref().map_or("nobody", |actor| actor.as_str());
            format!("{actor} {}", entry.action)
        })
        .collect();
    recorded.sort();
    let expected = [
        "ada config.created",
        "ada config.deleted",
        "ada config.updated",
        "eve request.denied",
        "nobody request.denied",
    ];
    assert_eq!(recorded, expected);
    let text = serde_json::to_string(&entries).unwrap();
    assert!(!text.contains("Bearer"), "{text}");
}
