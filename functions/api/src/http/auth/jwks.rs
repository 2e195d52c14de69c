//! The keys that an issuer publishes (RFC 7517): fetched when first needed, kept, and fetched again when a token names a
//! key that is not among them, at most once a minute.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use async_trait::async_trait;
use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, PublicKeyUse},
};
use serde::Deserialize;
use serde_json::Value;
use tokio::{sync::Mutex, time::Instant};

/// The shortest time between two fetches.
const PAUSE: Duration = Duration::from_secs(60);
/// The same after a fetch that failed while no key is known at all.
const PAUSE_WITHOUT_KEYS: Duration = Duration::from_secs(5);
/// After this long keys are fetched again, so that one that was withdrawn stops counting.
const LIFETIME: Duration = Duration::from_secs(60 * 60);

/// Where keys are published.
#[async_trait]
pub trait KeySource: Send + Sync {
    /// The key set, as JSON.
    ///
    /// # Errors
    /// [`FetchError`] when it can't be had.
    async fn fetch(&self) -> Result<Vec<u8>, FetchError>;
}

/// Why keys could not be fetched; for the log.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct FetchError(pub String);

/// Why there is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JwkError {
    /// The issuer publishes no such key.
    Unknown,
    /// It can't be found out at the moment.
    Unavailable,
}

/// The keys of one issuer for one algorithm.
pub(super) struct JwkSet {
    algorithm: Algorithm,
    source: Box<dyn KeySource>,
    known: RwLock<Option<Known>>,
    last_try: Mutex<Option<Instant>>,
}

#[derive(Clone)]
struct Known {
    keys: Arc<HashMap<Option<String>, Arc<DecodingKey>>>,
    fetched_at: Instant,
}

impl Known {
    /// The key of that id; without one, the only key there is.
    fn key(&self, id: Option<&str>) -> Option<Arc<DecodingKey>> {
        let key = match id {
            Some(id) => self.keys.get(&Some(id.to_owned())),
            None if self.keys.len() == 1 => self.keys.values().next(),
            None => None,
        };
        key.cloned()
    }
}

impl JwkSet {
    pub(super) fn new(algorithm: Algorithm, source: Box<dyn KeySource>) -> Self {
        Self { algorithm, source, known: RwLock::new(None), last_try: Mutex::new(None) }
    }

    pub(super) async fn key(&self, id: Option<&str>) -> Result<Arc<DecodingKey>, JwkError> {
        let known = self.known();
        let fresh = known.as_ref().is_some_and(|known| known.fetched_at.elapsed() < LIFETIME);
        match known.and_then(|known| known.key(id)) {
            Some(key) if fresh => Ok(key),
            _ => {
                self.refresh(id).await;
                let known = self.known().ok_or(JwkError::Unavailable)?;
                known.key(id).ok_or(JwkError::Unknown)
            }
        }
    }

    fn known(&self) -> Option<Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Fetches the keys, unless someone has just done so.
    async fn refresh(&self, id: Option<&str>) {
        let mut last_try = self.last_try.lock().await;
        let known = self.known();
        let pause = if known.is_some() { PAUSE } else { PAUSE_WITHOUT_KEYS };
        if last_try.is_some_and(|at| at.elapsed() < pause) {
            return;
        }
        *last_try = Some(Instant::now());
        match self.source.fetch().await.and_then(|json| read(&json, self.algorithm)) {
            Ok(keys) => {
                tracing::info!(keys = keys.len(), "fetched the issuer's keys");
                let fetched = Known { keys: Arc::new(keys), fetched_at: Instant::now() };
                *self.known.write().unwrap_or_else(PoisonError::into_inner) = Some(fetched);
            }
            Err(error) => {
                tracing::warn!(%error, key.id = id.unwrap_or(""), "the issuer's keys can't be fetched");
            }
        }
    }
}

/// The keys of a set that are for signing with `algorithm`; others, and ones that can't be read, are left out.
fn read(json: &[u8], algorithm: Algorithm) -> Result<HashMap<Option<String>, Arc<DecodingKey>>, FetchError> {
    #[derive(Deserialize)]
    struct Published {
        keys: Vec<Value>,
    }
    let published: Published =
        serde_json::from_slice(json).map_err(|error| FetchError(format!("is not a key set: {error}")))?;
    let usable = published.keys.into_iter().filter_map(|key| {
        let key: Jwk = serde_json::from_value(key).ok()?;
        if !serves(&key, algorithm) {
            return None;
        }
        let decoding = DecodingKey::from_jwk(&key).ok()?;
        Some((key.common.key_id, Arc::new(decoding)))
    });
    Ok(usable.collect())
}

fn serves(key: &Jwk, algorithm: Algorithm) -> bool {
    let signs = !matches!(&key.common.public_key_use, Some(usage) if *usage != PublicKeyUse::Signature);
    let (named, fits) = match (algorithm, &key.algorithm) {
        (Algorithm::RS256, AlgorithmParameters::RSA(_)) => (KeyAlgorithm::RS256, true),
        (Algorithm::ES256, AlgorithmParameters::EllipticCurve(ec)) => {
            (KeyAlgorithm::ES256, ec.curve == EllipticCurve::P256)
        }
        (Algorithm::EdDSA, AlgorithmParameters::OctetKeyPair(pair)) => {
            (KeyAlgorithm::EdDSA, pair.curve == EllipticCurve::Ed25519)
        }
        _ => return false,
    };
    signs && fits && key.common.key_algorithm.is_none_or(|stated| stated == named)
}
