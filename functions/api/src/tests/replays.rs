//! Replays of failed executions.

use beadle_application::port::{Accounts, Clock};
use beadle_domain::account::{Account, Credits};
use beadle_values::id::OwnerId;
use serde_json::{Value, json};

use super::Client;

const REPLAY: &str = "/api/v1/executions/replay";

fn filter(members: Value) -> Value {
    json!({"filter": members})
}

/// Creates `count` executions that failed with 404; returns their ids, oldest first.
async fn failed(client: &Client, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..count {
        let id = client.execution().await.id();
        client.fail(&id, 404).await;
        client.clock.advance(1);
        ids.push(id);
    }
    ids
}

/// Values at `path` in the results.
fn each<'a>(answer: &'a Value, path: &str) -> Vec<&'a Value> {
    let results = answer["results"].as_array().unwrap().iter();
    results.map(|item| item.pointer(path).unwrap_or(&Value::Null)).collect()
}

async fn how_many(client: &Client) -> usize {
    client.get("/api/v1/executions?limit=100").await.expecting(200).json["executions"]
        .as_array()
        .unwrap()
        .len()
}

#[tokio::test]
async fn each_failed_execution_is_replayed_once() {
    let client = Client::new();
    let mut old = failed(&client, 3).await;
    let done = client.execution().await.id();
    client.complete(&done, json!(1)).await;
    old.reverse();
    let asked = filter(json!({"type": "http"}));

    let preview = client.post(REPLAY, json!({"filter": {"type": "http"}, "dry_run": true})).await;
    let preview = preview.expecting(200).json;
    assert_eq!((&preview["count"], &preview["execution_ids"]), (&json!(3), &json!(old)));
    assert_eq!(how_many(&client).await, 4, "a dry run starts nothing");

    let first = client.header("idempotency-key", "a").post(REPLAY, asked.clone()).await.expecting(207);
    assert_eq!(first.header("idempotency-replayed"), None);
    assert_eq!((&first.json["succeeded"], &first.json["failed"]), (&json!(3), &json!(0)));
    assert_eq!((&first.json["total"], &first.json["started"]), (&json!(3), &json!(3)));
    assert_eq!(json!(each(&first.json, "/replay_of")), json!(old));
    assert_eq!(each(&first.json, "/status"), [202, 202, 202]);
    assert_eq!(each(&first.json, "/execution/trigger_type"), ["replay"; 3]);
    let started = each(&first.json, "/execution/id");

    for key in ["a", "b"] {
        let again = client.header("idempotency-key", key).post(REPLAY, asked.clone()).await.expecting(207);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(each(&again.json, "/status"), [200, 200, 200]);
        assert_eq!(each(&again.json, "/execution/id"), started);
    }
    let wider = filter(json!({"from": "2020-01-01T00:00:00Z"}));
    let other = client.header("idempotency-key", "a").post(REPLAY, wider).await.expecting(207).json;
    assert_eq!(each(&other, "/problem/code"), ["idempotency_key_reused"; 3]);
    assert_eq!(how_many(&client).await, 7);

    // A replay that fails is replayed only if that is asked for.
    let again = started[0].as_str().unwrap();
    client.fail(again, 404).await;
    let same = client.post(REPLAY, asked.clone()).await.expecting(207).json;
    assert_eq!(each(&same, "/status"), [200, 200, 200]);
    assert_eq!((&same["total"], &same["started"], &same["succeeded"]), (&json!(3), &json!(0), &json!(3)));
    let too = json!({"filter": {"type": "http"}, "include_replays": true});
    let third = client.post(REPLAY, too).await.expecting(207).json;
    assert_eq!((&third["total"], &third["started"], &third["succeeded"]), (&json!(4), &json!(1), &json!(4)));
    assert_eq!(each(&third, "/replay_of")[0], again);
    assert_eq!(each(&third, "/status"), [202, 200, 200, 200]);
    assert_eq!(how_many(&client).await, 8);
}

#[tokio::test]
async fn replays_are_paced_across_pages() {
    let client = Client::new();
    failed(&client, 5).await;
    let mut body = json!({"filter": {"error_code": "http_status"}, "pace": {"rate": 2, "per": "10s"}, "limit": 3,
        "start_at": "2027-01-15T09:00:00Z"});
    let first = client.post(REPLAY, body.clone()).await.expecting(207).json;
    assert_eq!((&first["total"], &first["total_is_exact"]), (&json!(5), &json!(true)), "of all pages");
    assert_eq!(first["started"], 3, "of this one");
    let due = |answer: &Value| -> Vec<Value> {
        each(answer, "/execution/next_attempt_at").into_iter().cloned().collect()
    };
    assert_eq!(due(&first), ["2027-01-15T09:00:00Z", "2027-01-15T09:00:05Z", "2027-01-15T09:00:10Z"]);
    body["cursor"] = first["next_cursor"].clone();
    body["start_at"] = first["next_start_at"].clone();
    let second = client.post(REPLAY, body.clone()).await.expecting(207).json;
    assert_eq!(due(&second), ["2027-01-15T09:00:15Z", "2027-01-15T09:00:20Z"]);
    assert_eq!((&second["total"], &second["started"]), (&json!(null), &json!(2)));
    assert_eq!(second["next_cursor"], json!(null));
    assert_eq!(how_many(&client).await, 10);
    body["cursor"] = json!("made up");
    client.post(REPLAY, body).await.violations(&["body.cursor"]);
}

#[tokio::test]
async fn only_executions_matching_the_filter_are_replayed() {
    let client = Client::new().header("prefer", "respond-async");
    let task = client.task(json!({"retry": {"strategy": "fixed", "max_retries": 0}})).await.id();
    let execute = format!("/api/v1/tasks/{task}/execute");
    let of_task = client.ask(&execute).await.expecting(202).id();
    client.fail(&of_task, 404).await;
    let alone = failed(&client, 1).await.remove(0);
    let cancelled = client.execution().await.id();
    client.ask(&format!("/api/v1/executions/{cancelled}/cancel")).await.expecting(200);
    let none: [&String; 0] = [];
    for (members, expected) in [
        (json!({"task_id": task}), vec![&of_task]),
        (json!({"type": "http"}), vec![&alone, &of_task]),
        (json!({"type": "http", "status": "cancelled"}), vec![&cancelled]),
        (json!({"error_code": "timeout"}), none.to_vec()),
        (
            json!({"error_code": "http_status", "config_id": "cfg_00000000000000000000000000000001"}),
            none.to_vec(),
        ),
        (json!({"type": "graphql"}), none.to_vec()),
        (json!({"to": "2027-01-15T08:00:00Z"}), none.to_vec()),
        (json!({"from": "2027-01-15T08:00:00Z"}), vec![&alone, &of_task]),
    ] {
        let preview = client.post(REPLAY, json!({"filter": members, "dry_run": true})).await.expecting(200);
        assert_eq!(preview.json["execution_ids"], json!(expected), "{members}");
    }
    client.delete(&format!("/api/v1/tasks/{task}")).await.expecting(204);
    let rest = client.post(REPLAY, filter(json!({"type": "http"}))).await.expecting(207).json;
    assert_eq!(each(&rest, "/status"), [202, 409]);
    assert_eq!(each(&rest, "/problem/code")[1], "task_gone");
    client.post(REPLAY, filter(json!({"task_id": task}))).await.problem(404, "task_not_found");
    client.post(REPLAY, filter(json!({"status": "failed"}))).await.violations(&["body.filter"]);
}

#[tokio::test]
async fn only_admins_replay_executions_of_others() {
    let gate = Client::behind_gateway();
    let (ada, bob) = (gate.by("ada"), gate.by("bob"));
    failed(&ada, 1).await;
    let of_ada = filter(json!({"type": "http", "user_id": "ada"}));
    let refused = bob.post(REPLAY, of_ada).await.problem(403, "permission_denied");
    assert_eq!(refused.json["action"], "execution.replay");
    let mine = bob.post(REPLAY, filter(json!({"type": "http"}))).await.expecting(207).json;
    assert_eq!(mine["results"], json!([]));
    let task = ada.task(json!({})).await.id();
    bob.post(REPLAY, filter(json!({"task_id": task}))).await.problem(404, "task_not_found");
}

#[tokio::test]
async fn replays_beyond_the_budget_are_refused_individually() {
    let ada = Client::behind_gateway().by("ada").header("prefer", "respond-async");
    let task = ada.task(json!({"credits_per_run": 2})).await.id();
    for _ in 0..3 {
        let id = ada.ask(&format!("/api/v1/tasks/{task}/execute")).await.expecting(202).id();
        ada.fail(&id, 404).await;
    }
    let owner: OwnerId = "ada".parse().unwrap();
    let budget = Some(Credits::from_thousandths(5_000));
    let account = Account { monthly_credits: budget, ..Account::new(owner, ada.clock.now()) };
    Accounts::write(&ada.store, &account, 0, None).await.unwrap();
    let preview = json!({"filter": {"task_id": task}, "dry_run": true});
    let preview = ada.post(REPLAY, preview).await.expecting(200).json;
    let counted = |name: &str| preview[name].as_array().unwrap().len();
    assert_eq!((counted("execution_ids"), counted("refused")), (2, 1));
    let answer = ada.post(REPLAY, filter(json!({"task_id": task}))).await.expecting(207).json;
    assert_eq!(each(&answer, "/status"), [202, 202, 429]);
    assert_eq!(each(&answer, "/problem/limit_type")[2], "credits");
}

#[tokio::test]
async fn each_started_replay_is_audited() {
    let client = Client::new();
    let old = failed(&client, 2).await;
    let asked = filter(json!({"type": "http"}));
    for _ in 0..2 {
        client.post(REPLAY, asked.clone()).await.expecting(207);
    }
    let trail = client.get("/api/v1/audit?action=execution.retried").await.expecting(200).json;
    let mut subjects: Vec<_> =
        trail["entries"].as_array().unwrap().iter().map(|entry| &entry["subject"]).collect();
    subjects.sort_by_key(|subject| subject.to_string());
    let mut expected: Vec<Value> = old.iter().map(|id| json!(id)).collect();
    expected.sort_by_key(ToString::to_string);
    assert_eq!(subjects, expected.iter().collect::<Vec<_>>());
}

#[tokio::test]
async fn a_retry_does_what_was_done_or_what_the_task_does_now() {
    let client = Client::new().header("prefer", "respond-async");
    let task = client.task(json!({"timeout": "5s", "input": {"a": 1}})).await.id();
    let path = format!("/api/v1/tasks/{task}");
    let id = client.ask(&format!("{path}/execute")).await.expecting(202).id();
    client.fail(&id, 404).await;
    let change = json!({"config": {"url": "http://b.example/new"}, "timeout": "9s", "input": {"a": 2}});
    client.patch(&path, change).await.expecting(200);

    let retry = format!("/api/v1/executions/{id}/retry");
    let before = client.get(&format!("/api/v1/executions/{id}")).await.json;
    for body in [json!({}), json!({"with": "original"})] {
        let original = client.post(&retry, body).await.expecting(202).json;
        assert_eq!(
            (&original["request"]["url"], &original["timeout_ms"]),
            (&before["request"]["url"], &json!(5_000))
        );
        assert_eq!(original["input"], json!({"a": 1}));
    }
    let current = client.post(&retry, json!({"with": "current"})).await.expecting(202).json;
    assert_eq!(current["request"]["url"], "http://b.example/new");
    assert_eq!((&current["timeout_ms"], &current["input"]), (&json!(9_000), &json!({"a": 2})));
    assert_eq!((&current["task_id"], &current["trigger_data"]["replay_of"]), (&json!(task), &json!(id)));
    assert_eq!(current["trigger_type"], "replay");

    client.post(&retry, json!({"with": "new"})).await.violations(&["body.with"]);
    client.post(&retry, json!({"as": "current"})).await.violations(&["body.as"]);
    let ad_hoc = client.execution().await.id();
    client.fail(&ad_hoc, 404).await;
    let refused =
        client.post(&format!("/api/v1/executions/{ad_hoc}/retry"), json!({"with": "current"})).await;
    refused.violations(&["body.with"]);
}
