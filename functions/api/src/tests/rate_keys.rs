//! Rate limits with keys: how they are written, and the busiest keys of a gate.

use beadle_application::port::{Clock as _, GateStore};
use beadle_domain::gate::{GateKey, GatePart, GateState, KeysState};
use rstest::rstest;
use serde_json::{Value, json};

use super::Client;

#[tokio::test]
async fn a_key_and_its_limit_are_kept_and_shown() {
    let client = Client::new();
    let limit = json!({"rate": 100, "key": "${input.tenant}", "per_key": {"rate": 30, "per": "1m"}});
    let config =
        client.post("/api/v1/configs", json!({"name": "Shop", "rate_limit": limit})).await.expecting(201);
    let shown = &config.json["rate_limit"];
    assert_eq!(shown["key"], "${input.tenant}");
    assert_eq!((&shown["per_key"]["rate"], &shown["per_key"]["per_ms"]), (&json!(30), &json!(60_000)));
    let path = format!("/api/v1/configs/{}", config.id());
    let again = client.put(&path, json!({"rate_limit": shown})).await.expecting(200);
    assert_eq!(&again.json["rate_limit"], shown, "what is answered can be sent again");
    let without = client.put(&path, json!({"rate_limit": {"rate": 100}})).await.expecting(200);
    assert_eq!(without.json["rate_limit"].get("key"), None);
}

#[rstest]
#[case(json!({"rate": 1, "key": "${secret:a}"}), "body.rate_limit.key")]
#[case(json!({"rate": 1, "key": ""}), "body.rate_limit.key")]
#[case(json!({"rate": 1, "per_key": {"rate": 1}}), "body.rate_limit.key")]
#[case(json!({"rate": 1, "key": "a", "per_key": {"rate": 0}}), "body.rate_limit.per_key.rate")]
#[tokio::test]
async fn what_is_wrong_is_named(#[case] limit: Value, #[case] place: &str) {
    let client = Client::new();
    client.post("/api/v1/configs", json!({"name": "Shop", "rate_limit": limit})).await.violations(&[place]);
}

#[tokio::test]
async fn a_gate_shows_the_busiest_keys() {
    let client = Client::new();
    let limit = json!({"rate": 100, "key": "${input.tenant}", "per_key": {"rate": 30, "burst": 40}});
    let config = client.post("/api/v1/configs", json!({"name": "Shop", "rate_limit": limit})).await.id();
    let path = format!("/api/v1/configs/{config}/gate");
    assert_eq!(client.get(&path).await.expecting(200).json["keys"], json!([]));
    let held_back = [("acme".to_owned(), 3), ("globex".to_owned(), 8)];
    let state = GateState::Keys(KeysState::add(None, &held_back, client.clock.now()));
    let key = GateKey::of_config(config.parse().unwrap(), GatePart::Keys);
    GateStore::write(&client.store, &key, &state, 0).await.unwrap();
    let keys = client.get(&path).await.expecting(200).json["keys"].clone();
    // What the rate makes in 150 ms is kept for calls on their way.
    assert_eq!(
        keys,
        json!([
            {"key": "globex", "held_back": 8.0, "tokens": 35, "waiting": 0},
            {"key": "acme", "held_back": 3.0, "tokens": 35, "waiting": 0},
        ])
    );
    client.clock.advance(60_000);
    assert_eq!(client.get(&path).await.json["keys"][0]["held_back"], 4.0);
    client.clock.advance(3_600_000);
    assert_eq!(client.get(&path).await.json["keys"], json!([]));
}
