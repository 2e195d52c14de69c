//! The console at `/console/`: its page, and the files that it and the API reference at `/docs` load. All of it is embedded, so that
//! it needs no other server and may contact none.

use std::sync::LazyLock;

use aws_lc_rs::digest::{Context, SHA256};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, Uri, header};

use super::{
    Problem,
    precompressed::{Caching, Precompressed, precompressed},
    router::nothing_at,
};

/// Where the console is, from `/` and from `/console`: relative, so that it is found below a stage of the gateway too.
const PATH: &str = "console/";

/// Resources come from this server only, scripts write no HTML but by the template engine, and no page frames this one.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
     font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
     trusted-types lit-html";

/// What the pages load: names, media types and contents.
static FILES: [(&str, &str, Precompressed); 7] = [
    ("docs.css", "text/css; charset=utf-8", precompressed!("docs.css")),
    ("docs.js", "text/javascript; charset=utf-8", precompressed!("docs.js")),
    ("icon.svg", "image/svg+xml", precompressed!("icon.svg")),
    ("main.js", "text/javascript; charset=utf-8", precompressed!("main.js")),
    ("shared.js", "text/javascript; charset=utf-8", precompressed!("shared.js")),
    ("styles.css", "text/css; charset=utf-8", precompressed!("styles.css")),
    ("theme.js", "text/javascript; charset=utf-8", precompressed!("theme.js")),
];

/// Names the content of all files: a part of their paths, so that browsers keep them for good.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut all = Context::new(&SHA256);
    for (_, _, file) in &FILES {
        all.update(file.digest().as_bytes());
    }
    all.finish().as_ref().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
});

/// The page, which loads its files from below their version.
static PAGE: LazyLock<String> =
    LazyLock::new(|| with_files(include_str!("../../console/bundle/index.html"), ""));

/// A page that loads its files from below their version; `folder` is the console's as the page sees it.
pub(super) fn with_files(page: &str, folder: &str) -> String {
    page.replace("=\"app/", &format!("=\"{folder}{}/", VERSION.as_str()))
}

/// Leads to the console.
pub(crate) async fn entrance() -> Redirect {
    Redirect::temporary(PATH)
}

/// Serves the page.
pub(crate) async fn page() -> Response {
    html(PAGE.as_str())
}

/// The response with a page, which is asked for anew each time.
pub(super) fn html(page: &'static str) -> Response {
    let mut response = page.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    protect(headers);
    response
}

/// Serves a file of the version that the pages name.
pub(crate) async fn file(
    Path((version, name)): Path<(String, String)>,
    uri: Uri,
    request: HeaderMap,
) -> Result<Response, Problem> {
    let found = FILES.iter().find(|(known, ..)| version == *VERSION && *known == name);
    let (_, kind, file) = found.ok_or_else(|| nothing_at(uri.path()))?;
    let mut response = file.respond(&request, kind, Caching::Immutable)?;
    protect(response.headers_mut());
    Ok(response)
}

fn protect(headers: &mut HeaderMap) {
    const HEADERS: [(HeaderName, &str); 5] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
