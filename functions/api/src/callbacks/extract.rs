//! What a report is made of: a token, a content type and a body of any type.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use beadle_domain::execution::job::{Sent, SentKind};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, header, request::Parts};

use crate::{
    http::{Problem, auth, raw_body},
    state::Api,
};

/// The largest body of a report, in bytes.
const MAX_BYTES: usize = 256 * 1024;

/// The token in the path.
pub(crate) struct PathToken(pub(super) String);

impl FromRequestParts<Arc<Api>> for PathToken {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Problem> {
        let token = Path::<String>::from_request_parts(parts, api).await;
        token.map(|Path(token)| Self(token)).map_err(|_| super::report::unknown())
    }
}

/// The token in `Authorization: Bearer …` (RFC 6750 section 2.1).
pub(crate) struct BearerToken(pub(super) String);

impl FromRequestParts<Arc<Api>> for BearerToken {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Api>) -> Result<Self, Problem> {
        Ok(Self(auth::required_bearer_token(&parts.headers)?.to_owned()))
    }
}

/// The body of a report, as it was sent.
pub(crate) struct RawReport {
    content_type: Option<String>,
    headers: Vec<(String, String)>,
    body: Bytes,
}

impl RawReport {
    /// The report, which says this.
    pub(super) fn saying(self, kind: SentKind) -> Sent {
        Sent { kind, content_type: self.content_type, headers: self.headers, body: self.body }
    }
}

impl FromRequest<Arc<Api>> for RawReport {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Arc<Api>) -> Result<Self, Problem> {
        let content_type = request.headers().get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok()).map(str::to_owned);
        let headers = signed_headers(request.headers());
        Ok(Self { content_type, headers, body: raw_body(request, MAX_BYTES).await? })
    }
}

/// The headers that may hold a signature: all that are texts but those that say who calls this service.
pub(crate) fn signed_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let is_sent = |name: &HeaderName| *name != header::AUTHORIZATION && *name != header::COOKIE;
    let texts = headers.iter().filter(|(name, _)| is_sent(name));
    texts
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
        .collect()
}
