//! The page at `/docs` that shows `/openapi.json`: a document, a style sheet and a script, all of them here, so that it
//! needs no other server and may reach none.

use axum::{
    body::Bytes,
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, header};

/// The page may load and ask what this server has, and nothing else; nobody may frame it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// The page.
pub(crate) async fn page() -> Response {
    asset("text/html; charset=utf-8", include_bytes!("docs/index.html"))
}

/// How it looks.
pub(crate) async fn style() -> Response {
    asset("text/css; charset=utf-8", include_bytes!("docs/style.css"))
}

/// What it does.
pub(crate) async fn script() -> Response {
    asset("text/javascript; charset=utf-8", include_bytes!("docs/script.js"))
}

fn asset(content_type: &'static str, content: &'static [u8]) -> Response {
    let headers: [(HeaderName, &str); 5] = [
        (header::CONTENT_TYPE, content_type),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    (headers, Bytes::from_static(content)).into_response()
}
