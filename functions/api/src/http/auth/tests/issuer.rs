//! A token issuer with its keys.

use std::{
    sync::{
        Arc, LazyLock, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rand::SystemRandom,
    rsa::KeySize,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, RsaKeyPair},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, get_current_timestamp, jwk::Jwk};
use serde_json::{Value, json};

use crate::http::auth::{FetchError, KeySource};

pub(super) const SECRET: &[u8] = b"a secret of at least thirty-two bytes";

/// Generating keys is slow, so they are shared.
static RSA: LazyLock<EncodingKey> = LazyLock::new(|| {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let pkcs8: Pkcs8V1Der<'_> = pair.as_der().unwrap();
    // RFC 5958: for a key of 2048 bits, 26 bytes precede the RSAPrivateKey.
    EncodingKey::from_rsa_der(&pkcs8.as_ref()[26..])
});
static EC: LazyLock<EncodingKey> = LazyLock::new(|| {
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
    EncodingKey::from_ec_der(pkcs8.as_ref())
});
static ED: LazyLock<EncodingKey> = LazyLock::new(|| {
    let pkcs8 = Ed25519KeyPair::generate_pkcs8v1(&SystemRandom::new()).unwrap();
    EncodingKey::from_ed_der(pkcs8.as_ref())
});

/// The signing key of an algorithm.
pub(super) fn signing_key(algorithm: Algorithm) -> EncodingKey {
    match algorithm {
        Algorithm::HS256 => EncodingKey::from_secret(SECRET),
        Algorithm::RS256 => RSA.clone(),
        Algorithm::ES256 => EC.clone(),
        Algorithm::EdDSA => ED.clone(),
        other => panic!("no key for {other:?}"),
    }
}

/// Claims that are valid now.
pub(super) fn claims(with: Value) -> Value {
    let now = get_current_timestamp();
    let mut claims = json!({"sub": "ada", "exp": now + 600, "iat": now, "roles": ["operator", "user"]});
    for (name, value) in with.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
}

/// A token with this header.
pub(super) fn token(algorithm: Algorithm, kid: Option<&str>, claims: &Value) -> String {
    let header = Header { kid: kid.map(str::to_owned), ..Header::new(algorithm) };
    encode(&header, claims, &signing_key(algorithm)).unwrap()
}

/// A token assembled from its parts, as a forger would.
pub(super) fn forged(header: &Value, claims: &Value, signature: &[u8]) -> String {
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let (header, claims) = (header.to_string(), claims.to_string());
    format!("{}.{}.{}", part(header.as_bytes()), part(claims.as_bytes()), part(signature))
}

/// The published key of `algorithm`, with additional members.
pub(super) fn published(algorithm: Algorithm, kid: &str, with: Value) -> Value {
    let key = Jwk::from_encoding_key(&signing_key(algorithm), algorithm).unwrap();
    let mut key = serde_json::to_value(key).unwrap();
    key["kid"] = json!(kid);
    for (name, value) in with.as_object().unwrap() {
        key[name] = value.clone();
    }
    key
}

/// The published keys of an issuer, with the number of fetches.
#[derive(Clone, Default)]
pub(super) struct Publisher {
    keys: Arc<Mutex<Option<Value>>>,
    fetches: Arc<AtomicUsize>,
    latency: Duration,
}

impl Publisher {
    pub(super) fn of(keys: &[Value]) -> Self {
        let publisher = Self::default();
        publisher.publish(keys);
        publisher
    }

    /// The same publisher, which takes so long to respond.
    pub(super) fn responding_after(self, latency: Duration) -> Self {
        Self { latency, ..self }
    }

    pub(super) fn publish(&self, keys: &[Value]) {
        *self.keys.lock().unwrap() = Some(json!({ "keys": keys }));
    }

    /// Stops responding.
    pub(super) fn vanish(&self) {
        *self.keys.lock().unwrap() = None;
    }

    pub(super) fn fetches(&self) -> usize {
        self.fetches.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl KeySource for Publisher {
    async fn fetch(&self) -> Result<Vec<u8>, FetchError> {
        self.fetches.fetch_add(1, Ordering::SeqCst);
        tokio::time::sleep(self.latency).await;
        let keys = self.keys.lock().unwrap().clone();
        keys.map(|keys| keys.to_string().into_bytes()).ok_or_else(|| FetchError("no answer".to_owned()))
    }
}
