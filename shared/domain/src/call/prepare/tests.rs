use proptest::prelude::*;
use rstest::rstest;
use serde_json::json;

use super::{headers::USER_AGENT, *};
use crate::{
    execution::{Request, Trigger},
    interpolation::Template,
    specimen::{at, claimed as claim, pending, request, retrying},
};

mod config;
mod encodings;
mod kinds;

fn claimed(config: Value) -> Execution {
    claim(&Execution::new(request(&config), at(0)), 0)
}

/// Values with the same secrets for the request and its config.
fn values(secrets: &SecretValues) -> Values<'_> {
    Values { own: secrets, configs: secrets, dep: None, now: at(90), callback: None }
}

/// The request of a call without config and secrets.
fn prepare(execution: &Execution) -> Result<HttpRequest, Failure> {
    match super::prepare(execution, None, &values(&SecretValues::default()))? {
        Outgoing::Http(request) => Ok(*request),
        other => panic!("{other:?} is no HTTP request"),
    }
}

fn header<'r>(request: &'r HttpRequest, name: &str) -> Option<&'r str> {
    let mut values =
        request.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let first = values.next();
    assert_eq!(values.next(), None, "{name} is sent twice");
    first
}

#[test]
fn a_json_body_has_a_content_type_and_identifying_headers() {
    let request = prepare(&claimed(json!({
        "method": "POST", "url": "https://api.example.com/users?a=1", "headers": {"X-Count": "3"},
        "query": {"tag": ["a b", 2], "ok": true}, "body": {"name": "Ada"},
    })))
    .unwrap();
    assert_eq!(request.method, "POST");
    assert_eq!(request.url.as_str(), "https://api.example.com/users?a=1&ok=true&tag=a+b&tag=2");
    assert_eq!(request.body, r#"{"name":"Ada"}"#);
    assert_eq!(header(&request, "content-type"), Some("application/json"));
    assert_eq!(header(&request, "x-count"), Some("3"));
    assert_eq!(header(&request, "user-agent"), Some(USER_AGENT));
    assert_eq!(header(&request, "idempotency-key"), Some("exe_019300000000700080000000000000ff"));
    assert_eq!(header(&request, "beadle-execution-id"), header(&request, "idempotency-key"));
    assert_eq!(header(&request, "beadle-attempt"), Some("1"));
    assert_eq!(header(&request, "beadle-scheduled-for"), None);
}

#[rstest]
#[case(json!("a=1"), Some("application/x-www-form-urlencoded"), "a=1", "application/x-www-form-urlencoded")]
#[case(json!("<a/>"), Some("text/xml"), "<a/>", "text/xml")]
#[case(json!("hello"), None, "hello", "text/plain; charset=utf-8")]
#[case(json!("hello"), Some("application/json"), r#""hello""#, "application/json")]
#[case(json!("hello"), Some("Application/Problem+JSON; charset=utf-8"), r#""hello""#, "Application/Problem+JSON; charset=utf-8")]
#[case(json!([1, 2]), None, "[1,2]", "application/json")]
#[case(json!({"a": 1}), Some("application/vnd.example"), r#"{"a":1}"#, "application/vnd.example")]
fn bodies(#[case] body: Value, #[case] given: Option<&str>, #[case] sent: &str, #[case] content_type: &str) {
    let headers = given.map_or_else(|| json!({}), |given| json!({"Content-Type": given}));
    let config = json!({"method": "PUT", "url": "http://a.example", "headers": headers, "body": body});
    let request = prepare(&claimed(config)).unwrap();
    assert_eq!(request.body, sent.as_bytes());
    assert_eq!(header(&request, "content-type"), Some(content_type));
}

#[test]
fn a_request_without_body_has_no_content_type() {
    let request = prepare(&claimed(json!({"url": "http://a.example"}))).unwrap();
    assert_eq!((request.method.as_str(), request.body.len()), ("GET", 0));
    assert_eq!(header(&request, "content-type"), None);
}

#[test]
fn headers_of_the_user_take_precedence() {
    let headers = json!({"Idempotency-Key": "mine", "User-Agent": "me", "Traceparent": "theirs"});
    let request = prepare(&claimed(json!({"url": "http://a.example", "headers": headers}))).unwrap();
    assert_eq!(header(&request, "idempotency-key"), Some("mine"));
    assert_eq!(header(&request, "user-agent"), Some("me"));
    assert_eq!(header(&request, "traceparent"), Some("theirs"));
}

#[test]
fn attempts_share_key_and_trace_but_not_the_span() {
    let first = claimed(json!({"url": "http://a.example"}));
    let second = claim(&retrying(&first, 5, 15), 15);
    let (first, second) = (prepare(&first).unwrap(), prepare(&second).unwrap());
    assert_eq!(header(&first, "idempotency-key"), header(&second, "idempotency-key"));
    assert_eq!(header(&second, "beadle-attempt"), Some("2"));
    let parts =
        |request| header(request, "traceparent").unwrap().split('-').map(str::to_owned).collect::<Vec<_>>();
    let (first, second) = (parts(&first), parts(&second));
    assert_eq!(first[1], "019300000000700080000000000000ff");
    assert_eq!((&first[0], &first[1], &first[3]), (&second[0], &second[1], &second[3]));
    assert_ne!(first[2], second[2]);
    assert_eq!(first.iter().map(String::len).collect::<Vec<_>>(), [2, 32, 16, 2]);
}

#[test]
fn a_scheduled_execution_sends_its_scheduled_time() {
    let trigger = Trigger::tick("2027-01-01T09:00:00Z".parse().unwrap());
    let request = Request { trigger, ..request(&json!({"url": "http://a.example"})) };
    let claimed = claim(&Execution::new(request, at(0)), 0);
    assert_eq!(header(&prepare(&claimed).unwrap(), "beadle-scheduled-for"), Some("2027-01-01T09:00:00Z"));
}

#[test]
fn an_unclaimed_execution_is_rejected() {
    assert_eq!(prepare(&pending()).unwrap_err().code, FailureCode::InvalidRequest);
}

proptest! {
    #[test]
    fn spaces_are_written_as_the_call_says(value in "[a +%&=é]{0,12}") {
        for (spaces, absent) in [("+", "%20"), ("%20", "+")] {
            let config = json!({"url": "http://a.example/?as=w+r%20i", "query": {"q": Template::literal(&value)},
                "query_spaces": spaces});
            let request = prepare(&claimed(config)).unwrap();
            let query = request.url.query().unwrap();
            let (own, added) = query.split_once('&').unwrap();
            prop_assert_eq!(own, "as=w+r%20i");
            prop_assert!(!added.contains(absent), "{}", query);
            let pairs: Vec<(String, String)> = request.url.query_pairs().into_owned().collect();
            prop_assert_eq!(&pairs[1].1, &value);
        }
    }

    #[test]
    fn query_parameters_round_trip(name in "\\PC{1,8}", value in "\\PC{0,16}") {
        let config = json!({"url": "http://a.example/path", "query": {&name: Template::literal(&value)}});
        let request = prepare(&claimed(config)).unwrap();
        let pairs: Vec<(String, String)> = request.url.query_pairs().into_owned().collect();
        prop_assert_eq!(pairs, vec![(name, value)]);
    }
}
