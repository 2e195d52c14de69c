//! Encrypts tokens for the shared store, under a key that only the client's secret yields.
//!
//! Both the name of the row and the key are derived from the secret (HKDF with SHA-256, RFC 5869). Another
//! secret, or a changed one, leads to another row, and a row alone reveals nothing.

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

use super::lifetime::{Lifetime, Token};

/// The first byte of a sealed token: the version of its format.
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
    /// [`AuthError::Unusable`] if the secret is empty.
    pub fn of(grant: &ClientGrant) -> Result<Self, AuthError> {
        let secret = grant.client_secret.expose_secret().as_bytes();
        if secret.is_empty() {
            return Err(AuthError::Unusable("the client's secret is empty".to_owned()));
        }
        let failed = |_| AuthError::Unusable("no key can be derived from the client's secret".to_owned());
        let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, grant_digest(grant).as_ref());
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

    /// Encrypts a token: format, nonce, cipher text, tag.
    ///
    /// # Errors
    /// [`AuthError::Unavailable`] if the system provides no randomness.
    pub fn seal(&self, token: &Token) -> Result<Vec<u8>, AuthError> {
        let failed = || AuthError::Unavailable("a token can't be encrypted".into());
        let contents = Contents {
            token: token.text.expose_secret().to_owned(),
            issued_at: token.lifetime.issued_at.as_millisecond(),
            expires_at: token.lifetime.expires_at.as_millisecond(),
        };
        let mut text = serde_json::to_vec(&contents).map_err(|_| failed())?;
        let nonce = self.key.seal_in_place_append_tag(self.bound(), &mut text).map_err(|_| failed())?;
        let mut sealed = Vec::with_capacity(1 + NONCE_LEN + text.len());
        sealed.push(FORMAT);
        sealed.extend_from_slice(nonce.as_ref());
        sealed.append(&mut text);
        Ok(sealed)
    }

    /// Decrypts a token; `None` for anything else.
    pub fn open(&self, sealed: &[u8]) -> Option<Token> {
        let (nonce, text) = sealed.strip_prefix(&[FORMAT])?.split_first_chunk::<NONCE_LEN>()?;
        let mut text = text.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let text = self.key.open_in_place(nonce, self.bound(), &mut text).ok()?;
        let contents: Contents = serde_json::from_slice(text).ok()?;
        let lifetime = Lifetime {
            issued_at: Timestamp::from_millisecond(contents.issued_at).ok()?,
            expires_at: Timestamp::from_millisecond(contents.expires_at).ok()?,
        };
        Some(Token { text: SecretString::from(contents.token), lifetime, stored: true })
    }

    /// The associated data. It binds a sealed token to its row.
    fn bound(&self) -> Aad<&[u8]> {
        Aad::from(self.row.as_str().as_bytes())
    }
}

/// A digest of everything that distinguishes one grant from another, except its secret.
fn grant_digest(grant: &ClientGrant) -> digest::Digest {
    let mut context = digest::Context::new(&digest::SHA256);
    let client_auth = grant.client_auth.as_str();
    let parts =
        [Some(&grant.token_url), Some(&grant.client_id), grant.scope.as_ref(), grant.audience.as_ref()];
    let parts = parts.into_iter().map(|part| part.map(String::as_str)).chain([Some(client_auth)]);
    for part in parts {
        // Includes the length, so that no two lists of parts have the same digest.
        let length = part.map_or(u64::MAX, |part| part.len() as u64);
        context.update(&length.to_be_bytes());
        context.update(part.unwrap_or_default().as_bytes());
    }
    context.finish()
}
