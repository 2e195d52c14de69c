//! The console: its page, the files that it loads, and what they may do.

use std::collections::BTreeSet;

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

/// The addresses in a text behind any of these.
fn named<'a>(text: &'a str, before: &[&str]) -> Vec<&'a str> {
    let found = before.iter().flat_map(|before| text.split(before).skip(1));
    found.filter_map(|rest| rest.split(['"', '\'']).next()).collect()
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

/// Every module that a module names is served, and so on; what is served is named by something.
#[tokio::test]
async fn everything_that_the_page_loads_is_served_for_good() {
    let page = text("/console/").await;
    let mut open: Vec<String> =
        named(&page, &["href=\"", "src=\""]).into_iter().map(|path| format!("/console/{path}")).collect();
    let mut seen = BTreeSet::new();
    let mut bytes = 0;
    while let Some(path) = open.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let response = get(&path, "br").await;
        assert_eq!(response.status(), 200, "{path}");
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-encoding"), "br", "{path}");
        assert!(header("cache-control").contains("immutable"), "{path}");
        let tag = header("etag");
        bytes += response.into_body().collect().await.unwrap().to_bytes().len();
        let again = Request::get(&path).header("accept-encoding", "br").header("if-none-match", tag);
        let again = again.body(axum::body::Body::empty()).unwrap();
        assert_eq!(Client::behind_gateway().router().oneshot(again).await.unwrap().status(), 304, "{path}");
        if path.ends_with(".js") {
            let base = url::Url::parse("http://beadle").unwrap().join(&path).unwrap();
            for module in
                named(&text(&path).await, &["from './", "from '../", "import('./", "import('../", "from\"./"])
            {
                let text = text(&path).await;
                let whole = ["./", "../"].iter().map(|start| format!("{start}{module}")).find(|whole| {
                    text.contains(&format!("'{whole}'")) || text.contains(&format!("\"{whole}\""))
                });
                open.push(base.join(&whole.unwrap()).unwrap().path().to_owned());
            }
        }
    }
    assert!(seen.len() > 20 && bytes < 80_000, "{} files with {bytes} bytes", seen.len());
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
