//! How a token is kept where others may read: encrypted under a key that only the client's secret gives.
//!
//! Row name and key are both derived from the secret (HKDF with SHA-256, RFC 5869). Who has another secret, or the same
//! after it was changed, finds another row, and a row alone tells nothing.

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey},
    digest, hkdf,
};
use beadle_application::port::{AuthError, TokenKey};
use beadle_domain::destination::credential::ClientGrant;
use beadle_values::hexadecimal;
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use super::life::{Life, Token};

/// The first byte of what is sealed: how.
const FORMAT: u8 = 1;

/// Seals and opens the tokens of one grant.
pub(super) struct Sealer {
    row: TokenKey,
    key: RandomizedNonceKey,
}

#[derive(Serialize, Deserialize)]
struct Contents {
    token: String,
    issued_at: i64,
    expires_at: i64,
}

impl Sealer {
    /// The sealer of `grant`.
    ///
    /// # Errors
    /// [`AuthError::Unusable`] where the secret is empty.
    pub fn of(grant: &ClientGrant) -> Result<Self, AuthError> {
        let secret = grant.client_secret.expose_secret().as_bytes();
        if secret.is_empty() {
            return Err(AuthError::Unusable("the client's secret is empty".to_owned()));
        }
        let failed = |_| AuthError::Unusable("no key can be derived from the client's secret".to_owned());
        let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, what_is_asked(grant).as_ref());
        let derived = salt.extract(secret);
        let (mut name, mut key) = ([0; 32], [0; 32]);
        for (out, purpose) in [(&mut name, b"beadle token row".as_slice()), (&mut key, b"beadle token key")] {
            derived
                .expand(&[purpose], hkdf::HKDF_SHA256)
                .and_then(|material| material.fill(out))
                .map_err(failed)?;
        }
        let row = hexadecimal::write(name);
        let key = RandomizedNonceKey::new(&AES_256_GCM, &key).map_err(failed)?;
        Ok(Self { row: TokenKey::new(row), key })
    }

    /// The row of the grant's tokens.
    pub fn row(&self) -> &TokenKey {
        &self.row
    }

    /// Format, nonce, cipher text, tag.
    ///
    /// # Errors
    /// [`AuthError::Unavailable`] where the system has no randomness to give.
    pub fn seal(&self, token: &Token) -> Result<Vec<u8>, AuthError> {
        let failed = || AuthError::Unavailable("a token can't be encrypted".to_owned());
        let contents = Contents {
            token: token.text.expose_secret().to_owned(),
            issued_at: token.life.issued_at.as_millisecond(),
            expires_at: token.life.expires_at.as_millisecond(),
        };
        let mut text = serde_json::to_vec(&contents).map_err(|_| failed())?;
        let nonce = self.key.seal_in_place_append_tag(self.bound(), &mut text).map_err(|_| failed())?;
        let mut sealed = Vec::with_capacity(1 + NONCE_LEN + text.len());
        sealed.push(FORMAT);
        sealed.extend_from_slice(nonce.as_ref());
        sealed.append(&mut text);
        Ok(sealed)
    }

    /// The token that was sealed; `None` for anything else.
    pub fn open(&self, sealed: &[u8]) -> Option<Token> {
        let (nonce, text) = sealed.strip_prefix(&[FORMAT])?.split_first_chunk::<NONCE_LEN>()?;
        let mut text = text.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let text = self.key.open_in_place(nonce, self.bound(), &mut text).ok()?;
        let contents: Contents = serde_json::from_slice(text).ok()?;
        let life = Life {
            issued_at: Timestamp::from_millisecond(contents.issued_at).ok()?,
            expires_at: Timestamp::from_millisecond(contents.expires_at).ok()?,
        };
        Some(Token { text: SecretString::from(contents.token), life, stored: true })
    }

    /// A sealed token opens in its own row only.
    fn bound(&self) -> Aad<&[u8]> {
        Aad::from(self.row.as_str().as_bytes())
    }
}

/// A digest of all that makes one grant differ from another, its secret aside.
fn what_is_asked(grant: &ClientGrant) -> digest::Digest {
    let mut context = digest::Context::new(&digest::SHA256);
    let client_auth = grant.client_auth.as_str();
    let parts =
        [Some(&grant.token_url), Some(&grant.client_id), grant.scope.as_ref(), grant.audience.as_ref()];
    let parts = parts.into_iter().map(|part| part.map(String::as_str)).chain([Some(client_auth)]);
    for part in parts {
        // With its length, so that no two lists of parts read the same.
        let length = part.map_or(u64::MAX, |part| part.len() as u64);
        context.update(&length.to_be_bytes());
        context.update(part.unwrap_or_default().as_bytes());
    }
    context.finish()
}
