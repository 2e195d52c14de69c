//! Who calls. How that is proven is fixed by the configuration, never by the request.

mod api_key;
mod claims;
mod gateway;
mod jwks;
mod jwt;
mod local;
mod settings;
#[cfg(test)]
mod tests;

use axum::extract::FromRequestParts;
use beadle_domain::access::Principal;
use http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use std::sync::Arc;

pub(crate) use self::api_key::mint;
pub use self::{
    jwks::{FetchError, KeySource},
    jwt::{Expected, JwtVerifier},
};
use super::{
    Problem,
    layer::{self, Cors},
    limiter,
};
use crate::state::Api;

/// How callers prove who they are.
#[derive(Debug)]
pub enum Auth {
    /// They need not: everyone is `local` with the role admin. Only for a server that binds a loopback address; requests
    /// that a browser makes on behalf of another site are refused.
    Local,
    /// A bearer token (RFC 6750) that is a JWT (RFC 7519).
    Jwt {
        /// Judges the tokens.
        verifier: Box<JwtVerifier>,
        /// Whether `X-User-ID` counts where there is no token.
        trust_gateway: bool,
    },
    /// `X-User-ID`, which a gateway in front sets after it has judged the caller itself (seed 003).
    Gateway,
}

/// Why a caller is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotLetIn {
    #[error("no credentials")]
    Missing,
    #[error("the credentials are not valid")]
    Invalid,
    #[error("the credentials can't be judged at the moment")]
    Unjudged,
    #[error("the request comes from a foreign web site")]
    Foreign,
}

impl Auth {
    /// Refuses what a browser sends on behalf of another site, where anyone who connects may do all.
    fn check_site(&self, headers: &HeaderMap, cors: &Cors) -> Result<(), NotLetIn> {
        match self {
            Self::Local => local::check_site(headers, cors),
            Self::Jwt { .. } | Self::Gateway => Ok(()),
        }
    }

    pub(crate) async fn authenticate(&self, headers: &HeaderMap, cors: &Cors) -> Result<Principal, NotLetIn> {
        match self {
            Self::Local => local::principal(headers, cors),
            Self::Gateway => gateway::principal(headers),
            Self::Jwt { verifier, trust_gateway } => match bearer_token(headers)? {
                Some(token) => verifier.verify(token).await,
                None if *trust_gateway => gateway::principal(headers),
                None => Err(NotLetIn::Missing),
            },
        }
    }
}

/// The token of `Authorization: Bearer …` (RFC 6750 section 2.1); the scheme is read in any case.
fn bearer_token(headers: &HeaderMap) -> Result<Option<&str>, NotLetIn> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = given.next() else { return Ok(None) };
    if given.next().is_some() {
        return Err(NotLetIn::Invalid);
    }
    let text = value.to_str().map_err(|_| NotLetIn::Invalid)?;
    match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(Some(token.trim())),
        _ => Ok(None),
    }
}

impl From<NotLetIn> for Problem {
    fn from(reason: NotLetIn) -> Self {
        let unauthorized = |code, detail, challenge| {
            Self::new(StatusCode::UNAUTHORIZED, code, detail)
                .header(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge))
        };
        match reason {
            NotLetIn::Missing => {
                unauthorized("unauthenticated", "Credentials are required", "Bearer realm=\"beadle\"")
            }
            NotLetIn::Invalid => unauthorized(
                "invalid_token",
                "The credentials are not valid",
                "Bearer realm=\"beadle\", error=\"invalid_token\", error_description=\"the credentials are not valid\"",
            ),
            NotLetIn::Unjudged => Self::unavailable(),
            NotLetIn::Foreign => Self::new(
                StatusCode::FORBIDDEN,
                "foreign_origin",
                "This server needs no credentials, so it answers to loopback names only and not to other web sites",
            ),
        }
    }
}

/// Who sent a request with these headers. An API key counts whatever else the configuration asks for, and where it is
/// given it has to be valid.
async fn authenticate(api: &Api, headers: &HeaderMap) -> Result<Principal, NotLetIn> {
    let Some(hash) = api_key::given(headers)? else { return api.auth.authenticate(headers, &api.cors).await };
    api.auth.check_site(headers, &api.cors)?;
    match api.api_keys.authenticate(&hash, api.clock.now()).await {
        Ok(principal) => principal.ok_or(NotLetIn::Invalid),
        Err(error) => {
            tracing::warn!(%error, "an API key can't be looked up");
            Err(NotLetIn::Unjudged)
        }
    }
}

/// The caller of a route.
pub(crate) struct Caller(pub(crate) Principal);

impl FromRequestParts<Arc<Api>> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Problem> {
        let principal = authenticate(api, &parts.headers).await?;
        if principal.owner.is_reserved() {
            return Err(NotLetIn::Invalid.into());
        }
        layer::Caller::note(&parts.extensions, &principal.owner);
        if let Some(standing) = api.limiter.take(&principal, api.clock.now()) {
            layer::Quota::note(&parts.extensions, standing);
            if let Some(refusal) = limiter::refusal(&standing) {
                return Err(refusal);
            }
        }
        Ok(Self(principal))
    }
}
