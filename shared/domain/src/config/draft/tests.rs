use beadle_values::violation::{Path, Violations};
use rstest::rstest;
use serde_json::{Value, json};

use super::ConfigDraft;

fn parse(body: Value) -> Result<ConfigDraft, Violations> {
    ConfigDraft::parse(&body, &Path::body())
}

fn with(member: &str, value: Value) -> Value {
    json!({"name": "users", member: value})
}

#[test]
fn a_name_is_enough() {
    let draft = parse(json!({"name": " Users API ", "description": null, "rate_limit": null})).unwrap();
    assert_eq!((draft.name.as_str(), draft.shared), ("Users API", false));
    assert_eq!(draft.profile, Default::default());
}

#[rstest]
#[case("base_url", json!("https://api.example.com/v1/"))]
#[case("base_url", json!("https://${region}.example.com:8443/v${version:-1}"))]
#[case("base_url", json!("${origin}/v1"))]
#[case("connection", json!("${secret:orders-db}"))]
#[case("connection", json!("postgres://app@db.example.com/orders?sslmode=verify-full"))]
#[case("connection", json!("postgres://app:${secret:orders#password}@db.example.com/orders"))]
#[case("headers", json!({"x-tenant": "${input.tenant}"}))]
#[case("query", json!({"tag": ["a", "${b}", 1]}))]
#[case("auth", json!({"type": "bearer", "token": "${secret:t}"}))]
#[case("variables", json!({"region": "eu", "limits": {"a": [1]}}))]
#[case("rate_limit", json!({"strategy": "sliding_window", "rate": 100, "per_ms": 60_000, "burst": 100}))]
#[case("concurrency", json!(5))]
#[case("breaker", json!({"failure_rate": 0.25, "window_ms": 30_000, "minimum": 10, "open_for_ms": 15_000}))]
#[case("egress", json!({"hosts": ["*.example.com"], "ports": [443], "schemes": ["https"]}))]
#[case("timeout_ms", json!(1_500))]
#[case("retry", json!({"strategy": "fixed", "max_retries": 2, "delay_ms": 500}))]
fn what_is_told_can_be_written_again(#[case] member: &str, #[case] value: Value) {
    let draft = parse(with(member, value.clone())).unwrap();
    let config = super::Config {
        id: beadle_values::id::ConfigId::from_uuid(uuid::Uuid::nil()),
        owner: beadle_values::id::OwnerId::parse("ada").unwrap(),
        name: draft.name.clone(),
        description: draft.description.clone(),
        shared: draft.shared,
        profile: draft.profile.clone(),
        created_at: jiff::Timestamp::UNIX_EPOCH,
        updated_at: jiff::Timestamp::UNIX_EPOCH,
        updated_by: beadle_values::id::OwnerId::parse("ada").unwrap(),
        version: 1,
        key: None,
        plan: None,
        idempotency: None,
    };
    let document = ConfigDraft::document(&config);
    if member != "retry" {
        assert_eq!(document[member], value);
    }
    assert_eq!(parse(Value::Object(document)).unwrap(), draft);
}

#[rstest]
#[case("base_url", json!("/v1"), &["body.base_url"])]
#[case("base_url", json!("ftp://example.com"), &["body.base_url"])]
#[case("base_url", json!("https://ada:secret@example.com"), &["body.base_url"])]
#[case("base_url", json!("https://example.com/?a=1"), &["body.base_url"])]
#[case("base_url", json!("https://example.com/${"), &["body.base_url"])]
#[case("connection", json!("postgres://app:hunter2@db.example.com/orders"), &["body.connection"])]
#[case("headers", json!({"Host": "b", "a b": "c", "x": "${"}), &["body.headers.Host", "body.headers.a b", "body.headers.x"])]
#[case("headers", json!({"x": "${"}), &["body.headers.x"])]
#[case("query", json!({"q": {}}), &["body.query.q"])]
#[case("auth", json!({"type": "bearer", "token": "sk-live-123"}), &["body.auth.token"])]
#[case("variables", json!([]), &["body.variables"])]
#[case("rate_limit", json!({"per": "1s"}), &["body.rate_limit.rate"])]
#[case("concurrency", json!(0), &["body.concurrency"])]
#[case("breaker", json!({"failure_rate": 2}), &["body.breaker.failure_rate"])]
#[case("egress", json!({"ports": [0]}), &["body.egress.ports[0]"])]
#[case("shared", json!("yes"), &["body.shared"])]
#[case("surprise", json!(1), &["body.surprise"])]
fn what_is_refused(#[case] member: &str, #[case] value: Value, #[case] places: &[&str]) {
    let violations = parse(with(member, value)).unwrap_err();
    assert_eq!(violations.iter().map(|v| v.path.to_string()).collect::<Vec<_>>(), places);
}

#[test]
fn every_fault_at_once() {
    let violations = parse(json!({
        "surprise": 1, "description": 7, "base_url": "x", "headers": 1, "timeout": "soon", "retries": -1,
        "concurrency": "many", "rate_limit": {"rate": 0}, "egress": 1,
    }))
    .unwrap_err();
    let places: Vec<_> = violations.iter().map(|v| v.path.to_string()).collect();
    assert_eq!(
        places,
        [
            "body.surprise",
            "body.name",
            "body.description",
            "body.base_url",
            "body.headers",
            "body.timeout",
            "body.retries",
            "body.rate_limit.rate",
            "body.concurrency",
            "body.egress",
        ]
    );
}
