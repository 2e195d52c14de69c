//! Calls through a proxy: one that opens real tunnels on loopback, and ones that do not.

use std::time::Duration;

use beadle_application::port::HttpCaller;
use beadle_domain::{
    call::{CallError, CallLimits, HttpRequest, HttpResponse, ProxyError},
    destination::ProxyRoute,
    egress::EgressPolicy,
    execution::{Failure, FailureCode},
    spec::Redirects,
};
use beadle_outbound::ReqwestCaller;
use rstest::rstest;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::{PATIENT, call, caller, destination::Destination, post, request};
use crate::connect_proxy::{AUTHORIZATION, Answers, Proxy};

impl Proxy {
    fn route(&self, password: &str) -> Option<ProxyRoute> {
        route(self.url(), password)
    }
}

fn route(url: &str, password: &str) -> Option<ProxyRoute> {
    let credentials = Some(("beadle".to_owned(), password.to_owned())).filter(|_| !password.is_empty());
    Some(ProxyRoute { url: url.parse().unwrap(), credentials })
}

async fn through(proxy: Option<ProxyRoute>, request: HttpRequest) -> Result<HttpResponse, CallError> {
    call(HttpRequest { proxy, ..request }).await
}

fn code(error: CallError) -> FailureCode {
    Failure::from(error).code
}

#[tokio::test]
async fn a_call_goes_through_the_tunnel_to_the_address_that_was_judged() {
    let there = Destination::answering(200, "x-from: there\r\n", "hello").await;
    let proxy = Proxy::start(Answers::Tunnels).await;
    let url: url::Url = there.url("/orders?a=1").replace("127.0.0.1", "localhost").parse().unwrap();
    let sent = post(url.as_str(), &[("x-mine", "7")], "body");
    let response = through(proxy.route("open sesame"), sent).await.unwrap();
    assert_eq!(
        (response.status, &response.body[..], response.header("x-from")),
        (200, &b"hello"[..], Some("there"))
    );
    let port = url.port().unwrap();
    let target = format!("127.0.0.1:{port}");
    assert_eq!(
        proxy.heads(),
        [format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{AUTHORIZATION}\r\n\r\n")],
        "resolved here, whatever name the call has"
    );
    let seen = there.seen().remove(0);
    assert_eq!(seen.line, "POST /orders?a=1 HTTP/1.1");
    assert_eq!(
        (seen.header("host"), seen.header("x-mine")),
        (Some(format!("localhost:{port}").as_str()), Some("7"))
    );
    assert_eq!((seen.header("proxy-authorization"), seen.body.as_str()), (None, "body"));
}

#[tokio::test]
async fn redirects_go_through_tunnels_of_their_own() {
    let there = Destination::answering(200, "", "there").await;
    let from = Destination::answering(302, &format!("location: {}\r\n", there.url("/")), "").await;
    let proxy = Proxy::start(Answers::Tunnels).await;
    let sent = HttpRequest { redirects: Redirects::Follow(3), ..request("GET", &from.url("/")) };
    assert_eq!(&through(proxy.route("open sesame"), sent).await.unwrap().body[..], b"there");
    assert_eq!(proxy.heads().len(), 2);
}

#[rstest]
#[case::wrong_password(Answers::Tunnels, "wrong", FailureCode::ProxyAuth)]
#[case::no_password(Answers::Tunnels, "", FailureCode::ProxyAuth)]
#[case::forbidden(Answers::With("HTTP/1.1 403 Forbidden\r\n\r\n"), "open sesame", FailureCode::ProxyRefused)]
#[case::unreachable(
    Answers::With("HTTP/1.0 502 Bad Gateway\r\nx: y\r\n\r\n"),
    "open sesame",
    FailureCode::ProxyRefused
)]
#[case::no_http(Answers::With("SSH-2.0-OpenSSH_9.6\r\n\r\n"), "open sesame", FailureCode::ProxyConnect)]
#[case::cut_off(Answers::With("HTTP/1.1 200 Conn"), "open sesame", FailureCode::ProxyConnect)]
#[tokio::test]
async fn a_proxy_that_opens_no_tunnel_is_told_from_the_destination(
    #[case] answers: Answers,
    #[case] password: &str,
    #[case] expected: FailureCode,
) {
    let there = Destination::answering(200, "", "hello").await;
    let proxy = Proxy::start(answers).await;
    let error = through(proxy.route(password), request("GET", &there.url("/"))).await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("proxy") && !text.contains("sesame") && !text.contains("127.0.0.1"), "{text}");
    assert_eq!(code(error), expected);
    assert_eq!(there.connections(), 0);
}

#[tokio::test]
async fn a_proxy_that_is_not_there_or_does_not_answer_has_codes_of_its_own() {
    let there = Destination::answering(200, "", "hello").await;
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let error =
        through(route(&format!("http://{gone}"), ""), request("GET", &there.url("/"))).await.unwrap_err();
    assert_eq!(error, CallError::Proxy(ProxyError::Connect("it was refused")));
    let proxy = Proxy::start(Answers::Never).await;
    let sent = HttpRequest { proxy: proxy.route("open sesame"), ..request("GET", &there.url("/")) };
    let limits = CallLimits { timeout: Duration::from_millis(300), ..PATIENT };
    assert_eq!(code(caller().call(sent, limits).await.unwrap_err()), FailureCode::ProxyTimeout);
}

#[tokio::test]
async fn the_guard_judges_the_destination_and_the_proxy_before_anything_is_sent() {
    let proxy = Proxy::start(Answers::Tunnels).await;
    let metadata = request("GET", "http://169.254.169.254/latest/meta-data/");
    let refused = through(proxy.route("open sesame"), metadata).await.unwrap_err();
    assert!(matches!(&refused, CallError::Egress(_)), "{refused:?}");
    let there = Destination::answering(200, "", "hello").await;
    let by = route("http://169.254.169.254:3128", "");
    let refused = through(by, request("GET", &there.url("/"))).await.unwrap_err();
    assert!(matches!(&refused, CallError::Egress(text) if text.starts_with("the proxy: ")), "{refused:?}");
    // On AWS neither loopback destinations nor loopback proxies are called.
    let strict = ReqwestCaller::new(EgressPolicy::strict(Vec::new())).unwrap();
    let sent = HttpRequest { proxy: proxy.route("open sesame"), ..request("GET", "http://localhost/") };
    assert_eq!(code(strict.call(sent, PATIENT).await.unwrap_err()), FailureCode::Egress);
    assert_eq!((proxy.heads().len(), there.connections()), (0, 0));
}

#[tokio::test]
async fn tls_is_spoken_with_the_destination_through_the_tunnel() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let hello = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut hello = vec![0; 5];
        stream.read_exact(&mut hello).await.unwrap();
        let length = usize::from(u16::from_be_bytes([hello[3], hello[4]]));
        let mut rest = vec![0; length];
        stream.read_exact(&mut rest).await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        hello.extend(rest);
        hello
    });
    let proxy = Proxy::start(Answers::Tunnels).await;
    let url = format!("https://localhost:{port}/");
    let error = through(proxy.route("open sesame"), request("GET", &url)).await.unwrap_err();
    assert_eq!(code(error), FailureCode::Tls);
    let hello = hello.await.unwrap();
    assert_eq!(hello[0], 22, "a handshake of TLS");
    assert!(hello.windows(9).any(|name| name == b"localhost"), "the certificate is to be that of the name");
}
