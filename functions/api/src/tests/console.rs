//! The console: its page, the files that it loads, and what they may do.

use http::{Request, Response};
use http_body_util::BodyExt;
use rstest::rstest;
use tower::ServiceExt;

use super::Client;

async fn get(path: &str, coding: &str) -> Response<axum::body::Body> {
    let request =
        Request::get(path).header("accept-encoding", coding).body(axum::body::Body::empty()).unwrap();
    Client::behind_gateway().router().oneshot(request).await.unwrap()
}

async fn text(path: &str) -> String {
    let response = get(path, "identity").await;
    assert_eq!(response.status(), 200, "{path}");
    let body = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(body.to_vec()).unwrap()
}

#[rstest]
#[case("/")]
#[case("/console")]
#[tokio::test]
async fn the_root_leads_to_the_console(#[case] path: &str) {
    let response = get(path, "identity").await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()["location"]),
        (307, &"console/".parse().unwrap())
    );
}

#[tokio::test]
async fn everything_that_the_page_loads_is_served_for_good() {
    let page = text("/console/").await;
    let named = ["href=\"", "src=\""].into_iter().flat_map(|before| page.split(before).skip(1));
    let paths: Vec<String> =
        named.filter_map(|rest| Some(format!("/console/{}", rest.split('"').next()?))).collect();
    assert_eq!(paths.len(), 5, "{paths:?}");
    let mut bytes = 0;
    for path in paths {
        let response = get(&path, "gzip").await;
        assert_eq!(response.status(), 200, "{path}");
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-encoding"), "gzip", "{path}");
        assert!(header("cache-control").contains("immutable"), "{path}");
        assert!(header("content-security-policy").contains("script-src 'self'"), "{path}");
        let tag = header("etag");
        bytes += response.into_body().collect().await.unwrap().to_bytes().len();
        let again = Request::get(&path).header("accept-encoding", "gzip").header("if-none-match", tag);
        let again = again.body(axum::body::Body::empty()).unwrap();
        assert_eq!(Client::behind_gateway().router().oneshot(again).await.unwrap().status(), 304, "{path}");
    }
    assert!((20_000..80_000).contains(&bytes), "{bytes} bytes");
}

#[tokio::test]
async fn the_page_may_contact_only_this_server_and_writes_no_html() {
    let response = get("/console/", "identity").await;
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    let policy = header("content-security-policy");
    for directive in [
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ] {
        assert!(policy.contains(directive), "{policy}");
    }
    assert!(!policy.contains("unsafe") && !policy.contains("://"), "{policy}");
    assert_eq!(
        (header("cache-control"), header("x-content-type-options")),
        ("no-cache".into(), "nosniff".into())
    );
    let page = text("/console/").await;
    assert!(!page.contains("<style") && !page.contains(" on") && !page.contains("style=\""), "{page}");
}

#[rstest]
#[case("/console/000000000000/main.js")]
#[case("/console/app/main.js")]
#[tokio::test]
async fn another_version_is_not_there(#[case] path: &str) {
    assert_eq!(get(path, "br").await.status(), 404);
}
