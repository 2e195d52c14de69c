use std::time::Duration;

use beadle_values::violation::Path;
use bytes::Bytes;
use proptest::prelude::*;
use rstest::rstest;
use serde_json::json;

use super::*;
use crate::{
    call::MAX_STORED,
    execution::{Answer, AnswerBody},
    masking::MASK,
    spec::TaskType,
};

mod charsets;
mod databases;
mod extracting;
mod graphql;
mod rules;
mod transforming;

/// A body that is longer than what is kept.
const READ: usize = 1024 * 1024;

fn now() -> Timestamp {
    "1994-11-06T08:49:07Z".parse().unwrap()
}

fn response(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> HttpResponse {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    HttpResponse { status, headers, body: body.into(), ..Default::default() }
}

/// Evaluates the response to a call without rules.
fn evaluate(response: HttpResponse, now: Timestamp) -> Outcome {
    super::evaluate(&spec(json!({})), response, now, &Redactor::default())
}

/// A spec with `members`.
fn spec(members: Value) -> TaskSpec {
    let mut config = json!({"url": "http://a.example"});
    config.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    TaskSpec::parse(TaskType::Http, config.as_object().unwrap(), &[], &Path::body()).unwrap()
}

fn stored(response: HttpResponse) -> Answer {
    match evaluate(response, now()) {
        Outcome::Succeeded { answer: Some(answer) } | Outcome::Failed { answer: Some(answer), .. } => answer,
        other => panic!("{other:?} keeps no answer"),
    }
}

#[rstest]
#[case(200, true)]
#[case(204, true)]
#[case(299, true)]
#[case(300, false)]
#[case(304, false)]
#[case(404, false)]
#[case(500, false)]
#[case(999, false)]
fn only_2xx_is_a_success(#[case] status: u16, #[case] succeeded: bool) {
    match evaluate(response(status, &[], ""), now()) {
        Outcome::Succeeded { answer } => assert!(succeeded && answer.unwrap().status == Some(status)),
        Outcome::Failed { failure, answer } => {
            assert!(!succeeded && answer.unwrap().status == Some(status));
            assert_eq!(failure, Failure::http_status(status, None));
        }
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[case("7", 7)]
#[case("Sun, 06 Nov 1994 08:49:37 GMT", 30)]
fn a_failure_carries_the_requested_delay(#[case] value: &str, #[case] seconds: u64) {
    let Outcome::Failed { failure, .. } = evaluate(response(503, &[("retry-after", value)], ""), now())
    else {
        panic!("503 is a failure");
    };
    assert_eq!(failure.retry_after, Some(Duration::from_secs(seconds)));
}

#[rstest]
#[case("application/json", b"{\"a\": [1, null]}", AnswerBody::Json(json!({"a": [1, null]})))]
#[case("application/problem+json", b"\"text\"", AnswerBody::Json(json!("text")))]
#[case("text/plain", b"[1]", AnswerBody::Json(json!([1])))]
#[case("text/plain", b"1", AnswerBody::Text("1".into()))]
#[case("application/json", b"{broken", AnswerBody::Text("{broken".into()))]
#[case("text/html", "<p>é".as_bytes(), AnswerBody::Text("<p>é".into()))]
#[case("image/png", b"\x89PNG", AnswerBody::Base64("iVBORw==".into()))]
#[case("text/plain", b"", AnswerBody::Empty)]
fn a_body_is_stored_in_the_most_meaningful_form(
    #[case] content_type: &str,
    #[case] body: &'static [u8],
    #[case] expected: AnswerBody,
) {
    let answer = stored(response(200, &[("content-type", content_type)], body));
    assert_eq!(answer.body, expected);
    assert_eq!((answer.size, answer.truncated), (body.len() as u64, false));
}

#[test]
fn a_truncated_body_is_text_up_to_the_last_complete_character() {
    let mut cut = response(200, &[("content-type", "application/json")], &b"[\"caf\xc3"[..]);
    cut.truncated = true;
    let answer = stored(cut);
    assert_eq!((answer.body, answer.truncated, answer.size), (AnswerBody::Text("[\"caf".into()), true, 6));
}

#[test]
fn a_body_nested_too_deeply_is_stored_as_text() {
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    let answer = stored(response(200, &[("content-type", "application/json")], deep.clone()));
    assert_eq!(answer.body, AnswerBody::Text(deep));
}

#[test]
fn credentials_are_masked_and_repeated_headers_joined() {
    let headers = [
        ("set-cookie", "sid=1"),
        ("set-cookie", "tid=2"),
        ("x-auth-token", "abc"),
        ("vary", "accept"),
        ("vary", "origin"),
    ];
    let answer = stored(response(200, &headers, ""));
    assert_eq!(
        json!(answer.headers),
        json!({"set-cookie": MASK, "x-auth-token": MASK, "vary": "accept, origin"})
    );
}

#[test]
fn headers_that_do_not_fit_are_left_out() {
    let huge = "x".repeat(9_000);
    let answer = stored(response(200, &[("x-huge", &huge), ("etag", "1")], ""));
    assert_eq!(json!(answer.headers), json!({"etag": "1"}));
}

#[rstest]
#[case::text("text/plain", vec![b'a'; READ])]
#[case::control_characters("text/plain", vec![1; READ])]
#[case::quotes("text/plain", vec![b'"'; READ])]
#[case::bytes("image/png", vec![0xff; READ])]
#[case::growing_numbers("application/json", format!("[{}1]", "1e15,".repeat(READ / 5 - 1)).into_bytes())]
fn stored_responses_fit_a_row_after_escaping(#[case] content_type: &str, #[case] body: Vec<u8>) {
    let size = body.len() as u64;
    let answer = stored(response(200, &[("content-type", content_type)], body));
    assert!(serde_json::to_vec(&answer).unwrap().len() <= MAX_STORED);
    assert_eq!((answer.truncated, answer.size), (true, size));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_stored_response_fits_and_round_trips(
        status in 100u16..1000,
        headers in proptest::collection::vec(("[a-z-]{1,20}", "\\PC{0,3000}"), 0..8),
        unit in proptest::collection::vec(any::<u8>(), 0..12),
        repeat in 0usize..20_000,
        truncated: bool,
    ) {
        let body = Bytes::from(unit.repeat(repeat));
        let answer = stored(HttpResponse { status, headers, body, truncated, lost_body: None });
        let stored = serde_json::to_vec(&answer).unwrap();
        prop_assert!(stored.len() <= MAX_STORED);
        prop_assert_eq!(serde_json::from_slice::<Answer>(&stored).unwrap(), answer);
    }
}
