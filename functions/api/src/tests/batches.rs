//! Batches of tasks and requests.

use beadle_application::port::{Accounts, Clock};
use beadle_domain::account::{Account, SubscriptionLevel};
use beadle_values::id::OwnerId;
use serde_json::{Value, json};

use super::Client;

fn statuses(answer: &Value) -> Vec<u64> {
    answer["results"].as_array().unwrap().iter().map(|item| item["status"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn each_task_of_a_batch_is_saved_or_refused_independently() {
    let client = Client::new();
    let ping = json!({"name": "ping", "type": "http", "config": {"url": "http://a.example/"}});
    let batch = json!({"tasks": [ping, {"name": "", "type": "http"}, {"name": "pay", "type": "todo"}, 7]});
    let keyed = client.header("idempotency-key", "k");
    let answer = keyed.post("/api/v1/tasks/batch", batch.clone()).await.expecting(207).json;
    assert_eq!(statuses(&answer), [201, 422, 201, 422]);
    assert_eq!((&answer["succeeded"], &answer["failed"]), (&json!(2), &json!(2)));
    assert_eq!(answer["results"][1]["index"], 1);
    let problem = &answer["results"][1]["problem"];
    assert_eq!(
        (&problem["code"], &problem["detail"][0]["loc"]),
        (&json!("validation"), &json!(["body", "name"]))
    );
    assert!(problem.get("request_id").is_none() && problem.get("instance").is_none());
    let id = answer["results"][2]["task"]["id"].as_str().unwrap();
    assert_eq!(client.get(&format!("/api/v1/tasks/{id}")).await.expecting(200).json["name"], "pay");

    let again = keyed.post("/api/v1/tasks/batch", batch).await.expecting(207).json;
    assert_eq!(again, answer);
    assert_eq!(client.get("/api/v1/tasks").await.json["tasks"].as_array().unwrap().len(), 2);
    let other = json!({"tasks": [{"name": "another", "type": "todo"}]});
    let reused = keyed.post("/api/v1/tasks/batch", other).await.expecting(207).json;
    assert_eq!(reused["results"][0]["problem"]["code"], "idempotency_key_reused");
}

#[tokio::test]
async fn each_request_of_a_batch_is_started_or_refused_independently() {
    let client = Client::new();
    let call = json!({"type": "http", "url": "http://a.example/"});
    let batch = json!({"requests": [call, {"type": "http"}, call]});
    let keyed = client.header("idempotency-key", "k");
    let answer = keyed.post("/api/v1/executions/batch", batch.clone()).await.expecting(207).json;
    assert_eq!(statuses(&answer), [202, 422, 202]);
    let [first, third] = [0, 2].map(|index| answer["results"][index]["execution"]["id"].clone());
    assert_ne!(first, third);
    let again = keyed.post("/api/v1/executions/batch", batch).await.expecting(207).json;
    assert_eq!(
        [&again["results"][0]["execution"]["id"], &again["results"][2]["execution"]["id"]],
        [&first, &third]
    );
    assert_eq!(client.get("/api/v1/executions").await.json["executions"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_batch_has_1_to_100_items() {
    let client = Client::new();
    let todo = json!({"name": "t", "type": "todo"});
    let answer =
        client.post("/api/v1/tasks/batch", json!({"tasks": vec![&todo; 100]})).await.expecting(207).json;
    assert_eq!(answer["succeeded"], 100);
    client.post("/api/v1/tasks/batch", json!({"tasks": vec![&todo; 101]})).await.violations(&["body.tasks"]);
    client.post("/api/v1/tasks/batch", json!({"tasks": []})).await.violations(&["body.tasks"]);
    client.post("/api/v1/executions/batch", json!({"tasks": []})).await.violations(&["body.tasks"]);
    client.post("/api/v1/executions/batch", json!([])).await.violations(&["body"]);
}

#[tokio::test]
async fn the_level_limits_the_batch_size() {
    let client = Client::behind_gateway();
    let ada = client.by("ada");
    let [todo, call] =
        [json!({"name": "t", "type": "todo"}), json!({"type": "http", "url": "http://a.example/"})];
    let tasks = |many: usize| json!({"tasks": vec![&todo; many]});
    let requests = |many: usize| json!({"requests": vec![&call; many]});
    ada.post("/api/v1/tasks/batch", tasks(11)).await.expecting(207);

    let owner = OwnerId::parse("ada").unwrap();
    let now = client.clock.now();
    let free = Account { level: Some(SubscriptionLevel::Free), ..Account::new(owner, now) };
    client.store.write(&free, 0, None).await.unwrap();
    for (path, body) in [("/api/v1/tasks/batch", tasks(11)), ("/api/v1/executions/batch", requests(11))] {
        let refused = ada.post(path, body).await.problem(429, "limit_exceeded");
        assert_eq!(
            (&refused.json["limit_type"], &refused.json["limit"]),
            (&json!("batch_size"), &json!("10"))
        );
    }
    let answer = ada.post("/api/v1/executions/batch", requests(10)).await.expecting(207).json;
    assert_eq!(answer["succeeded"], 10);
    client.by("bob").post("/api/v1/executions/batch", requests(100)).await.expecting(207);
}
