//! Hostile responses: each has a defined outcome and uses bounded memory.

use std::{io::Write, time::Duration};

use beadle_application::port::HttpCaller;
use beadle_domain::call::{CallError, CallLimits};
use flate2::{Compression, write::GzEncoder};
use rstest::rstest;

use super::{
    PATIENT, call, caller,
    destination::{Destination, Reply, Seen, whole},
    request,
};

const HEAD: &[u8] = b"HTTP/1.1 200 X\r\n";
const CHUNKED: &[u8] = b"HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\n";

fn after(head: &[u8], rest: &[u8]) -> Vec<u8> {
    [head, rest].concat()
}

#[rstest]
#[case::many_headers(after(HEAD, &b"x-flood: 1\r\n".repeat(10_000)))]
#[case::a_chunk_of_no_size(after(CHUNKED, b"zz\r\nabc\r\n0\r\n\r\n"))]
#[case::a_chunk_of_any_size(after(CHUNKED, b"ffffffffffffffffff\r\nabc"))]
#[case::a_chunk_that_does_not_end(after(CHUNKED, b"3\r\nabcdef\r\n0\r\n\r\n"))]
#[case::a_negative_length(after(HEAD, b"content-length: -1\r\n\r\n"))]
#[case::a_length_beyond_counting(after(HEAD, b"content-length: 99999999999999999999999\r\n\r\n"))]
#[case::a_nul_in_a_header(after(HEAD, b"x-name: a\0b\r\n\r\n"))]
#[case::no_status(b"HTTP/1.1 abc\r\n\r\n".to_vec())]
#[case::another_version(b"HTTP/3.0 200 X\r\n\r\n".to_vec())]
#[tokio::test]
async fn protocol_violations_are_invalid_responses(#[case] answer: Vec<u8>) {
    let there = Destination::start(move |_| Reply::Last(answer.clone())).await;
    let error = call(request("GET", &there.url("/"))).await.unwrap_err();
    assert!(is_invalid_response(&error), "{error:?}");
}

/// Whether the response violates the protocol, in its head or after it.
fn is_invalid_response(error: &CallError) -> bool {
    match error {
        CallError::Body { error, .. } => is_invalid_response(error),
        error => matches!(error, CallError::InvalidResponse(_)),
    }
}

/// Endless data is cut off at the limit of the head, or by the timeout if nothing of it is kept.
#[rstest]
#[case::a_header(after(HEAD, b"x-endless: "), &[b'x'; 4096], false)]
#[case::headers(HEAD.to_vec(), b"x-flood: 1\r\n", false)]
#[case::a_chunk_extension(after(CHUNKED, b"3;x="), &[b'x'; 4096], false)]
#[case::trailers(after(CHUNKED, b"0\r\n"), b"x-flood: 1\r\n", false)]
#[case::interim_answers(Vec::new(), b"HTTP/1.1 100 Continue\r\n\r\n", true)]
#[case::early_hints(Vec::new(), b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n", true)]
#[tokio::test]
async fn endless_responses_are_cut_off(
    #[case] first: Vec<u8>,
    #[case] again: &'static [u8],
    #[case] is_skipped: bool,
) {
    let there = Destination::start(move |_| Reply::Flood(first.clone(), again)).await;
    let timeout = if is_skipped { Duration::from_millis(300) } else { PATIENT.timeout };
    let limits = CallLimits { timeout, ..PATIENT };
    let error = caller().call(request("GET", &there.url("/")), limits).await.unwrap_err();
    match is_skipped {
        true => assert_eq!(error, CallError::Timeout(timeout)),
        false => assert!(is_invalid_response(&error), "{error:?}"),
    }
    there.all_closed().await;
}

#[tokio::test]
async fn a_body_that_is_not_utf_8_is_returned_unchanged() {
    let there = Destination::answering(200, "content-type: text/plain\r\n", b"\xff\xfe\0caf\xe9").await;
    assert_eq!(call(request("GET", &there.url("/"))).await.unwrap().body.as_ref(), b"\xff\xfe\0caf\xe9");
}

/// Bytes after the body belong neither to it nor to the next response.
#[tokio::test]
async fn bytes_after_the_body_are_discarded() {
    let there = Destination::start(|_| {
        let smuggled = whole(200, "", b"smuggled");
        Reply::Bytes(after(&whole(200, "", b"true"), &smuggled))
    })
    .await;
    let caller = caller();
    for _ in 0..3 {
        let answer = caller.call(request("GET", &there.url("/")), PATIENT).await.unwrap();
        assert_eq!(answer.body.as_ref(), b"true");
    }
    assert_eq!(there.connections(), 3, "such a connection is not used again");
}

#[tokio::test]
async fn a_hundred_redirects_end_at_the_limit() {
    let there = Destination::start(|seen: &Seen| {
        let hops = seen.line.matches('x').count();
        let location = format!("location: /{}\r\n", "x".repeat(hops + 1));
        Reply::Bytes(if hops < 100 { whole(302, &location, b"") } else { whole(200, "", b"arrived") })
    })
    .await;
    let error = call(request("GET", &there.url("/"))).await.unwrap_err();
    assert_eq!(error, CallError::Redirect("redirected more than 3 times".into()));
    assert_eq!(there.seen().len(), 4);
}

/// The peak memory of this process, in KiB (`proc_pid_status(5)`).
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("this runs on Linux");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("a peak");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number")
}

/// 256 MiB of zeros, compressed.
fn bomb() -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let zeros = vec![0; 64 * 1024];
    (0..4096).for_each(|_| encoder.write_all(&zeros).expect("memory"));
    encoder.finish().expect("memory")
}

/// Nextest runs each test in its own process, so the peak belongs to this test.
#[tokio::test]
async fn memory_is_bounded() {
    let endless = Destination::start(|_| Reply::Endless(b"HTTP/1.1 200 X\r\n\r\n".to_vec())).await;
    let packed = bomb();
    let bomb = Destination::answering(200, "content-encoding: gzip\r\n", packed).await;
    let headers = Destination::start(|_| Reply::Flood(HEAD.to_vec(), b"x-flood: 1\r\n")).await;
    let quiet = Destination::answering(200, "", "ok").await;
    let limits = CallLimits { max_body: 256 * 1024, ..PATIENT };
    let caller = caller();
    caller.call(request("GET", &quiet.url("/")), limits).await.unwrap();
    let before = peak();
    for there in [&endless, &bomb] {
        let answer = caller.call(request("GET", &there.url("/")), limits).await.unwrap();
        assert_eq!((answer.body.len(), answer.truncated), (limits.max_body, true));
    }
    caller.call(request("GET", &headers.url("/")), limits).await.unwrap_err();
    let grown = peak() - before;
    println!("an endless body, a bomb of 256 MiB and endless headers: peak memory grew by {grown} KiB");
    assert!(grown < 16 * 1024, "{grown} KiB");
}
