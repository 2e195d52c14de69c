//! Redirects.

use beadle_domain::{
    call::{CallError, HttpRequest},
    spec::{Redirects, redirects::OnRedirect},
};
use rstest::rstest;

use super::{
    call,
    destination::{Destination, Reply, Seen, whole},
    post, request,
};

/// Redirects `/from` to `to`, and responds with 200 to anything else.
async fn redirecting(status: u16, to: String) -> Destination {
    let redirect = whole(status, &format!("location: {to}\r\n"), b"moved");
    Destination::start(move |seen: &Seen| {
        let moved = seen.line.contains(" /from");
        Reply::Bytes(if moved { redirect.clone() } else { whole(200, "", b"arrived") })
    })
    .await
}

#[rstest]
#[case(301, "GET /to HTTP/1.1", "")]
#[case(302, "GET /to HTTP/1.1", "")]
#[case(303, "GET /to HTTP/1.1", "")]
#[case(307, "POST /to HTTP/1.1", "hello")]
#[case(308, "POST /to HTTP/1.1", "hello")]
#[tokio::test]
async fn the_status_decides_how_a_redirected_post_continues(
    #[case] status: u16,
    #[case] line: &str,
    #[case] body: &str,
) {
    let there = redirecting(status, "/to".into()).await;
    let headers = [("content-type", "text/plain"), ("authorization", "Bearer t")];
    let answer = call(post(&there.url("/from"), &headers, "hello")).await.unwrap();
    assert_eq!((answer.status, answer.body.as_ref()), (200, &b"arrived"[..]));
    assert_eq!(answer.lost_body, body.is_empty().then_some(status), "it says that the body was lost");
    let seen = &there.seen()[1];
    assert_eq!((seen.line.as_str(), seen.body.as_str()), (line, body));
    assert_eq!(seen.header("content-type").is_some(), !body.is_empty());
    assert_eq!(seen.header("authorization"), Some("Bearer t"), "it is the same origin");
}

#[tokio::test]
async fn credentials_do_not_cross_origins_and_a_307_keeps_its_body() {
    let other = Destination::answering(200, "", "other").await;
    let there = redirecting(307, other.url("/to")).await;
    let headers = [
        ("authorization", "Bearer t"),
        ("cookie", "sid=1"),
        ("proxy-authorization", "Basic x"),
        ("x-api-key", "k"),
        ("x-order", "7"),
        ("accept", "text/plain"),
    ];
    let answer = call(post(&there.url("/from"), &headers, "hello")).await.unwrap();
    assert_eq!(answer.body.as_ref(), b"other");
    let [seen] = other.seen().try_into().expect("one request");
    assert_eq!((seen.line.as_str(), seen.body.as_str()), ("POST /to HTTP/1.1", "hello"));
    for (name, value) in headers {
        assert_eq!(seen.header(name), (name == "accept").then_some(value), "{name}");
    }
    assert_eq!(there.seen()[0].header("authorization"), Some("Bearer t"));
}

#[tokio::test]
async fn a_redirect_loop_ends_at_the_limit() {
    let there = redirecting(302, "/from".into()).await;
    let refused = call(request("GET", &there.url("/from"))).await.unwrap_err();
    assert!(matches!(refused, CallError::Redirect(_)), "{refused}");
    assert_eq!(there.seen().len(), 3 + 1);
}

#[tokio::test]
async fn redirects_up_to_the_limit_are_followed() {
    let there = Destination::start(|seen: &Seen| {
        let hops: usize = seen.line.matches('x').count();
        let location = format!("location: /{}\r\n", "x".repeat(hops + 1));
        Reply::Bytes(if hops < 3 { whole(302, &location, b"") } else { whole(200, "", b"arrived") })
    })
    .await;
    assert_eq!(call(request("GET", &there.url("/"))).await.unwrap().body.as_ref(), b"arrived");
}

#[rstest]
#[case::nowhere(302, None)]
#[case::multiple_choices(300, Some("/to"))]
#[case::not_modified(304, Some("/to"))]
#[tokio::test]
async fn other_3xx_responses_are_returned(#[case] status: u16, #[case] to: Option<&str>) {
    let location = to.map(|to| format!("location: {to}\r\n")).unwrap_or_default();
    let there = Destination::answering(status, &location, "").await;
    assert_eq!(call(request("GET", &there.url("/"))).await.unwrap().status, status);
}

#[tokio::test]
async fn a_call_may_follow_more_redirects_or_fewer() {
    let there = redirecting(302, "/from".into()).await;
    for max in [1, 5] {
        let refused =
            call(HttpRequest { redirects: Redirects::Follow(max), ..request("GET", &there.url("/from")) })
                .await
                .unwrap_err();
        assert_eq!(refused.to_string(), format!("redirected more than {max} times"));
    }
    assert_eq!(there.seen().len(), 2 + 6);
}

#[tokio::test]
async fn a_redirect_is_the_response_of_a_call_that_follows_none() {
    let there = redirecting(302, "/to".into()).await;
    let manual = HttpRequest { redirects: Redirects::MANUAL, ..post(&there.url("/from"), &[], "hello") };
    let answer = call(manual).await.unwrap();
    assert_eq!((answer.status, answer.header("location"), answer.lost_body), (302, Some("/to"), None));
    assert_eq!(there.seen().len(), 1);
}

#[tokio::test]
async fn a_redirect_is_the_failure_of_a_call_that_does_not_expect_one() {
    let there = redirecting(307, "/to".into()).await;
    let redirects = Redirects::Stop(OnRedirect::Error);
    let refused = call(HttpRequest { redirects, ..request("GET", &there.url("/from")) }).await.unwrap_err();
    assert!(matches!(&refused, CallError::Redirect(message) if message.contains("307")), "{refused}");
    assert_eq!(there.seen().len(), 1);
}

#[rstest]
#[case("file:///etc/passwd")]
#[case("gopher://a.example/")]
#[case("http://")]
#[tokio::test]
async fn unusable_targets_are_errors(#[case] to: &str) {
    let there = redirecting(302, to.into()).await;
    let refused = call(request("GET", &there.url("/from"))).await.unwrap_err();
    assert!(matches!(refused, CallError::Redirect(_)), "{refused}");
}
