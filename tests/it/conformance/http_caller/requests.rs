//! Requests as they arrive, and responses as they are returned.

use beadle_application::port::HttpCaller;
use rstest::rstest;

use super::{PATIENT, call, caller, destination::Destination, post, request};

#[tokio::test]
async fn a_request_arrives_as_it_was_given() {
    let there = Destination::answering(201, "X-Count: 3\r\nVary: a\r\nVary: b\r\n", "made").await;
    let headers = [("content-type", "text/plain"), ("idempotency-key", "exe_1"), ("accept", "text/plain")];
    let answer = call(post(&there.url("/users?tag=a%20b"), &headers, "héllo")).await.unwrap();

    let [seen] = there.seen().try_into().expect("one request");
    assert_eq!(seen.line, "POST /users?tag=a%20b HTTP/1.1");
    assert_eq!(seen.body, "héllo");
    for (name, value) in headers {
        assert_eq!(seen.header(name), Some(value));
    }
    assert_eq!((answer.status, &answer.body[..], answer.truncated), (201, &b"made"[..], false));
    assert_eq!(answer.header("x-count"), Some("3"));
    let vary = answer.headers.iter().filter(|(name, _)| name == "vary").map(|(_, value)| value.as_str());
    assert_eq!(vary.collect::<Vec<_>>(), ["a", "b"]);
}

#[rstest]
#[case("POST", Some("0"))]
#[case("PUT", Some("0"))]
#[case("PATCH", Some("0"))]
#[case("GET", None)]
#[case("DELETE", None)]
#[tokio::test]
async fn a_request_without_the_body_that_its_method_leads_to_expect_states_its_length(
    #[case] method: &str,
    #[case] length: Option<&str>,
) {
    let there = Destination::answering(200, "", "").await;
    call(request(method, &there.url("/"))).await.unwrap();
    assert_eq!(there.seen()[0].header("content-length"), length);
}

#[rstest]
#[case(200)]
#[case(304)]
#[case(404)]
#[case(500)]
#[case(599)]
#[tokio::test]
async fn responses_of_any_status_are_returned(#[case] status: u16) {
    let there = Destination::answering(status, "", "").await;
    assert_eq!(call(request("GET", &there.url("/"))).await.unwrap().status, status);
}

#[tokio::test]
async fn connections_are_reused() {
    let there = Destination::answering(200, "", "ok").await;
    let caller = caller();
    for _ in 0..5 {
        caller.call(request("GET", &there.url("/")), PATIENT).await.unwrap();
    }
    assert_eq!((there.seen().len(), there.connections()), (5, 1));
}

#[tokio::test]
async fn headers_that_are_not_utf_8_are_returned_lossily() {
    let there = Destination::start(|_| {
        let answer = b"HTTP/1.1 200 X\r\nx-name: caf\xe9\r\ncontent-length: 0\r\n\r\n";
        super::destination::Reply::Bytes(answer.to_vec())
    })
    .await;
    let answer = call(request("GET", &there.url("/"))).await.unwrap();
    assert_eq!(answer.header("x-name"), Some("caf\u{fffd}"));
}
