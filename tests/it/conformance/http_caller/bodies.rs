//! Limits on response bodies.

use std::io::Write;

use beadle_application::port::HttpCaller;
use beadle_domain::call::CallLimits;
use flate2::{Compression, write::GzEncoder};
use rstest::rstest;

use super::{
    PATIENT, call, caller,
    destination::{Destination, Reply},
    request,
};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

#[tokio::test]
async fn an_endless_body_is_read_up_to_the_limit_and_its_connection_closed() {
    let there = Destination::start(|_| Reply::Endless(b"HTTP/1.1 200 X\r\n\r\n".to_vec())).await;
    let answer = call(request("GET", &there.url("/"))).await.unwrap();
    assert_eq!((answer.status, answer.body.len(), answer.truncated), (200, PATIENT.max_body, true));
    there.all_closed().await;
}

#[rstest]
#[case::under(99, 99, false)]
#[case::exactly(100, 100, false)]
#[case::over(101, 100, true)]
#[tokio::test]
async fn the_limit_is_exact(#[case] sent: usize, #[case] kept: usize, #[case] truncated: bool) {
    let there = Destination::answering(200, "", "x".repeat(sent)).await;
    let limits = CallLimits { max_body: 100, ..PATIENT };
    let answer = caller().call(request("GET", &there.url("/")), limits).await.unwrap();
    assert_eq!((answer.body.len(), answer.truncated), (kept, truncated));
}

#[tokio::test]
async fn a_body_in_many_chunks_is_assembled() {
    let there = Destination::start(|_| {
        let mut answer = b"HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
        for number in 0..1_000 {
            let chunk = format!("{number},");
            answer.extend(format!("{:x}\r\n{chunk}\r\n", chunk.len()).into_bytes());
        }
        answer.extend(b"0\r\n\r\n");
        Reply::Bytes(answer)
    })
    .await;
    let answer = call(request("GET", &there.url("/"))).await.unwrap();
    let expected: String = (0..1_000).map(|number| format!("{number},")).collect();
    assert_eq!((answer.body.as_ref(), answer.truncated), (expected.as_bytes(), false));
}

#[tokio::test]
async fn a_compressed_body_is_decompressed() {
    let there = Destination::answering(200, "content-encoding: gzip\r\n", gzip(b"unpacked")).await;
    let answer = call(request("GET", &there.url("/"))).await.unwrap();
    assert_eq!(answer.body.as_ref(), b"unpacked");
    assert_eq!(there.seen()[0].header("accept-encoding"), Some("gzip, deflate, br, zstd"));
}

#[tokio::test]
async fn all_members_of_a_gzip_body_are_read() {
    let members = [gzip(b"one, "), gzip(b"two")].concat();
    let there = Destination::answering(200, "content-encoding: gzip\r\n", members).await;
    assert_eq!(call(request("GET", &there.url("/"))).await.unwrap().body.as_ref(), b"one, two");
}

#[rstest]
#[case(255, true)]
#[case(256, false)]
#[tokio::test]
async fn a_response_has_at_most_256_headers(#[case] added: usize, #[case] arrives: bool) {
    // One more is the length that the destination states.
    let headers: String = (0..added).map(|number| format!("x-{number}: 1\r\n")).collect();
    let there = Destination::answering(200, &headers, "ok").await;
    assert_eq!(call(request("GET", &there.url("/"))).await.is_ok(), arrives);
}

#[tokio::test]
async fn the_limit_applies_after_decompression() {
    let bomb = gzip(&vec![0; 50 * 1024 * 1024]);
    assert!(bomb.len() < PATIENT.max_body, "packed it would pass");
    let there = Destination::answering(200, "content-encoding: gzip\r\n", bomb).await;
    let answer = call(request("GET", &there.url("/"))).await.unwrap();
    assert_eq!((answer.body.len(), answer.truncated), (PATIENT.max_body, true));
}

#[rstest]
#[case::head("HEAD", 200)]
#[case::no_content("DELETE", 204)]
#[case::not_modified("GET", 304)]
#[tokio::test]
async fn bodyless_responses_do_not_wait_for_a_body(#[case] method: &str, #[case] status: u16) {
    let head = format!("HTTP/1.1 {status} X\r\ncontent-encoding: gzip\r\ncontent-length: 100\r\n\r\n");
    let there = Destination::start(move |_| Reply::Bytes(head.clone().into_bytes())).await;
    let answer = call(request(method, &there.url("/"))).await.unwrap();
    assert_eq!((answer.status, answer.body.len(), answer.truncated), (status, 0, false));
}
