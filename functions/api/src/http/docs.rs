//! The page at `/docs` that renders `/openapi.json`. Its HTML, style sheet and script are embedded, so that
//! it needs no other server and may contact none.

use axum::{
    body::Bytes,
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, header};

/// The page may load resources from this server only, and may not be framed.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// Serves the HTML.
pub(crate) async fn page() -> Response {
    asset("text/html; charset=utf-8", include_bytes!("docs/index.html"))
}

/// Serves the style sheet.
pub(crate) async fn style() -> Response {
    asset("text/css; charset=utf-8", include_bytes!("docs/style.css"))
}

/// Serves the script.
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
