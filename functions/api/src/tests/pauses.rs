//! Pauses of configs, accounts and of everything, as callers see them.

use beadle_domain::{
    execution::conclude::Outcome,
    gate::{PauseTarget, pause},
};
use beadle_values::id::{ConfigId, OwnerId};
use serde_json::{Value, json};

use super::Client;

const UNTIL: &str = "2027-01-15T09:00:00Z";

fn maintenance() -> Value {
    json!({"reason": "  maintenance ", "until": UNTIL})
}

fn pause_by(name: &str) -> Value {
    json!({"reason": "maintenance", "paused_by": name, "since": super::client::START, "until": UNTIL})
}

/// Holds the execution as an executor does.
async fn hold(client: &Client, id: &str, owner: &OwnerId, config: Option<ConfigId>) {
    let now = client.clock_now();
    let held = beadle_application::pause::longest(&client.store, owner, config, now).await.unwrap();
    let (target, in_force): (PauseTarget, _) = held.unwrap();
    let running = client.claim(id).await;
    let (due, hold) = pause::hold(&running, &target, &in_force, now, 0.5);
    client.settle(&running, Outcome::Deferred { due, hold }).await;
}

#[tokio::test]
async fn a_paused_config_shows_who_paused_it_why_and_until_when() {
    let client = Client::behind_gateway();
    let ada = client.by("ada");
    let id = ada.post("/api/v1/configs", json!({"name": "a"})).await.expecting(201).id();
    let path = format!("/api/v1/configs/{id}");
    let gate = ada.post(&format!("{path}/pause"), maintenance()).await.expecting(200).json;
    assert_eq!((&gate["state"], &gate["pause"]), (&json!("paused"), &pause_by("ada")));
    assert_eq!(gate["closed_until"], UNTIL);
    assert_eq!(ada.get(&format!("{path}/gate")).await.json, gate);
    assert_eq!(ada.get(&path).await.json["version"], 1, "a pause is no change of the config");

    let body = json!({"type": "http", "url": "http://a.example/", "config_id": id});
    let execution = ada.post("/api/v1/execute", body).await.expecting(202).id();
    hold(&client, &execution, &OwnerId::parse("ada").unwrap(), Some(id.parse().unwrap())).await;
    let explain = format!("/api/v1/executions/{execution}/explain");
    let explained = ada.get(&explain).await.expecting(200).json;
    let waiting = &explained["waiting_for"];
    assert_eq!((&explained["status"], &waiting["kind"]), (&json!("deferred"), &json!("paused")));
    assert_eq!(waiting["reason"], format!("the config {id} is paused by ada until {UNTIL}: maintenance"));
    let mut holding = pause_by("ada");
    holding["scope"] = json!("config");
    assert_eq!((&waiting["pause"], &waiting["gate"]["state"]), (&holding, &json!("paused")));
    assert_eq!(explained["next"]["at"], "2027-01-15T08:00:15Z");

    let gate = ada.ask(&format!("{path}/resume")).await.expecting(200).json;
    assert_eq!((&gate["state"], &gate["pause"]), (&json!("closed"), &Value::Null));
    let explained = ada.get(&explain).await.json;
    assert_eq!(explained["waiting_for"]["pause"], Value::Null);
    assert_eq!(
        (&explained["next"]["what"], &explained["next"]["at"]),
        (
            &json!("attempt 1 asks again whether it may be made: by now it is paused no more"),
            &json!(super::client::START)
        ),
        "it was woken"
    );
}

#[tokio::test]
async fn a_paused_account_and_a_paused_service_show_it() {
    let client = Client::new();
    let account = client.post("/api/v1/accounts/bob/pause", maintenance()).await.expecting(200).json;
    assert_eq!((&account["user_id"], &account["pause"]), (&json!("bob"), &pause_by("local")));
    assert_eq!(client.get("/api/v1/account?user_id=bob").await.json["pause"], account["pause"]);
    let resumed = client.ask("/api/v1/accounts/bob/resume").await.expecting(200).json;
    assert_eq!(resumed["pause"], Value::Null);

    assert_eq!(client.get("/api/v1/service").await.json, json!({"paused": false, "pause": null}));
    assert_eq!(client.get("/health/detailed").await.json.get("pause"), None);
    let paused = client.post("/api/v1/service/pause", maintenance()).await.expecting(200).json;
    assert_eq!(paused, json!({"paused": true, "pause": pause_by("local")}));
    assert_eq!(client.get("/api/v1/service").await.json, paused);
    let health = client.get("/health/detailed").await.expecting(200).json;
    assert_eq!((&health["status"], &health["pause"]), (&json!("healthy"), &pause_by("local")));
    assert_eq!(client.get("/health").await.json.get("pause"), None, "that is for everybody");
    client.clock.advance(3_600_000);
    assert_eq!(client.get("/api/v1/service").await.json["paused"], false, "it ends by itself");
    client.post("/api/v1/service/pause", json!({"reason": "again"})).await.expecting(200);
    assert_eq!(client.ask("/api/v1/service/resume").await.expecting(200).json["paused"], false);
}

#[tokio::test]
async fn every_fault_of_a_pause_is_listed() {
    let client = Client::new();
    for path in ["/api/v1/service/pause", "/api/v1/accounts/bob/pause"] {
        client.post(path, json!({})).await.violations(&["body.reason"]);
        let faulty = json!({"reason": "x".repeat(201), "until": "tomorrow", "by": "ada"});
        client.post(path, faulty).await.violations(&["body.by", "body.reason", "body.until"]);
        let past = json!({"reason": "maintenance", "until": super::client::START});
        client.post(path, past).await.violations(&["body.until"]);
    }
    let unknown = "/api/v1/configs/cfg_00000000000000000000000000000007/pause";
    client.post(unknown, maintenance()).await.problem(404, "config_not_found");
    assert_eq!(client.get("/api/v1/service").await.json["paused"], false);
}
