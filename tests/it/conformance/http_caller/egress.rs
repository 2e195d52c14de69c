//! Refused addresses, which are never connected to.

use std::{
    net::{IpAddr, SocketAddr, TcpListener as Trap},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
};

use beadle_application::port::HttpCaller;
use beadle_domain::{
    call::{CallError, HttpRequest, HttpResponse},
    destination::EgressScope,
    egress::EgressPolicy,
    execution::{Failure, FailureCode},
};
use beadle_outbound::{Builder, ReqwestCaller};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use rstest::rstest;

use super::{
    PATIENT,
    destination::{Destination, Reply, whole},
    request,
};

/// A resolver that returns the next addresses on each call, and the last ones from then on.
struct Changing {
    answers: Vec<Vec<IpAddr>>,
    asked: AtomicUsize,
}

impl Changing {
    fn answering(answers: &[&[&str]]) -> Arc<Self> {
        let parsed = |texts: &&[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
        Arc::new(Self { answers: answers.iter().map(parsed).collect(), asked: AtomicUsize::new(0) })
    }
}

impl Resolve for Changing {
    fn resolve(&self, _: Name) -> Resolving {
        let turn = self.asked.fetch_add(1, SeqCst).min(self.answers.len() - 1);
        let addresses: Vec<SocketAddr> = self.answers[turn].iter().map(|ip| (*ip, 0).into()).collect();
        Box::pin(async move { Ok(Box::new(addresses.into_iter()) as Addrs) })
    }
}

fn strict(allow: &[&str]) -> EgressPolicy {
    EgressPolicy::strict(allow.iter().map(|net| net.parse().unwrap()).collect())
}

async fn call(caller: &ReqwestCaller, request: HttpRequest) -> Result<HttpResponse, CallError> {
    caller.call(request, PATIENT).await
}

/// A local port that notices connections, even those that are not accepted.
fn trap(address: &str) -> Trap {
    let trap = Trap::bind(address).expect("a free port");
    trap.set_nonblocking(true).expect("a socket");
    trap
}

fn is_untouched(trap: &Trap) -> bool {
    trap.accept().is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock)
}

fn assert_refused(refused: Result<HttpResponse, CallError>) {
    let refused = refused.expect_err("it is refused");
    let text = refused.to_string();
    assert!(text.starts_with("calls to private, local or reserved addresses are not allowed: "), "{text}");
    let failure = Failure::from(refused);
    assert_eq!((failure.code, failure.is_retryable()), (FailureCode::Egress, false));
}

#[rstest]
#[case::literal("127.0.0.1")]
#[case::decimal("2130706433")]
#[case::octal("0177.0.0.1")]
#[case::hex("0x7f000001")]
#[case::short("127.1")]
#[case::trailing_dot("127.0.0.1.")]
#[case::zero("0.0.0.0")]
#[case::mapped("[::ffff:127.0.0.1]")]
#[case::mapped_hex("[::ffff:7f00:1]")]
#[case::nat64("[64:ff9b::7f00:1]")]
#[case::six_to_four("[2002:7f00:1::]")]
#[case::localhost("localhost")]
#[case::localhost_dot("localhost.")]
#[case::metadata("169.254.169.254")]
#[case::metadata_6("[fd00:ec2::254]")]
#[tokio::test]
async fn local_addresses_are_refused_in_every_notation(#[case] host: &str) {
    let trap = trap("0.0.0.0:0");
    let url = format!("http://{host}:{}/", trap.local_addr().unwrap().port());
    let caller = ReqwestCaller::new(strict(&[])).unwrap();
    assert_refused(call(&caller, request("GET", &url)).await);
    assert!(is_untouched(&trap), "{url}");
}

#[rstest]
#[case(&["127.0.0.1"])]
#[case(&["10.0.0.1", "::1"])]
#[case(&["::ffff:169.254.169.254"])]
#[tokio::test]
async fn names_that_resolve_to_refused_addresses_are_refused(#[case] addresses: &[&str]) {
    let trap = trap("127.0.0.1:0");
    let caller = Builder::new(strict(&[])).resolver(Changing::answering(&[addresses])).build().unwrap();
    let url = format!("http://inside.example:{}/", trap.local_addr().unwrap().port());
    let refused = call(&caller, request("GET", &url)).await;
    let text = refused.as_ref().unwrap_err().to_string();
    assert!(text.ends_with("inside.example"), "it names the host, not what that resolved to: {text}");
    assert_refused(refused);
    assert!(is_untouched(&trap));
}

/// The name resolves to an allowed address first, and to another one the second time.
#[tokio::test]
async fn a_name_that_resolves_to_another_address_later_is_refused() {
    let open = tokio::net::TcpListener::bind("127.0.0.2:0").await.unwrap();
    let port = open.local_addr().unwrap().port();
    let closed = trap(&format!("127.0.0.1:{port}"));
    let there = Destination::on(open, |_| Reply::Last(whole(200, "connection: close\r\n", b"ok")));
    let resolver = Changing::answering(&[&["127.0.0.2"], &["127.0.0.1"]]);
    let caller = Builder::new(strict(&["127.0.0.2/32"])).resolver(resolver.clone()).build().unwrap();
    let url = format!("http://rebound.example:{port}/");
    assert_eq!(call(&caller, request("GET", &url)).await.unwrap().status, 200);
    there.all_closed().await;
    assert_refused(call(&caller, request("GET", &url)).await);
    assert_eq!(resolver.asked.load(SeqCst), 2);
    assert!(is_untouched(&closed));
}

#[tokio::test]
async fn a_name_with_allowed_and_refused_addresses_is_called_at_the_allowed_one() {
    let open = tokio::net::TcpListener::bind("127.0.0.2:0").await.unwrap();
    let port = open.local_addr().unwrap().port();
    let closed = trap(&format!("127.0.0.1:{port}"));
    let _there = Destination::on(open, |_| Reply::Bytes(whole(200, "", b"ok")));
    let resolver = Changing::answering(&[&["127.0.0.1", "127.0.0.2"]]);
    let caller = Builder::new(strict(&["127.0.0.2/32"])).resolver(resolver).build().unwrap();
    let answer = call(&caller, request("GET", &format!("http://mixed.example:{port}/"))).await.unwrap();
    assert_eq!(answer.status, 200);
    assert!(is_untouched(&closed));
}

#[rstest]
#[case::metadata("http://169.254.169.254/latest/meta-data/")]
#[case::loopback("http://127.0.0.1:PORT/")]
#[case::decimal("http://2130706433:PORT/")]
#[case::name("http://localhost:PORT/")]
#[case::mapped("http://[::ffff:127.0.0.1]:PORT/")]
#[tokio::test]
async fn redirects_to_refused_addresses_are_refused(#[case] to: &str) {
    let trap = trap("127.0.0.1:0");
    let to = to.replace("PORT", &trap.local_addr().unwrap().port().to_string());
    let open = tokio::net::TcpListener::bind("127.0.0.2:0").await.unwrap();
    let url = format!("http://{}/", open.local_addr().unwrap());
    let there = Destination::on(open, move |_| Reply::Bytes(whole(302, &format!("location: {to}\r\n"), b"")));
    let caller = ReqwestCaller::new(strict(&["127.0.0.2/32"])).unwrap();
    assert_refused(call(&caller, request("GET", &url)).await);
    assert_eq!(there.seen().len(), 1);
    assert!(is_untouched(&trap));
}

#[rstest]
#[case::user_information("http://user@127.0.0.2/", "user information")]
#[case::user_information_before_a_host("http://a.example@127.0.0.1/", "user information")]
#[case::scheme("ftp://a.example/", "ftp")]
#[case::port("http://a.example:6379/", "port 6379")]
#[tokio::test]
async fn user_information_and_unusual_schemes_and_ports_are_refused(#[case] url: &str, #[case] why: &str) {
    let resolver = Changing::answering(&[&["127.0.0.2"]]);
    let caller = Builder::new(strict(&["127.0.0.2/32"])).resolver(resolver.clone()).build().unwrap();
    let refused = call(&caller, request("GET", url)).await.unwrap_err();
    assert!(matches!(&refused, CallError::Egress(text) if text.contains(why)), "{refused:?}");
    assert_eq!(resolver.asked.load(SeqCst), 0);
}

#[tokio::test]
async fn a_configs_scope_restricts_calls_and_redirects() {
    let other = Destination::answering(200, "", "other").await;
    let there = Destination::answering(302, &format!("location: {}\r\n", other.url("/")), "").await;
    let url: url::Url = there.url("/").parse().unwrap();
    let caller = ReqwestCaller::new(EgressPolicy::open()).unwrap();
    let scoped = |ports: &[u16]| HttpRequest {
        egress: EgressScope { ports: ports.to_vec(), ..EgressScope::default() },
        ..request("GET", url.as_str())
    };
    let port = url.port().unwrap();
    for ports in [&[1][..], &[port]] {
        let refused = call(&caller, scoped(ports)).await.unwrap_err();
        assert!(matches!(&refused, CallError::Egress(text) if text.contains("config")), "{refused:?}");
    }
    assert_eq!((there.seen().len(), other.connections()), (1, 0));
}
