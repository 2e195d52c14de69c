//! The page that renders the document.

use http::{Method, Request};
use http_body_util::BodyExt;
use rstest::rstest;
use tower::ServiceExt;

use super::Client;

#[rstest]
#[case("/docs", "text/html; charset=utf-8", "<title>Beadle API</title>")]
#[case("/docs/style.css", "text/css; charset=utf-8", "prefers-color-scheme: dark")]
#[case("/docs/script.js", "text/javascript; charset=utf-8", "fetch(\"openapi.json\")")]
#[tokio::test]
async fn the_page_is_public_and_may_contact_only_this_server(
    #[case] path: &str,
    #[case] content_type: &str,
    #[case] part: &str,
) {
    let client = Client::behind_gateway();
    let request = Request::builder().method(Method::GET).uri(path).body(axum::body::Body::empty()).unwrap();
    let response = client.router().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200);
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), content_type);
    assert_eq!(header("x-content-type-options"), "nosniff");
    let policy = header("content-security-policy");
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    let sources = policy.split("; ").flat_map(|directive| directive.split(' ').skip(1));
    assert!(sources.clone().all(|source| ["'none'", "'self'", "data:"].contains(&source)), "{policy}");
    let body = response.into_body().collect().await.unwrap().to_bytes();
    let text = String::from_utf8(body.to_vec()).unwrap();
    assert!(text.contains(part));
    assert!(!text.contains("://"), "everything it needs is here");
}

/// The URLs are relative, so that the page also works below a stage of the gateway.
#[tokio::test]
async fn every_resource_of_the_page_is_served() {
    let page = concat!(include_str!("../http/docs/index.html"), include_str!("../http/docs/script.js"));
    let named = ["href=\"", "src=\"", "fetch(\""].into_iter().flat_map(|before| page.split(before).skip(1));
    let named = named.filter_map(|rest| rest.split('"').next());
    let elsewhere = |address: &&str| address.starts_with('#') || address.starts_with("data:");
    let loaded: Vec<&str> = named.filter(|address| !elsewhere(address)).collect();
    assert!(loaded.contains(&"docs/script.js") && loaded.contains(&"openapi.json"), "{loaded:?}");
    for address in loaded {
        let request = Request::get(format!("/{address}")).body(axum::body::Body::empty()).unwrap();
        let response = Client::behind_gateway().router().oneshot(request).await.unwrap();
        assert_eq!(response.status(), 200, "{address}");
    }
}

#[test]
fn the_page_is_small_and_inserts_no_html() {
    let script = include_str!("../http/docs/script.js");
    let all = [include_str!("../http/docs/index.html"), include_str!("../http/docs/style.css"), script];
    assert!(all.iter().map(|part| part.len()).sum::<usize>() < 25_000);
    for risky in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
        assert!(!script.contains(risky), "{risky}");
    }
}
