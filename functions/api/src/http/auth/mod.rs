//! Authentication. The configuration fixes the method, never the request.

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
use beadle_values::cause::Chain;
use http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use std::sync::Arc;

pub use self::api_key::{NewKey, generate as generate_api_key};
pub use self::local::is_of_this_machine;
pub use self::{
    gateway::Gateway,
    jwks::{FetchError, KeySource},
    jwt::{Expected, JwtVerifier},
};
use super::{
    Problem,
    layer::{self, Cors},
    limiter,
};
use crate::state::Api;

/// Method of authentication.
#[derive(Debug)]
pub enum Auth {
    /// None: every caller is `local` with the role admin. Only for a server that binds a loopback address;
    /// requests that a browser makes on behalf of another site are refused.
    Local,
    /// A bearer token (RFC 6750) that is a JWT (RFC 7519).
    Jwt {
        /// Verifies the tokens.
        verifier: Box<JwtVerifier>,
        /// Who may name the caller if there is no token.
        gateway: Option<Gateway>,
    },
    /// `X-User-ID`, which a gateway sets after it has authenticated the caller (seed 003).
    Gateway(Gateway),
    /// None but API keys, which are accepted with every method.
    ApiKeys,
}

/// Reason why a caller is not authenticated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AuthError {
    #[error("no credentials")]
    Missing,
    #[error("the credentials are not valid")]
    Invalid,
    #[error("the credentials can't be judged at the moment")]
    Unavailable,
    #[error("the request comes from a foreign web site")]
    ForeignOrigin,
    #[error("the request came through a proxy")]
    Proxied,
}

impl Auth {
    /// Refuses requests that a browser makes on behalf of another site if clients need no credentials.
    fn check_site(&self, headers: &HeaderMap, cors: &Cors) -> Result<(), AuthError> {
        match self {
            Self::Local => local::check_site(headers, cors),
            Self::Jwt { .. } | Self::Gateway(_) | Self::ApiKeys => Ok(()),
        }
    }

    pub(crate) async fn authenticate(
        &self,
        headers: &HeaderMap,
        cors: &Cors,
    ) -> Result<Principal, AuthError> {
        match self {
            Self::Local => local::principal(headers, cors),
            Self::Gateway(gateway) => gateway.principal(headers),
            // A token has no one to verify it.
            Self::ApiKeys => Err(bearer_token(headers)?.map_or(AuthError::Missing, |_| AuthError::Invalid)),
            Self::Jwt { verifier, gateway } => match (bearer_token(headers)?, gateway) {
                (Some(token), _) => verifier.verify(token).await,
                (None, Some(gateway)) => gateway.principal(headers),
                (None, None) => Err(AuthError::Missing),
            },
        }
    }
}

/// Returns the token of `Authorization: Bearer …` (RFC 6750 section 2.1). The scheme is case-insensitive.
fn bearer_token(headers: &HeaderMap) -> Result<Option<&str>, AuthError> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = given.next() else { return Ok(None) };
    if given.next().is_some() {
        return Err(AuthError::Invalid);
    }
    let text = value.to_str().map_err(|_| AuthError::Invalid)?;
    match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(Some(token.trim())),
        _ => Ok(None),
    }
}

/// Returns the token of `Authorization: Bearer …`, which has to be there.
pub(crate) fn required_bearer_token(headers: &HeaderMap) -> Result<&str, AuthError> {
    bearer_token(headers)?.ok_or(AuthError::Missing)
}

impl From<AuthError> for Problem {
    fn from(reason: AuthError) -> Self {
        let unauthorized = |code, detail, challenge| {
            Self::new(StatusCode::UNAUTHORIZED, code, detail)
                .header(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge))
        };
        match reason {
            AuthError::Missing => {
                unauthorized("unauthenticated", "Credentials are required", "Bearer realm=\"beadle\"")
            }
            AuthError::Invalid => unauthorized(
                "invalid_token",
                "The credentials are not valid",
                "Bearer realm=\"beadle\", error=\"invalid_token\", error_description=\"the credentials are not valid\"",
            ),
            AuthError::Unavailable => Self::unavailable(),
            AuthError::Proxied => Self::new(
                StatusCode::FORBIDDEN,
                "proxied_request",
                "This server needs no credentials, so it does not answer what comes through a proxy; configure JWT_SECRET or JWT_JWKS_URL",
            ),
            AuthError::ForeignOrigin => Self::new(
                StatusCode::FORBIDDEN,
                "foreign_origin",
                "This server needs no credentials, so it answers to loopback names only and not to other web sites",
            ),
        }
    }
}

/// Authenticates a request by its headers. An API key is accepted with every method, and must be valid if it
/// is given.
async fn authenticate(api: &Api, headers: &HeaderMap) -> Result<Principal, AuthError> {
    let Some(hash) = api_key::extract(headers)? else {
        return api.auth.authenticate(headers, &api.cors).await;
    };
    api.auth.check_site(headers, &api.cors)?;
    match api.services.api_keys.authenticate(&hash, api.now()).await {
        Ok(principal) => principal.ok_or(AuthError::Invalid),
        Err(error) => {
            tracing::warn!(error = %Chain(&error), "failed to look up an API key");
            Err(AuthError::Unavailable)
        }
    }
}

/// The authenticated caller of a route.
pub(crate) struct Caller(pub(crate) Principal);

impl FromRequestParts<Arc<Api>> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Problem> {
        let principal = authenticate(api, &parts.headers).await?;
        if principal.owner.is_reserved() {
            return Err(AuthError::Invalid.into());
        }
        layer::CallerSlot::set(&parts.extensions, &principal.owner);
        if let Some(standing) = api.limiter.take(&principal, api.now()) {
            layer::QuotaSlot::set(&parts.extensions, standing);
            if let Some(problem) = limiter::exceeded(&standing) {
                return Err(problem);
            }
        }
        Ok(Self(principal))
    }
}
