//! What a hook may say, what identifies a delivery, and which input it gives.

use beadle_values::violation::Violations;
use bytes::Bytes;
use rstest::rstest;

use super::*;
use crate::{call::Payload, signature::SignatureScheme};

fn parse(value: &Value) -> Result<Hook, Violations> {
    Hook::parse(value, &Path::body())
}

fn signed(scheme: &str) -> Value {
    json!({"verify": {"scheme": scheme, "secret": "${secret:senders/crm}"}})
}

fn hook(scheme: &str) -> Hook {
    parse(&if scheme == "none" { json!({"verify": "none"}) } else { signed(scheme) }).unwrap()
}

fn sent(headers: &[(&str, &str)], body: &str) -> SentDelivery {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    SentDelivery { headers, body: Bytes::copy_from_slice(body.as_bytes()) }
}

fn payload(sent: &SentDelivery) -> Payload {
    Payload::read(&sent.headers, sent.body.clone())
}

fn id(hook: &Hook, headers: &[(&str, &str)], body: &str) -> Option<String> {
    let sent = sent(headers, body);
    Delivery::of(hook, &sent, &payload(&sent)).id
}

#[test]
fn what_is_left_out_has_its_defaults_and_reads_back() {
    for written in [signed("github"), json!({"verify": "none"})] {
        let hook = parse(&written).unwrap();
        assert_eq!((hook.max_per_minute, hook.enabled, &hook.filter), (600, true, &None));
        let stored = serde_json::to_value(&hook).unwrap();
        assert_eq!(stored["verify"], written["verify"]);
        assert_eq!(parse(&stored).unwrap(), hook, "what is answered can be sent again");
        assert_eq!(serde_json::from_value::<Hook>(stored).unwrap(), hook);
    }
}

#[rstest]
#[case(json!({}), &["body.verify"])]
#[case(json!({"verify": null}), &["body.verify"])]
#[case(json!({"verify": "nobody"}), &["body.verify"])]
#[case(json!({"verify": true, "enabled": "yes", "max_per_minute": 0}), &["body.verify", "body.max_per_minute", "body.enabled"])]
#[case(json!({"verify": {"scheme": "github"}}), &["body.verify.secret"])]
#[case(json!({"verify": {"scheme": "github", "secret": "${secret:crm}"}}), &["body.verify.secret"])]
#[case(json!({"verify": {"scheme": "gitea", "secret": "${secret:senders/crm}"}}), &["body.verify.scheme"])]
#[case(json!({"verify": "none", "filter": {}}), &["body.filter"])]
#[case(json!({"verify": "none", "filter": {"status": 200}}), &["body.filter.status"])]
#[case(json!({"verify": "none", "filter": {"body": [{"path": "$.a"}]}}), &["body.filter.body[0]"])]
#[case(json!({"verify": "none", "delivery_header": "a b"}), &["body.delivery_header"])]
#[case(json!({"verify": {"scheme": "github", "secret": "${secret:senders/crm}"}, "delivery_header": "x-id"}), &["body.delivery_header"])]
#[case(json!({"verify": "none", "max_per_minute": 100_001, "secret": "x"}), &["body.secret", "body.max_per_minute"])]
fn every_fault_is_named(#[case] written: Value, #[case] places: &[&str]) {
    let violations = parse(&written).unwrap_err();
    assert_eq!(violations.iter().map(|v| v.path.to_string()).collect::<Vec<_>>(), places, "{violations}");
}

#[rstest]
#[case::standard("standard-webhooks", &[("webhook-id", "msg_1")], "{}", Some("msg_1"))]
#[case::svix("standard-webhooks", &[("svix-id", "msg_2")], "{}", Some("msg_2"))]
#[case::github("github", &[("x-github-delivery", "72d3162e"), ("idempotency-key", "k")], "{}", Some("72d3162e"))]
#[case::github_without("github", &[("idempotency-key", "k")], r#"{"id": "evt_1"}"#, None)]
#[case::stripe("stripe", &[("stripe-signature", "t=1,v1=a")], r#"{"id": "evt_1"}"#, Some("evt_1"))]
#[case::slack("slack", &[("x-slack-signature", "v0=a")], r#"{"event_id": "Ev1"}"#, Some("Ev1"))]
#[case::token("token", &[("idempotency-key", " k ")], "{}", Some("k"))]
#[case::token_without("token", &[("idempotency-key", " ")], "{}", None)]
#[case::none("none", &[("idempotency-key", "k")], "{}", Some("k"))]
#[case::nothing("none", &[], r#"{"id": "evt_1"}"#, None)]
fn each_scheme_identifies_its_deliveries(
    #[case] scheme: &str,
    #[case] headers: &[(&str, &str)],
    #[case] body: &str,
    #[case] expected: Option<&str>,
) {
    assert_eq!(id(&hook(scheme), headers, body).as_deref(), expected);
}

#[rstest]
#[case("stripe", "stripe-signature")]
#[case("slack", "x-slack-signature")]
fn a_delivery_without_an_id_is_identified_by_its_signature(#[case] scheme: &str, #[case] header: &str) {
    let of = |signature: &str| id(&hook(scheme), &[(header, signature)], "command=%2Fdeploy").unwrap();
    assert_eq!(of("t=1,v1=a"), of("t=1,v1=a"));
    assert_ne!(of("t=1,v1=a"), of("t=2,v1=b"));
    assert!(!of("t=1,v1=a").contains("v1=a"), "the signature itself is not kept");
}

#[test]
fn a_header_of_its_own_identifies_deliveries_and_long_ids_are_shortened() {
    let named = parse(&json!({"verify": "none", "delivery_header": "X-Event-Id"})).unwrap();
    assert_eq!(id(&named, &[("x-event-id", "7"), ("idempotency-key", "k")], "").as_deref(), Some("7"));
    let (long, longer) = ("a".repeat(256), "a".repeat(257));
    let [one, two] = [&long, &longer].map(|text| id(&named, &[("x-event-id", text)], "").unwrap());
    assert!(one.starts_with("sha256:") && one.len() < 256 && one != two, "{one}");
}

#[test]
fn only_slack_is_given_its_challenge_back() {
    let asks = sent(&[], r#"{"type": "url_verification", "challenge": "3eZb", "token": "x"}"#);
    let other = sent(&[], r#"{"type": "event_callback", "challenge": "3eZb"}"#);
    for scheme in SignatureScheme::ALL {
        let expected = (scheme == SignatureScheme::Slack).then_some("3eZb");
        assert_eq!(challenge(&hook(scheme.as_str()), &payload(&asks)), expected, "{scheme}");
        assert_eq!(challenge(&hook(scheme.as_str()), &payload(&other)), None, "{scheme}");
    }
    assert_eq!(challenge(&hook("none"), &payload(&asks)), None);
}

#[rstest]
#[case::object("application/json", r#"{"action": "opened", "n": 7}"#, json!({"action": "opened", "n": 7}))]
#[case::without_type("", r#" {"n": 7}"#, json!({"n": 7}))]
#[case::of_a_vendor("application/vnd.github+json", r#"{"n": 7}"#, json!({"n": 7}))]
#[case::list("application/json", "[1, 2]", json!({"payload": [1, 2]}))]
#[case::form("application/x-www-form-urlencoded", "a=1&b=2&b=3", json!({"a": "1", "b": ["2", "3"]}))]
#[case::text("text/plain", "done", json!({"payload": "done"}))]
#[case::broken("application/json", "{", json!({"payload": "{"}))]
#[case::exact("application/json", r#"{"id": 12345678901234567890123}"#, json!({"id": "12345678901234567890123"}))]
#[case::empty("application/json", "", json!({}))]
fn a_payload_becomes_an_input(#[case] kind: &str, #[case] body: &str, #[case] expected: Value) {
    let headers: &[(&str, &str)] = if kind.is_empty() { &[] } else { &[("content-type", kind)] };
    assert_eq!(Value::Object(payload(&sent(headers, body)).into_input()), expected);
}

#[test]
fn bytes_become_base64() {
    let sent = SentDelivery { headers: Vec::new(), body: Bytes::from_static(&[0xff, 0xfe, 0x00, 0x80]) };
    assert_eq!(Value::Object(payload(&sent).into_input()), json!({"payload": "//4AgA=="}));
}

#[rstest]
#[case(json!({"headers": {"X-GitHub-Event": "push"}}), true)]
#[case(json!({"headers": {"x-github-event": "pull_request"}}), false)]
#[case(json!({"body": [{"path": "$.ref", "equals": "refs/heads/main"}]}), true)]
#[case(json!({"body": [{"path": "$.ref", "equals": "refs/heads/next"}]}), false)]
#[case(json!({"body": [{"path": "$.commits[*].id", "contains": "b1"}, {"path": "$.deleted", "exists": false}]}), true)]
#[case(json!({"headers": {"x-github-event": "push"}, "body": [{"path": "$.deleted", "exists": true}]}), false)]
fn a_filter_looks_at_headers_and_body(#[case] filter: Value, #[case] matches: bool) {
    let mut written = signed("github");
    written["filter"] = filter;
    let headers = [("x-github-event", "push"), ("content-type", "application/json")];
    let sent = sent(&headers, r#"{"ref": "refs/heads/main", "commits": [{"id": "b1"}]}"#);
    let filter = parse(&written).unwrap().filter.unwrap();
    assert_eq!(payload(&sent).matches(&filter), matches);
}
