//! Adds credentials to requests, one file per kind: [`plain`] for fixed credentials, [`oauth2`] for tokens
//! of an authorization server, [`jwt`] for tokens that are signed here, [`sigv4`] and [`webhook`] for
//! signatures.

mod headers;
mod jwt;
pub mod oauth2;
mod plain;
mod sigv4;
mod webhook;

use std::sync::Arc;

use async_trait::async_trait;
use beadle_application::port::{AuthError, Authorizer, Clock, HttpCaller, Ids, SentSecrets, Tokens};
use beadle_domain::{call::HttpRequest, destination::Credential};
use secrecy::SecretString;

use self::oauth2::OAuth2;

/// Adds credentials to requests.
pub struct Authorization {
    oauth2: OAuth2,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl Authorization {
    /// Calls token endpoints through `caller`, which has the egress guard, and shares tokens through
    /// `tokens`.
    pub fn new(
        caller: Arc<dyn HttpCaller>,
        tokens: Arc<dyn Tokens>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Self {
        Self { oauth2: OAuth2::new(caller, tokens, Arc::clone(&clock)), clock, ids }
    }
}

#[async_trait]
impl Authorizer for Authorization {
    async fn authorize(
        &self,
        request: &mut HttpRequest,
        credential: &Credential,
    ) -> Result<SentSecrets, AuthError> {
        match credential {
            Credential::None => Ok(SentSecrets::default()),
            Credential::Basic { username, password } => plain::basic(request, username, password),
            Credential::Bearer { token } => plain::bearer(request, token),
            Credential::ApiKey { place, name, value } => plain::api_key(request, *place, name, value),
            Credential::OAuth2(grant) => {
                let token = self.oauth2.token(grant).await?;
                let used = plain::bearer(request, &token.text)?;
                Ok(if token.stored { used.with_stored_token() } else { used })
            }
            Credential::Jwt(token) => {
                let now = self.clock.now();
                jwt::add(request, token, now, self.ids.fresh(now))
            }
            Credential::SigV4(keys) => sigv4::sign(request, keys, self.clock.now()),
        }
    }

    async fn refused(&self, credential: &Credential, used: &SentSecrets) -> bool {
        match credential {
            Credential::OAuth2(grant) if used.has_stored_token() => {
                self.oauth2.forget(grant, used);
                true
            }
            _ => false,
        }
    }

    fn sign(
        &self,
        request: &mut HttpRequest,
        id: &str,
        secrets: &[SecretString],
    ) -> Result<SentSecrets, AuthError> {
        webhook::sign(request, id, self.clock.now(), secrets)
    }
}

#[cfg(test)]
mod tests;
