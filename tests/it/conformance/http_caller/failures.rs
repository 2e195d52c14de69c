//! Errors of calls and their texts.

use std::{
    mem::{Discriminant, discriminant},
    time::Duration,
};

use beadle_application::port::HttpCaller;
use beadle_domain::call::{CallError, CallLimits};
use rstest::rstest;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::{
    PATIENT, call, caller,
    destination::{Destination, Reply, whole},
    request,
};

const CONNECT: fn(String) -> CallError = CallError::Connect;
const INVALID_RESPONSE: fn(String) -> CallError = CallError::InvalidResponse;

/// Texts are for API clients: they contain no address, no path and no library.
fn assert_is(error: &CallError, kind: fn(String) -> CallError) {
    assert_eq!(shape(error), shape(&kind(String::new())), "{error:?}");
    let text = error.to_string();
    for inside in ["127.0.0.1", "secret", "os error", "hyper", "reqwest"] {
        assert!(!text.contains(inside), "{text}");
    }
}

/// The kind of an error, and the status that was read before it.
fn shape(error: &CallError) -> (Discriminant<CallError>, Option<u16>) {
    match error {
        CallError::Body { status, error } => (discriminant(&**error), Some(*status)),
        error => (discriminant(error), None),
    }
}

#[rstest]
#[case::no_http(b"SSH-2.0-OpenSSH_9.6\r\n\r\n".to_vec(), INVALID_RESPONSE)]
#[case::a_length_that_is_none(b"HTTP/1.1 200 X\r\ncontent-length: abc\r\n\r\n".to_vec(), INVALID_RESPONSE)]
#[case::two_lengths(b"HTTP/1.1 200 X\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab".to_vec(), INVALID_RESPONSE)]
#[case::a_body_that_is_not_packed(
    whole(200, "content-encoding: gzip\r\n", b"not gzip at all"),
    |text| CallError::InvalidResponse(text).after_head(200)
)]
#[case::closed_without_an_answer(Vec::new(), CONNECT)]
#[case::closed_in_the_head(b"HTTP/1.1 200 X\r\nconte".to_vec(), CONNECT)]
#[case::closed_in_the_body(b"HTTP/1.1 200 X\r\ncontent-length: 100\r\n\r\nabc".to_vec(), |text| CallError::Connect(text).after_head(200))]
#[case::closed_in_a_chunk(b"HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\nff\r\nabc".to_vec(), |text| CallError::Connect(text).after_head(200))]
#[tokio::test]
async fn invalid_and_incomplete_responses_are_errors(
    #[case] answer: Vec<u8>,
    #[case] kind: fn(String) -> CallError,
) {
    let there = Destination::start(move |_| Reply::Last(answer.clone())).await;
    let error = call(request("GET", &there.url("/?key=secret"))).await.unwrap_err();
    assert_is(&error, kind);
}

#[tokio::test]
async fn a_refused_connection_is_an_error() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let error = call(request("GET", &format!("http://{free}/?key=secret"))).await.unwrap_err();
    assert_is(&error, CONNECT);
    assert!(error.to_string().contains("refused"), "{error}");
}

/// `.invalid` names never exist (RFC 6761 section 6.4).
#[tokio::test]
async fn an_unknown_name_is_an_error() {
    let error = call(request("GET", "http://beadle.invalid/?key=secret")).await.unwrap_err();
    assert_is(&error, CONNECT);
    assert!(error.to_string().contains("name"), "{error}");
}

#[rstest]
#[case::another_protocol(b"HTTP/1.1 400 Bad Request\r\n\r\n", CallError::Tls)]
#[case::nothing(b"", CONNECT)]
#[tokio::test]
async fn a_destination_without_tls_is_an_error(
    #[case] says: &'static [u8],
    #[case] kind: fn(String) -> CallError,
) {
    let there = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/?key=secret", there.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut stream, _) = there.accept().await.unwrap();
        assert_ne!(stream.read(&mut [0; 1024]).await.unwrap(), 0);
        stream.write_all(says).await.unwrap();
    });
    assert_is(&call(request("GET", &url)).await.unwrap_err(), kind);
    server.await.unwrap();
}

#[rstest]
#[case::before_the_answer(b"HTTP/1.1 200 X\r\nx-slow: ".to_vec(), false)]
#[case::in_the_body(b"HTTP/1.1 200 X\r\ncontent-length: 100000\r\n\r\n".to_vec(), true)]
#[tokio::test]
async fn a_slow_response_times_out(#[case] first: Vec<u8>, #[case] has_head: bool) {
    let there = Destination::start(move |_| Reply::Drip(first.clone())).await;
    let timeout = Duration::from_millis(300);
    let limits = CallLimits { timeout, ..PATIENT };
    let error = caller().call(request("GET", &there.url("/")), limits).await.unwrap_err();
    let late = CallError::Timeout(timeout);
    assert_eq!(error, if has_head { late.after_head(200) } else { late });
    there.all_closed().await;
}

#[tokio::test]
async fn the_timeout_covers_the_redirects() {
    let slow = Destination::start(|_| Reply::Drip(b"HTTP/1.1 200 X\r\nx-slow: ".to_vec())).await;
    let location = format!("location: {}\r\n", slow.url("/"));
    let there = Destination::answering(307, &location, "").await;
    let limits = CallLimits { timeout: Duration::from_millis(300), ..PATIENT };
    let error = caller().call(request("GET", &there.url("/")), limits).await.unwrap_err();
    assert_eq!(error, CallError::Timeout(limits.timeout));
}

#[rstest]
#[case("x\ny", "1")]
#[case("x", "1\r\nx-evil: 2")]
#[tokio::test]
async fn invalid_headers_are_rejected_before_a_connection_is_made(#[case] name: &str, #[case] value: &str) {
    let there = Destination::answering(200, "", "").await;
    let mut request = request("GET", &there.url("/"));
    request.headers.push((name.to_owned(), value.to_owned()));
    assert!(matches!(call(request).await, Err(CallError::InvalidRequest(_))));
    assert_eq!(there.connections(), 0);
}
