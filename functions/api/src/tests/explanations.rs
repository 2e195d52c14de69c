//! Why an execution stands where it stands, as a client reads it.

use beadle_application::port::{Accounts, Clock};
use beadle_domain::{
    account::{Account, Credits},
    execution::{Hold, HoldKind, conclude::Outcome},
};
use beadle_values::id::OwnerId;
use serde_json::json;

use super::Client;

#[tokio::test]
async fn an_execution_tells_what_it_waits_for_and_what_happened() {
    let client = Client::new();
    let config = client.post("/api/v1/configs", json!({"name": "a", "rate_limit": {"rate": 5}})).await.id();
    let body = json!({"type": "http", "url": "http://a.example/", "retries": 1, "config_id": config});
    let id = client.post("/api/v1/execute", body).await.expecting(202).id();
    let path = format!("/api/v1/executions/{id}/explain");
    let told = client.get(&path).await.expecting(200).json;
    assert_eq!((&told["status"], &told["waiting_for"]["kind"]), (&json!("pending"), &json!("runner")));
    assert_eq!(told["waiting_for"]["gate"]["tokens"], 4, "one of the burst is kept for calls on their way");
    assert_eq!(
        (&told["next"]["what"], &told["since"]),
        (&json!("attempt 1 is made"), &json!(super::client::START))
    );
    client.fail(&id, 503).await;
    let told = client.get(&path).await.json;
    assert_eq!(told["waiting_for"]["kind"], "retry_delay");
    let words: Vec<_> = told["decisions"].as_array().unwrap().iter().map(|told| &told["what"]).collect();
    assert_eq!(words, ["created", "attempt_failed"]);
    client.ask(&format!("/api/v1/executions/{id}/cancel")).await.expecting(200);
    let told = client.get(&path).await.json;
    assert_eq!((&told["waiting_for"], &told["next"]), (&json!(null), &json!(null)));
}

#[tokio::test]
async fn an_execution_of_another_user_tells_nothing() {
    let client = Client::behind_gateway();
    let id = client.by("ada").execution().await.id();
    client
        .by("bob")
        .get(&format!("/api/v1/executions/{id}/explain"))
        .await
        .problem(404, "execution_not_found");
}

#[tokio::test]
async fn what_a_budget_does_not_cover_tells_how_the_account_stands() {
    let gate = Client::behind_gateway();
    let ada = gate.by("ada").header("prefer", "respond-async");
    let task = ada.task(json!({"credits_per_run": 2, "assigned_to": "bob"})).await.id();
    let id = ada.ask(&format!("/api/v1/tasks/{task}/execute")).await.expecting(202).id();
    let running = ada.claim(&id).await;
    let owner: OwnerId = "ada".parse().unwrap();
    let budget = |whole: u64| Some(Credits::from_thousandths(whole * 1_000));
    let account = Account { monthly_credits: budget(1), ..Account::new(owner, ada.clock.now()) };
    Accounts::write(&ada.store, &account, 0).await.unwrap();
    let hold = Hold::new(HoldKind::Credits, "it costs 2 credits and 1 are left this month");
    let due = ada.clock.now() + jiff::SignedDuration::from_secs(30);
    ada.settle(&running, Outcome::Deferred { due, hold }).await;

    let path = format!("/api/v1/executions/{id}/explain");
    let told = ada.get(&path).await.expecting(200).json;
    assert_eq!(told["waiting_for"]["kind"], "credits");
    let expected = json!({
        "limit_type": "credits", "credits": 2, "available": 1, "monthly_credits": 1,
        "month_ends_at": "2027-02-01T00:00:00Z", "executions_per_day": null, "executions_today": 0,
        "day_ends_at": "2027-01-16T00:00:00Z",
    });
    assert_eq!(told["waiting_for"]["account"], expected);
    assert!(told["next"]["what"].as_str().unwrap().contains("a top-up or a larger budget"), "{told:#}");
    // Whom the task is assigned to sees why it waits, and nothing of the account.
    let assigned = gate.by("bob").get(&path).await.expecting(200).json;
    assert_eq!(
        (&assigned["waiting_for"]["kind"], &assigned["waiting_for"]["account"]),
        (&json!("credits"), &json!(null))
    );
    assert_eq!(assigned["next"]["what"], "attempt 1 asks again whether it may be made");

    let account = Account { monthly_credits: budget(5), ..account };
    Accounts::write(&ada.store, &account, 1).await.unwrap();
    let told = ada.get(&path).await.json;
    assert_eq!(told["waiting_for"]["account"]["limit_type"], json!(null));
    assert!(told["next"]["what"].as_str().unwrap().contains("by now nothing"), "{told:#}");
}
