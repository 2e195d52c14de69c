//! CORS: which web sites may call from browsers (Fetch standard, "CORS protocol").
//!
//! Callers authenticate with headers that no browser sends by itself, so credentials in the sense of the
//! standard (cookies) are never allowed.

use axum::{
    extract::Request,
    response::{IntoResponse, Response},
};
use beadle_runtime::env::Reader;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use url::{Origin, Url};

const METHODS: HeaderValue = HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE");
const HEADERS: HeaderValue = HeaderValue::from_static(
    "Authorization, Content-Type, Idempotency-Key, If-Match, Prefer, X-API-Key, X-Request-Id",
);
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "ETag, Idempotency-Replayed, Link, Location, Preference-Applied, RateLimit, RateLimit-Policy, Retry-After, \
     WWW-Authenticate, X-Request-Id",
);
/// How long a browser may cache the response to a preflight, in seconds: the maximum of Chromium.
const MAX_AGE: HeaderValue = HeaderValue::from_static("7200");

/// Which web sites may call from browsers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Cors {
    /// None.
    #[default]
    Nobody,
    /// These origins, such as `https://app.example.com`.
    Origins(Vec<HeaderValue>),
    /// All.
    Everyone,
}

impl Cors {
    /// Reads `CORS_ALLOW_ORIGINS`: origins separated by commas, or `*` for all; none by default.
    pub fn from_environment(env: &mut Reader<'_>) -> Self {
        let accepts = "origins separated by commas, such as https://app.example.com, or *";
        env.parsed("CORS_ALLOW_ORIGINS", Self::Nobody, accepts, Self::parse)
    }

    /// Parses a list of origins separated by commas, or `*`. An empty list allows none.
    ///
    /// # Errors
    /// `()` when an item is not the origin of an http or https URL.
    fn parse(text: &str) -> Result<Self, ()> {
        let named = text.split(',').map(str::trim).filter(|name| !name.is_empty());
        let mut origins = Vec::new();
        for name in named {
            if name == "*" {
                return Ok(Self::Everyone);
            }
            origins.push(origin(name).ok_or(())?);
        }
        Ok(if origins.is_empty() { Self::Nobody } else { Self::Origins(origins) })
    }

    /// Whether `origin` is in the list.
    pub(crate) fn allows_origin(&self, origin: impl PartialEq<HeaderValue>) -> bool {
        matches!(self, Self::Origins(origins) if origins.iter().any(|known| origin == *known))
    }

    /// Returns the origin that may read the response to a request with these headers.
    fn allowed_origin(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        let origin = headers.get(header::ORIGIN)?;
        match self {
            Self::Nobody => None,
            Self::Origins(_) => self.allows_origin(origin).then(|| origin.clone()),
            Self::Everyone => Some(HeaderValue::from_static("*")),
        }
    }

    /// Returns the response to a preflight from an allowed origin.
    pub(super) fn preflight(&self, request: &Request) -> Option<Response> {
        let asks = request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
        let reader = self
            .allowed_origin(request.headers())
            .filter(|_| *request.method() == Method::OPTIONS && asks)?;
        let headers = [
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, reader),
            (header::ACCESS_CONTROL_ALLOW_METHODS, METHODS),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS),
            (header::ACCESS_CONTROL_MAX_AGE, MAX_AGE),
        ];
        Some((StatusCode::NO_CONTENT, headers).into_response())
    }

    /// Returns the CORS headers for the response to a request with these headers.
    pub(super) fn permission(&self, headers: &HeaderMap) -> Permission {
        Permission { reader: self.allowed_origin(headers), varies: matches!(self, Self::Origins(_)) }
    }
}

/// CORS headers of a response.
pub(super) struct Permission {
    reader: Option<HeaderValue>,
    varies: bool,
}

impl Permission {
    pub(super) fn write(self, response: &mut Response) {
        let headers = response.headers_mut();
        // A cache must not serve the response for one site to another.
        if self.varies {
            headers.append(header::VARY, HeaderValue::from_static("Origin"));
        }
        if let Some(reader) = self.reader {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, reader);
            headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
    }
}

/// Returns `text` if it is an origin as browsers serialize it.
fn origin(text: &str) -> Option<HeaderValue> {
    let url = Url::parse(text).ok()?;
    let origin = url.origin();
    let written = matches!(url.scheme(), "http" | "https")
        && matches!(origin, Origin::Tuple(..))
        && origin.ascii_serialization() == text;
    HeaderValue::from_str(text).ok().filter(|_| written)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("", Some(Cors::Nobody))]
    #[case(" , ", Some(Cors::Nobody))]
    #[case("*", Some(Cors::Everyone))]
    #[case("https://a.example, http://localhost:3000", Some(Cors::Origins(vec![
        HeaderValue::from_static("https://a.example"), HeaderValue::from_static("http://localhost:3000"),
    ])))]
    #[case("https://a.example/", None)]
    #[case("https://a.example:443", None)]
    #[case("https://a.example/app", None)]
    #[case("a.example", None)]
    #[case("null", None)]
    #[case("file:///x", None)]
    fn only_serialized_origins_are_accepted(#[case] text: &str, #[case] expected: Option<Cors>) {
        assert_eq!(Cors::parse(text).ok(), expected);
    }
}
