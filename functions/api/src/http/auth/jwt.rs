//! Verifies JSON Web Tokens by the rules of RFC 8725: one algorithm, fixed by configuration; `exp` is
//! required; `nbf` is checked; `iss` and `aud` are checked if they are configured.

use beadle_domain::access::Principal;
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation, decode, decode_header};

use super::{
    AuthError,
    claims::Claims,
    jwks::{JwkError, JwkSet, KeySource},
};

/// Allowed clock skew, in seconds.
const LEEWAY_SECONDS: u64 = 30;

/// Claims that a token must have, if they are configured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected {
    /// Required issuer: `iss`.
    pub issuer: Option<String>,
    /// Required audience: `aud`, or one of its values.
    pub audience: Option<String>,
}

/// Verifies tokens.
pub struct JwtVerifier {
    keys: Keys,
    validation: Validation,
}

enum Keys {
    Secret(DecodingKey),
    Published(JwkSet),
}

impl std::fmt::Debug for JwtVerifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JwtVerifier").field("algorithms", &self.validation.algorithms).finish_non_exhaustive()
    }
}

impl JwtVerifier {
    /// Verifies tokens signed with HS256 and this secret.
    pub fn secret(secret: &[u8], expected: &Expected) -> Self {
        let keys = Keys::Secret(DecodingKey::from_secret(secret));
        Self { keys, validation: validation(Algorithm::HS256, expected) }
    }

    /// Verifies tokens signed with `algorithm` (RS256, ES256 or `EdDSA`) and a key published by `source`.
    pub fn published(algorithm: Algorithm, source: Box<dyn KeySource>, expected: &Expected) -> Self {
        let keys = Keys::Published(JwkSet::new(algorithm, source));
        Self { keys, validation: validation(algorithm, expected) }
    }

    pub(super) async fn verify(&self, token: &str) -> Result<Principal, AuthError> {
        let header = decode_header(token).map_err(|error| rejected(&error))?;
        self.check_header(&header)?;
        let claims = match &self.keys {
            Keys::Secret(key) => self.claims(token, key)?,
            Keys::Published(set) => {
                let key = set.key(header.kid.as_deref()).await.map_err(|error| match error {
                    JwkError::Unknown => AuthError::Invalid,
                    JwkError::Unavailable => AuthError::Unavailable,
                })?;
                self.claims(token, &key)?
            }
        };
        claims.principal()
    }

    /// Checks the header before a key is looked up, so that a forged header never triggers a fetch.
    fn check_header(&self, header: &Header) -> Result<(), AuthError> {
        // RFC 7515 section 4.1.11: a critical extension that is not understood makes the token invalid.
        let fits = self.validation.algorithms.contains(&header.alg) && header.crit.is_none();
        if fits { Ok(()) } else { Err(AuthError::Invalid) }
    }

    fn claims(&self, token: &str, key: &DecodingKey) -> Result<Claims, AuthError> {
        decode::<Claims>(token, key, &self.validation)
            .map(|token| token.claims)
            .map_err(|error| rejected(&error))
    }
}

fn rejected(error: &jsonwebtoken::errors::Error) -> AuthError {
    tracing::debug!(%error, "token rejected");
    AuthError::Invalid
}

fn validation(algorithm: Algorithm, expected: &Expected) -> Validation {
    let mut validation = Validation::new(algorithm);
    let mut required = vec!["exp", "sub"];
    validation.leeway = LEEWAY_SECONDS;
    validation.validate_nbf = true;
    validation.validate_aud = expected.audience.is_some();
    if let Some(audience) = &expected.audience {
        validation.set_audience(&[audience]);
        required.push("aud");
    }
    if let Some(issuer) = &expected.issuer {
        validation.set_issuer(&[issuer]);
        required.push("iss");
    }
    validation.set_required_spec_claims(&required);
    validation
}
