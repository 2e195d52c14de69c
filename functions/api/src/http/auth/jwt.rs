//! Judges JSON Web Tokens by the rules of RFC 8725: one algorithm, fixed by configuration; `exp` required; `nbf`
//! honoured; `iss` and `aud` checked where they are configured.

use beadle_domain::access::Principal;
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation, decode, decode_header};

use super::{
    NotLetIn,
    claims::Claims,
    jwks::{JwkError, JwkSet, KeySource},
};

/// How far clocks may disagree, in seconds.
const LEEWAY: u64 = 30;

/// What a token has to say, where it is configured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected {
    /// Who made it: `iss`.
    pub issuer: Option<String>,
    /// Whom it is for: `aud`, or one of them.
    pub audience: Option<String>,
}

/// Judges tokens.
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
    /// Tokens signed with HS256 and this secret.
    pub fn secret(secret: &[u8], expected: &Expected) -> Self {
        let keys = Keys::Secret(DecodingKey::from_secret(secret));
        Self { keys, validation: validation(Algorithm::HS256, expected) }
    }

    /// Tokens signed with `algorithm` (RS256, ES256 or `EdDSA`) and a key that `source` publishes.
    pub fn published(algorithm: Algorithm, source: Box<dyn KeySource>, expected: &Expected) -> Self {
        let keys = Keys::Published(JwkSet::new(algorithm, source));
        Self { keys, validation: validation(algorithm, expected) }
    }

    pub(super) async fn verify(&self, token: &str) -> Result<Principal, NotLetIn> {
        let header = decode_header(token).map_err(|error| refused(&error))?;
        self.check(&header)?;
        let claims = match &self.keys {
            Keys::Secret(key) => self.claims(token, key)?,
            Keys::Published(set) => {
                let key = set.key(header.kid.as_deref()).await.map_err(|error| match error {
                    JwkError::Unknown => NotLetIn::Invalid,
                    JwkError::Unavailable => NotLetIn::Unjudged,
                })?;
                self.claims(token, &key)?
            }
        };
        claims.principal()
    }

    /// What can be judged before a key is looked for, so that no forged header makes us fetch keys.
    fn check(&self, header: &Header) -> Result<(), NotLetIn> {
        // RFC 7515 section 4.1.11: a critical extension that is not understood makes the token invalid.
        let fits = self.validation.algorithms.contains(&header.alg) && header.crit.is_none();
        if fits { Ok(()) } else { Err(NotLetIn::Invalid) }
    }

    fn claims(&self, token: &str, key: &DecodingKey) -> Result<Claims, NotLetIn> {
        decode::<Claims>(token, key, &self.validation)
            .map(|token| token.claims)
            .map_err(|error| refused(&error))
    }
}

fn refused(error: &jsonwebtoken::errors::Error) -> NotLetIn {
    tracing::debug!(%error, "token refused");
    NotLetIn::Invalid
}

fn validation(algorithm: Algorithm, expected: &Expected) -> Validation {
    let mut validation = Validation::new(algorithm);
    let mut required = vec!["exp", "sub"];
    validation.leeway = LEEWAY;
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
