//! The API reference: its page, the files that it loads, and what they may do.

use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::BodyExt;
use rstest::rstest;
use tower::ServiceExt;

use super::Client;

async fn get(path: &str) -> Response<axum::body::Body> {
    let request = Request::get(path).header("accept-encoding", "gzip").body(axum::body::Body::empty());
    Client::behind_gateway().router().oneshot(request.unwrap()).await.unwrap()
}

async fn page() -> String {
    let request = Request::get("/docs").body(axum::body::Body::empty()).unwrap();
    let response = Client::behind_gateway().router().oneshot(request).await.unwrap();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(body.to_vec()).unwrap()
}

#[tokio::test]
async fn the_page_is_public_and_has_the_policy_of_the_console() {
    let (docs, console) = (get("/docs").await, get("/console/").await);
    assert_eq!(docs.status(), 200);
    for name in [
        "content-type",
        "content-security-policy",
        "x-content-type-options",
        "referrer-policy",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "cache-control",
    ] {
        assert_eq!(docs.headers()[name], console.headers()[name], "{name}");
    }
    let page = page().await;
    assert!(page.contains("<title>Beadle API</title>"), "{page}");
    assert!(!page.contains("://") && !page.contains("<style") && !page.contains("style=\""), "{page}");
}

#[tokio::test]
async fn a_slash_at_the_end_leads_to_the_page() {
    let response = get("/docs/").await;
    assert_eq!(response.status(), StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(response.headers()["location"], HeaderValue::from_static("../docs"));
}

/// The URLs are relative, so that the page also works below a stage of the gateway.
#[tokio::test]
async fn everything_that_the_page_names_is_served_and_its_files_for_good() {
    let page = page().await;
    let named = ["href=\"", "src=\""].into_iter().flat_map(|before| page.split(before).skip(1));
    let mut addresses: Vec<&str> = named.filter_map(|rest| rest.split('"').next()).collect();
    addresses.retain(|address| *address != "openapi.json");
    assert_eq!(addresses.len(), 5, "{addresses:?}");
    for address in addresses {
        let response = get(&format!("/{address}")).await;
        assert_eq!(response.status(), 200, "{address}");
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-encoding"), "gzip", "{address}");
        assert!(header("cache-control").contains("immutable"), "{address}");
        assert!(header("etag").len() > 10, "{address}");
        let policy = header("content-security-policy");
        assert!(policy.contains("require-trusted-types-for 'script'"), "{policy}");
    }
}

#[rstest]
#[case("/docs/script.js")]
#[case("/docs/style.css")]
#[tokio::test]
async fn nothing_is_below_the_page(#[case] path: &str) {
    assert_eq!(get(path).await.status(), 404);
}
