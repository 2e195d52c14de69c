use std::time::Duration;

use beadle_values::violation::Path;
use bytes::Bytes;
use proptest::prelude::*;
use rstest::rstest;
use serde_json::json;

use super::*;
use crate::{
    call::{MAX_BODY, MAX_KEPT},
    execution::{Answer, AnswerBody},
    masking::MASK,
    spec::TaskType,
};

mod databases;
mod graphql;
mod rules;

fn now() -> Timestamp {
    "1994-11-06T08:49:07Z".parse().unwrap()
}

fn response(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> HttpResponse {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    HttpResponse { status, headers, body: body.into(), truncated: false }
}

/// Judges the answer to a call without rules.
fn judge(response: HttpResponse, now: Timestamp) -> Outcome {
    super::judge(&spec(json!({})), response, now, &Redactor::default())
}

/// A call with `members`.
fn spec(members: Value) -> TaskSpec {
    let mut config = json!({"url": "http://a.example"});
    config.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    TaskSpec::parse(TaskType::Http, config.as_object().unwrap(), &[], &Path::body()).unwrap()
}

fn kept(response: HttpResponse) -> Answer {
    match judge(response, now()) {
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
fn two_hundreds_are_success(#[case] status: u16, #[case] succeeded: bool) {
    match judge(response(status, &[], ""), now()) {
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
fn a_failure_carries_how_long_to_wait(#[case] value: &str, #[case] seconds: u64) {
    let Outcome::Failed { failure, .. } = judge(response(503, &[("retry-after", value)], ""), now()) else {
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
fn a_body_is_kept_in_the_form_that_keeps_its_meaning(
    #[case] content_type: &str,
    #[case] body: &'static [u8],
    #[case] expected: AnswerBody,
) {
    let answer = kept(response(200, &[("content-type", content_type)], body));
    assert_eq!(answer.body, expected);
    assert_eq!((answer.size, answer.truncated), (body.len() as u64, false));
}

#[test]
fn a_cut_body_is_text_up_to_the_last_whole_character() {
    let mut cut = response(200, &[("content-type", "application/json")], &b"[\"caf\xc3"[..]);
    cut.truncated = true;
    let answer = kept(cut);
    assert_eq!((answer.body, answer.truncated, answer.size), (AnswerBody::Text("[\"caf".into()), true, 6));
}

#[test]
fn a_body_that_nests_too_deep_for_a_row_is_kept_as_text() {
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    let answer = kept(response(200, &[("content-type", "application/json")], deep.clone()));
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
    let answer = kept(response(200, &headers, ""));
    assert_eq!(
        json!(answer.headers),
        json!({"set-cookie": MASK, "x-auth-token": MASK, "vary": "accept, origin"})
    );
}

#[test]
fn headers_that_do_not_fit_are_left_out() {
    let huge = "x".repeat(9_000);
    let answer = kept(response(200, &[("x-huge", &huge), ("etag", "1")], ""));
    assert_eq!(json!(answer.headers), json!({"etag": "1"}));
}

#[rstest]
#[case::text("text/plain", vec![b'a'; MAX_BODY])]
#[case::control_characters("text/plain", vec![1; MAX_BODY])]
#[case::quotes("text/plain", vec![b'"'; MAX_BODY])]
#[case::bytes("image/png", vec![0xff; MAX_BODY])]
#[case::growing_numbers("application/json", format!("[{}1]", "1e15,".repeat(MAX_BODY / 5 - 1)).into_bytes())]
fn what_is_kept_fits_a_row_after_escaping(#[case] content_type: &str, #[case] body: Vec<u8>) {
    let size = body.len() as u64;
    let answer = kept(response(200, &[("content-type", content_type)], body));
    assert!(serde_json::to_vec(&answer).unwrap().len() <= MAX_KEPT);
    assert_eq!((answer.truncated, answer.size), (true, size));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_comes_back_is_kept_within_bounds_and_reads_back(
        status in 100u16..1000,
        headers in proptest::collection::vec(("[a-z-]{1,20}", "\\PC{0,3000}"), 0..8),
        unit in proptest::collection::vec(any::<u8>(), 0..12),
        repeat in 0usize..20_000,
        truncated: bool,
    ) {
        let body = Bytes::from(unit.repeat(repeat));
        let answer = kept(HttpResponse { status, headers, body, truncated });
        let stored = serde_json::to_vec(&answer).unwrap();
        prop_assert!(stored.len() <= MAX_KEPT);
        prop_assert_eq!(serde_json::from_slice::<Answer>(&stored).unwrap(), answer);
    }
}
