use beadle_domain::destination::EgressScope;
use rstest::rstest;

use super::*;

fn request(method: &str) -> HttpRequest {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    HttpRequest {
        method: method.to_owned(),
        url: Url::parse("https://a.example/one?x=1").unwrap(),
        headers: vec![
            header("authorization", "Bearer t"),
            header("cookie", "sid=1"),
            header("x-api-key", "k"),
            header("x-custom", "may be a secret"),
            header("content-type", "text/plain"),
            header("idempotency-key", "exe_1"),
        ],
        body: Bytes::from_static(b"body"),
        egress: EgressScope::default(),
        redirects: Default::default(),
        proxy: None,
    }
}

fn followed(method: &str, status: u16, location: &str) -> HttpRequest {
    let mut request = request(method);
    follow(&mut request, StatusCode::from_u16(status).unwrap(), location.as_bytes()).unwrap();
    request
}

#[rstest]
#[case("POST", 301, "GET")]
#[case("POST", 302, "GET")]
#[case("POST", 303, "GET")]
#[case("POST", 307, "POST")]
#[case("POST", 308, "POST")]
#[case("PUT", 301, "PUT")]
#[case("PUT", 303, "GET")]
#[case("DELETE", 303, "GET")]
#[case("HEAD", 303, "HEAD")]
#[case("PATCH", 308, "PATCH")]
fn the_status_decides_whether_method_and_body_are_kept(
    #[case] method: &str,
    #[case] status: u16,
    #[case] expected: &str,
) {
    let followed = followed(method, status, "/two");
    assert_eq!(followed.method, expected);
    let kept = expected == method;
    assert_eq!(!followed.body.is_empty(), kept);
    assert_eq!(followed.headers.iter().any(|(name, _)| name == "content-type"), kept);
}

#[rstest]
#[case("/two", "https://a.example/two", true)]
#[case("?y=2", "https://a.example/one?y=2", true)]
#[case("https://a.example:443/two", "https://a.example/two", true)]
#[case("//b.example/two", "https://b.example/two", false)]
#[case("http://a.example/two", "http://a.example/two", false)]
#[case("https://a.example:8443/two", "https://a.example:8443/two", false)]
fn credentials_are_not_sent_to_another_origin(#[case] location: &str, #[case] url: &str, #[case] kept: bool) {
    let followed = followed("PUT", 307, location);
    assert_eq!(followed.url.as_str(), url);
    let names: Vec<&str> = followed.headers.iter().map(|(name, _)| name.as_str()).collect();
    let all = ["authorization", "cookie", "x-api-key", "x-custom", "content-type", "idempotency-key"];
    assert_eq!(names, if kept { &all[..] } else { &all[4..] });
}

#[rstest]
#[case("ftp://a.example/")]
#[case("javascript:alert(1)")]
#[case("https://ada:secret@b.example/")]
#[case("https://")]
fn unusable_targets_are_refused(#[case] location: &str) {
    let mut request = request("GET");
    let refused = follow(&mut request, StatusCode::FOUND, location.as_bytes()).unwrap_err();
    assert!(matches!(&refused, CallError::Redirect(text) if !text.contains("secret")), "{refused}");
}

#[rstest]
#[case(300, false)]
#[case(301, true)]
#[case(304, false)]
#[case(305, false)]
#[case(308, true)]
#[case(200, false)]
fn only_some_statuses_redirect(#[case] status: u16, #[case] expected: bool) {
    assert_eq!(is_redirect(StatusCode::from_u16(status).unwrap()), expected);
}
