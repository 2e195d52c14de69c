//! Keys of tasks and configs, and the marks of plans.

use rstest::rstest;
use serde_json::{Value, json};

use super::Client;

/// A body that saves one of these, with further members.
fn body(noun: &str, members: Value) -> Value {
    let mut body = match noun {
        "tasks" => json!({"name": "T", "type": "simulated", "config": {}}),
        _ => json!({"name": "C"}),
    };
    body.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    body
}

async fn save(client: &Client, noun: &str, members: Value) -> String {
    client.post(&format!("/api/v1/{noun}"), body(noun, members)).await.expecting(201).id()
}

async fn found(client: &Client, noun: &str, query: &str) -> Vec<Value> {
    let list = client.get(&format!("/api/v1/{noun}?{query}")).await.expecting(200).json;
    assert_eq!(list["next_cursor"], json!(null));
    list[noun].as_array().unwrap().iter().map(|item| item["id"].clone()).collect()
}

#[rstest]
#[case("tasks")]
#[case("configs")]
#[tokio::test]
async fn one_is_found_by_its_key_and_no_other_gets_it(#[case] noun: &str) {
    let client = Client::new();
    let id = save(&client, noun, json!({"key": "shop/poll"})).await;
    let other = save(&client, noun, json!({})).await;
    assert_eq!(found(&client, noun, "key=shop/poll").await, [json!(id)]);
    assert_eq!(found(&client, noun, "key=shop").await, Vec::<Value>::new());
    let path = format!("/api/v1/{noun}");
    let taken =
        client.post(&path, body(noun, json!({"key": "shop/poll"}))).await.problem(409, "key_taken").json;
    assert_eq!((&taken["key"], &taken["holder_id"]), (&json!("shop/poll"), &json!(id)));
    let other = format!("{path}/{other}");
    client.patch(&other, json!({"key": "shop/poll"})).await.problem(409, "key_taken");
    let changed = client.patch(&other, json!({"key": "shop/report"})).await.expecting(200).json;
    assert_eq!(changed["key"], "shop/report");
    client.patch(&other, json!({"name": "again"})).await.expecting(200);
    let bare = client.put(&other, json!({"key": null})).await.expecting(200).json;
    assert_eq!(bare["key"], json!(null));
    save(&client, noun, json!({"key": "shop/report"})).await;
    client.post(&path, body(noun, json!({"key": "Shop"}))).await.violations(&["body.key"]);
    client.get(&format!("{path}?key=Shop")).await.violations(&["query.key"]);
}

#[tokio::test]
async fn a_repeat_with_the_same_idempotency_key_is_no_rival() {
    let client = Client::new().header("idempotency-key", "once");
    for noun in ["tasks", "configs"] {
        let first = save(&client, noun, json!({"key": "poll"})).await;
        assert_eq!(save(&client, noun, json!({"key": "poll"})).await, first);
    }
}

#[tokio::test]
async fn a_deleted_task_gives_its_key_up_and_gets_it_back_if_it_is_free() {
    let client = Client::new();
    let path = format!("/api/v1/tasks/{}", save(&client, "tasks", json!({"key": "poll"})).await);
    client.delete(&path).await.expecting(204);
    assert_eq!(found(&client, "tasks", "key=poll").await, Vec::<Value>::new());
    let second = format!("/api/v1/tasks/{}", save(&client, "tasks", json!({"key": "poll"})).await);
    client.ask(&format!("{path}/restore")).await.problem(409, "key_taken");
    client.delete(&second).await.expecting(204);
    let restored = client.ask(&format!("{path}/restore")).await.expecting(200).json;
    assert_eq!((&restored["key"], &restored["deleted_at"]), (&json!("poll"), &json!(null)));
}

#[rstest]
#[case("tasks")]
#[case("configs")]
#[tokio::test]
async fn what_a_plan_keeps_is_listed_and_given_up(#[case] noun: &str) {
    let client = Client::new();
    let kept = save(&client, noun, json!({"plan": {"name": "shop", "digest": "d1"}})).await;
    save(&client, noun, json!({"plan": {"name": "other", "digest": "d1"}})).await;
    save(&client, noun, json!({})).await;
    assert_eq!(found(&client, noun, "plan=shop").await, [json!(kept)]);
    let path = format!("/api/v1/{noun}/{kept}");
    client.patch(&path, json!({"name": "renamed"})).await.expecting(200);
    assert_eq!(client.get(&path).await.json["plan"], json!({"name": "shop", "digest": "d1"}));
    client.patch(&path, json!({"plan": null})).await.expecting(200);
    assert_eq!(found(&client, noun, "plan=shop").await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_calendar_keeps_its_mark_when_others_write_it() {
    let client = Client::new();
    let path = "/api/v1/calendars/closed";
    let mark = json!({"name": "shop", "digest": "d1"});
    let marked = json!({"weekly": ["sunday"], "plan": mark});
    assert_eq!(client.put(path, marked).await.expecting(201).json["plan"], mark);
    let changed = client.put(path, json!({"weekly": ["saturday"]})).await.expecting(200).json;
    assert_eq!((&changed["plan"], &changed["version"]), (&mark, &json!(2)));
    let listed = client.get("/api/v1/calendars").await.expecting(200).json;
    assert_eq!(listed["calendars"][0]["plan"], mark);
}

#[tokio::test]
async fn a_task_says_what_it_states_beside_what_holds_for_it() {
    let client = Client::new();
    let plain = client.task(json!({})).await.expecting(201).json;
    let nothing = json!({"timeout_ms": null, "retry": null, "give_up_after_ms": null});
    assert_eq!(plain["stated_policy"], nothing);
    assert!(plain["timeout_ms"].is_number() && plain["retry"].is_object());
    let stating = client.task(json!({"timeout": "10s", "give_up_after": "1h"})).await.expecting(201).json;
    let stated = json!({"timeout_ms": 10_000, "retry": null, "give_up_after_ms": 3_600_000});
    assert_eq!(stating["stated_policy"], stated);
}
