//! Explanations of the status of executions.

use beadle_application::port::{Accounts, Clock};
use beadle_domain::{
    account::{Account, Credits},
    execution::{Hold, HoldKind, conclude::Outcome},
};
use beadle_values::id::OwnerId;
use serde_json::json;

use super::Client;

#[tokio::test]
async fn an_explanation_names_the_wait_and_the_decisions() {
    let client = Client::new();
    let config = client.post("/api/v1/configs", json!({"name": "a", "rate_limit": {"rate": 5}})).await.id();
    let body = json!({"type": "http", "url": "http://a.example/", "retries": 1, "config_id": config});
    let id = client.post("/api/v1/execute", body).await.expecting(202).id();
    let path = format!("/api/v1/executions/{id}/explain");
    let explanation = client.get(&path).await.expecting(200).json;
    assert_eq!(
        (&explanation["status"], &explanation["waiting_for"]["kind"]),
        (&json!("pending"), &json!("runner"))
    );
    assert_eq!(
        explanation["waiting_for"]["gate"]["tokens"], 4,
        "one of the burst is kept for calls on their way"
    );
    assert_eq!(
        (&explanation["next"]["what"], &explanation["since"]),
        (&json!("attempt 1 is made"), &json!(super::client::START))
    );
    client.fail(&id, 503).await;
    let explanation = client.get(&path).await.json;
    assert_eq!(explanation["waiting_for"]["kind"], "retry_delay");
    let words: Vec<_> =
        explanation["decisions"].as_array().unwrap().iter().map(|decision| &decision["what"]).collect();
    assert_eq!(words, ["created", "attempt_failed"]);
    client.ask(&format!("/api/v1/executions/{id}/cancel")).await.expecting(200);
    let explanation = client.get(&path).await.json;
    assert_eq!((&explanation["waiting_for"], &explanation["next"]), (&json!(null), &json!(null)));
}

#[tokio::test]
async fn an_explanation_of_another_users_execution_is_not_found() {
    let client = Client::behind_gateway();
    let id = client.by("ada").execution().await.id();
    client
        .by("bob")
        .get(&format!("/api/v1/executions/{id}/explain"))
        .await
        .problem(404, "execution_not_found");
}

#[tokio::test]
async fn an_explanation_shows_the_account_when_credits_run_out() {
    let gate = Client::behind_gateway();
    let ada = gate.by("ada").header("prefer", "respond-async");
    let task = ada.task(json!({"credits_per_run": 2, "assigned_to": "bob"})).await.id();
    let id = ada.ask(&format!("/api/v1/tasks/{task}/execute")).await.expecting(202).id();
    let running = ada.claim(&id).await;
    let owner: OwnerId = "ada".parse().unwrap();
    let budget = |whole: u64| Some(Credits::from_thousandths(whole * 1_000));
    let account = Account { monthly_credits: budget(1), ..Account::new(owner, ada.clock.now()) };
    Accounts::write(&ada.store, &account, 0, None).await.unwrap();
    let hold = Hold::new(HoldKind::Credits, "it costs 2 credits and 1 are left this month");
    let due = ada.clock.now() + jiff::SignedDuration::from_secs(30);
    ada.settle(&running, Outcome::Deferred { due, hold }).await;

    let path = format!("/api/v1/executions/{id}/explain");
    let explanation = ada.get(&path).await.expecting(200).json;
    assert_eq!(explanation["waiting_for"]["kind"], "credits");
    let expected = json!({
        "limit_type": "credits", "credits": 2, "available": 1, "monthly_credits": 1,
        "month_ends_at": "2027-02-01T00:00:00Z", "executions_per_day": null, "executions_today": 0,
        "day_ends_at": "2027-01-16T00:00:00Z",
    });
    assert_eq!(explanation["waiting_for"]["account"], expected);
    assert!(
        explanation["next"]["what"].as_str().unwrap().contains("a top-up or a larger budget"),
        "{explanation:#}"
    );
    // The assignee sees the reason of the wait, but not the account.
    let assigned = gate.by("bob").get(&path).await.expecting(200).json;
    assert_eq!(
        (&assigned["waiting_for"]["kind"], &assigned["waiting_for"]["account"]),
        (&json!("credits"), &json!(null))
    );
    assert_eq!(assigned["next"]["what"], "attempt 1 asks again whether it may be made");

    let account = Account { monthly_credits: budget(5), ..account };
    Accounts::write(&ada.store, &account, 1, None).await.unwrap();
    let explanation = ada.get(&path).await.json;
    assert_eq!(explanation["waiting_for"]["account"]["limit_type"], json!(null));
    assert!(explanation["next"]["what"].as_str().unwrap().contains("by now nothing"), "{explanation:#}");
}
