//! Deliveries of webhooks to the hooks of tasks.

use http::Method;
use rstest::rstest;
use serde_json::{Value, json};

use super::{Client, client::Reply};

const TOKEN: &str = "s3cret";

fn hook() -> Value {
    json!({"verify": {"scheme": "token", "secret": "${secret:senders/crm}"}})
}

/// A task of `ada` with this hook; returns its path for deliveries.
async fn hooked(client: &Client, hook: Value) -> (String, String) {
    let id = client.by("ada").task(json!({"hook": hook, "input": {"env": "prod", "n": 1}})).await.id();
    (format!("/hooks/{id}"), id)
}

/// `client` as the sender that knows the secret.
fn sender(client: &Client) -> Client {
    client.header("x-webhook-token", TOKEN)
}

async fn executions(client: &Client, task: &str) -> Vec<Value> {
    let found = client.by("ada").get(&format!("/api/v1/tasks/{task}/executions")).await.expecting(200);
    found.json["executions"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_delivery_starts_its_task_with_the_payload_as_input() {
    let client = Client::behind_gateway();
    let (path, task) = hooked(&client, hook()).await;
    let sender = sender(&client).header("idempotency-key", "d-1");
    let taken = sender.post(&path, json!({"n": 7, "action": "opened"})).await.expecting(202);
    let id = taken.json["execution_id"].as_str().unwrap().to_owned();
    assert_eq!(taken.json, json!({"status": "started", "execution_id": id, "delivery_id": "d-1"}));
    let ada = client.by("ada");
    let execution = ada.get(&format!("/api/v1/executions/{id}")).await.expecting(200).json;
    assert_eq!((&execution["user_id"], &execution["task_id"]), (&json!("ada"), &json!(task)));
    assert_eq!(execution["input"], json!({"env": "prod", "n": 7, "action": "opened"}));
    assert_eq!(execution["trigger_type"], "webhook");
    assert_eq!(execution["trigger_data"], json!({"delivery": {"scheme": "token", "id": "d-1"}}));
    let explained = ada.get(&format!("/api/v1/executions/{id}/explain")).await.expecting(200).json;
    assert_eq!(
        explained["decisions"][0]["detail"],
        "the delivery d-1 came to its task's hook, verified as token asks for"
    );
    let shown = ada.get(&format!("/api/v1/tasks/{task}")).await.expecting(200).json;
    let mut complete = hook();
    (complete["max_per_minute"], complete["enabled"]) = (json!(600), json!(true));
    assert_eq!(shown["hook"], complete);
}

#[tokio::test]
async fn a_repeat_starts_nothing_and_is_answered_as_the_first() {
    let client = Client::behind_gateway();
    let (path, task) = hooked(&client, hook()).await;
    let sender = sender(&client);
    let named = sender.header("idempotency-key", "d-1");
    let first = named.post(&path, json!({"n": 1})).await.expecting(202);
    client.clock.advance(3_600_000);
    for body in [json!({"n": 1}), json!({"n": 2})] {
        let again = named.post(&path, body).await.expecting(202);
        assert_eq!((&again.json, again.header("idempotency-replayed")), (&first.json, Some("true")));
    }
    // A filter that came later does not change the answer.
    let mut filtering = hook();
    filtering["filter"] = json!({"body": [{"path": "$.n", "equals": 9}]});
    client.by("ada").patch(&format!("/api/v1/tasks/{task}"), json!({"hook": filtering})).await.expecting(200);
    assert_eq!(named.post(&path, json!({"n": 1})).await.expecting(202).json, first.json);
    assert_eq!(executions(&client, &task).await.len(), 1);
    let other = sender.header("idempotency-key", "d-2").post(&path, json!({"n": 9})).await.expecting(202);
    assert_ne!(other.json["execution_id"], first.json["execution_id"]);
    for _ in 0..2 {
        assert_eq!(sender.post(&path, json!({"n": 9})).await.expecting(202).json["delivery_id"], Value::Null);
    }
    assert_eq!(executions(&client, &task).await.len(), 4, "without an id each delivery is another one");
}

#[tokio::test]
async fn deliveries_at_once_start_one_execution() {
    let client = Client::behind_gateway();
    let (path, task) = hooked(&client, hook()).await;
    let named = sender(&client).header("idempotency-key", "d-1");
    let sending = (0..16).map(|_| named.post(&path, json!({"n": 1})));
    let replies: Vec<Reply> = futures_util::future::join_all(sending).await;
    let first = &replies[0].json;
    assert!(replies.iter().all(|reply| reply.status == 202 && reply.json == *first));
    assert_eq!(executions(&client, &task).await.len(), 1);
}

#[tokio::test]
async fn what_the_filter_leaves_out_starts_nothing() {
    let client = Client::behind_gateway();
    let mut hook = hook();
    hook["filter"] = json!({"headers": {"x-event": "push"}, "body": [{"path": "$.ref", "equals": "main"}]});
    let (path, task) = hooked(&client, hook).await;
    let sender = sender(&client);
    for (event, branch, status) in
        [("push", "next", "filtered"), ("ping", "main", "filtered"), ("push", "main", "started")]
    {
        let sender = sender.header("x-event", event);
        let taken = sender.post(&path, json!({"ref": branch})).await.expecting(202);
        assert_eq!(taken.json["status"], status, "{event} {branch}");
    }
    assert_eq!(executions(&client, &task).await.len(), 1);
}

#[tokio::test]
async fn who_is_refused_does_not_learn_whether_there_is_a_hook() {
    let client = Client::behind_gateway();
    let (path, task) = hooked(&client, hook()).await;
    let without = client.by("ada").task(json!({})).await.id();
    let never = "tsk_ffffffffffffffffffffffffffffffff";
    let plain = |reply: &Reply, id: &str| {
        let mut body = reply.json.clone();
        body["request_id"] = Value::Null;
        (reply.status, body.to_string().replace(id, "<id>"))
    };
    let forged = client.header("x-webhook-token", "s3cres");
    let first = forged.post(&path, json!({})).await.problem(401, "invalid_signature");
    let expected = plain(&first, &task);
    for id in [without.as_str(), never, "nothing"] {
        for sender in [&forged, &sender(&client), &client] {
            let reply = sender.post(&format!("/hooks/{id}"), json!({})).await;
            assert_eq!(plain(&reply, id), expected, "{id}");
        }
    }
    assert_eq!(plain(&client.post(&path, json!({})).await, &task), expected);
    // Nor do the credentials of the owner count.
    assert_eq!(plain(&client.by("ada").post(&path, json!({})).await, &task), expected);
    assert!(executions(&client, &task).await.is_empty());
}

#[tokio::test]
async fn a_hook_that_is_turned_off_or_whose_task_is_deleted_is_gone_for_its_sender_only() {
    let client = Client::behind_gateway();
    let (path, task) = hooked(&client, hook()).await;
    let (ada, sender) = (client.by("ada"), sender(&client));
    let place = format!("/api/v1/tasks/{task}");
    let switched = |on: bool| {
        let mut hook = hook();
        hook["enabled"] = json!(on);
        json!({"hook": hook})
    };
    ada.patch(&place, switched(false)).await.expecting(200);
    sender.post(&path, json!({})).await.problem(410, "hook_disabled");
    client.post(&path, json!({})).await.problem(401, "invalid_signature");
    ada.patch(&place, switched(true)).await.expecting(200);
    // The schedule is what pausing suspends.
    ada.ask(&format!("{place}/pause")).await.expecting(200);
    sender.post(&path, json!({})).await.expecting(202);
    ada.delete(&place).await.expecting(204);
    sender.post(&path, json!({})).await.problem(410, "hook_disabled");
    client.post(&path, json!({})).await.problem(401, "invalid_signature");
}

#[tokio::test]
async fn whoever_knows_the_id_starts_a_task_that_says_so() {
    let client = Client::behind_gateway();
    let (path, _) = hooked(&client, json!({"verify": "none"})).await;
    let taken = client.post(&path, json!({"n": 3})).await.expecting(202);
    let id = taken.json["execution_id"].as_str().unwrap();
    let execution = client.by("ada").get(&format!("/api/v1/executions/{id}")).await.expecting(200).json;
    assert_eq!(execution["trigger_data"], json!({"delivery": {"scheme": null, "id": null}}));
}

#[tokio::test]
async fn a_hook_takes_so_many_deliveries_a_minute_of_verified_senders() {
    let client = Client::behind_gateway();
    let mut hook = hook();
    hook["max_per_minute"] = json!(2);
    let (path, task) = hooked(&client, hook.clone()).await;
    let (other, _) = hooked(&client, hook).await;
    let sender = sender(&client);
    for _ in 0..4 {
        client.post(&path, json!({})).await.problem(401, "invalid_signature");
    }
    for _ in 0..2 {
        sender.post(&path, json!({})).await.expecting(202);
    }
    let refused = sender.post(&path, json!({})).await.problem(429, "limit_exceeded");
    assert_eq!(refused.header("retry-after"), Some("30"));
    sender.post(&other, json!({})).await.expecting(202);
    client.clock.advance(30_000);
    sender.post(&path, json!({})).await.expecting(202);
    assert_eq!(executions(&client, &task).await.len(), 3);
}

#[tokio::test]
async fn any_content_type_up_to_256_kb_is_taken() {
    let client = Client::behind_gateway();
    let (path, _) = hooked(&client, hook()).await;
    let sender = sender(&client);
    let send = async |kind: Option<&str>, body: Vec<u8>| sender.send(Method::POST, &path, kind, body).await;
    let input = async |reply: Reply| {
        let id = reply.expecting(202).json["execution_id"].as_str().unwrap().to_owned();
        client.by("ada").get(&format!("/api/v1/executions/{id}")).await.expecting(200).json["input"].clone()
    };
    let text = send(Some("text/plain"), b"done".to_vec()).await;
    assert_eq!(input(text).await, json!({"env": "prod", "n": 1, "payload": "done"}));
    let form = send(Some("application/x-www-form-urlencoded"), b"n=2".to_vec()).await;
    assert_eq!(input(form).await, json!({"env": "prod", "n": "2"}));
    assert_eq!(input(send(None, Vec::new()).await).await, json!({"env": "prod", "n": 1}));
    send(Some("application/octet-stream"), vec![b'a'; 256 * 1024]).await.expecting(202);
    send(Some("application/octet-stream"), vec![b'a'; 256 * 1024 + 1]).await.problem(413, "too_large");
}

#[rstest]
#[case(json!({"hook": {}}), &["body.hook.verify"])]
#[case(json!({"hook": {"verify": {"scheme": "github", "secret": "${secret:crm}"}}}), &["body.hook.verify.secret"])]
#[case(json!({"hook": {"verify": "none", "filter": {"status": 200}}}), &["body.hook.filter.status"])]
#[tokio::test]
async fn faults_of_a_hook_are_named(#[case] members: Value, #[case] places: &[&str]) {
    let client = Client::new();
    let mut task = json!({"name": "ping", "type": "http", "config": {"url": "http://a.example/"}});
    task["hook"] = members["hook"].clone();
    client.post("/api/v1/tasks", task).await.violations(places);
}

#[tokio::test]
async fn a_task_has_a_hook_or_dependencies() {
    let client = Client::new();
    let first = client.task(json!({})).await.id();
    let second = client.task(json!({"hook": {"verify": "none"}})).await.id();
    let path = format!("/api/v1/tasks/{second}");
    client.patch(&path, json!({"dependencies": [first]})).await.violations(&["body.hook"]);
    client.patch(&path, json!({"dependencies": [first], "hook": null})).await.expecting(200);
}
