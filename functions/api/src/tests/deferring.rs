//! `record`, over a store that writes each record at once. tests/it has the same over one that does not.

use serde_json::{Value, json};

use super::Client;

const EXECUTE: &str = "/api/v1/execute";
const BATCH: &str = "/api/v1/executions/batch";

fn request() -> Value {
    json!({"type": "http", "url": "http://a.example/", "record": "deferred"})
}

#[tokio::test]
async fn a_store_that_writes_records_at_once_may_do_so() {
    let client = Client::new();
    let single = client.post(EXECUTE, request()).await.expecting(202).id();
    let several = client.post(BATCH, json!({"requests": [request(), request()]})).await.expecting(207).json;
    let mut ids = vec![single];
    for result in several["results"].as_array().unwrap() {
        ids.push(result["execution"]["id"].as_str().unwrap().to_owned());
    }
    for id in &ids {
        let found = client.get(&format!("/api/v1/executions/{id}")).await.expecting(200).json;
        assert_eq!(found["status"], "pending");
    }
    let listed = client.get("/api/v1/executions").await.expecting(200).json;
    assert_eq!(listed["executions"].as_array().unwrap().len(), ids.len());
}

#[tokio::test]
async fn what_a_repeat_has_to_find_is_recorded_at_once() {
    let client = Client::new();
    let keyed = client.header("idempotency-key", "k");
    keyed.post(EXECUTE, request()).await.violations(&["body.record"]);
    for batch in [json!({"name": "nightly"}), json!({})] {
        let body = json!({"requests": [request()], "batch": batch});
        let refused = client.post(BATCH, body).await.expecting(207).json;
        let problem = &refused["results"][0]["problem"];
        assert_eq!(
            (&problem["status"], &problem["detail"][0]["loc"]),
            (&json!(422), &json!(["body", "record"]))
        );
    }
    let several = keyed.post(BATCH, json!({"requests": [request()]})).await.expecting(207).json;
    assert_eq!(several["results"][0]["problem"]["detail"][0]["loc"], json!(["body", "record"]));
    let listed = client.get("/api/v1/executions").await.expecting(200).json;
    assert_eq!(listed["executions"], json!([]));
}
