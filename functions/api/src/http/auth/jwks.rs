//! The JSON Web Key Set of an issuer (RFC 7517). It is fetched on first use, cached, and fetched again when a
//! token refers to an unknown key, at most once a minute.

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

/// Minimum time between two fetches.
const FETCH_INTERVAL: Duration = Duration::from_secs(60);
/// Minimum time after a failed fetch while no keys are cached.
const RETRY_INTERVAL: Duration = Duration::from_secs(5);
/// Keys are fetched again after this time, so that a revoked key is not accepted for longer.
const MAX_AGE: Duration = Duration::from_secs(60 * 60);

/// Source of a key set.
#[async_trait]
pub trait KeySource: Send + Sync {
    /// Fetches the key set as JSON.
    ///
    /// # Errors
    /// [`FetchError`] when it can't be fetched.
    async fn fetch(&self) -> Result<Vec<u8>, FetchError>;
}

/// Reason why keys could not be fetched, for the log.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct FetchError(pub String);

/// Reason why there is no key for a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JwkError {
    /// The issuer does not publish the key.
    Unknown,
    /// The keys of the issuer can't be fetched at the moment.
    Unavailable,
}

/// The keys of one issuer for one algorithm.
pub(super) struct JwkSet {
    published: Arc<Published>,
}

/// What is published, and what is known of it.
struct Published {
    algorithm: Algorithm,
    source: Box<dyn KeySource>,
    cached: RwLock<Option<CachedKeys>>,
    last_try: Mutex<Option<Instant>>,
}

#[derive(Clone)]
struct CachedKeys {
    keys: Arc<HashMap<Option<String>, Arc<DecodingKey>>>,
    fetched_at: Instant,
}

impl CachedKeys {
    /// Returns the key with this id; without an id, the only key of the set.
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
        let (cached, last_try) = (RwLock::new(None), Mutex::new(None));
        Self { published: Arc::new(Published { algorithm, source, cached, last_try }) }
    }

    pub(super) async fn key(&self, id: Option<&str>) -> Result<Arc<DecodingKey>, JwkError> {
        let cached = self.published.cached();
        let fresh = cached.as_ref().is_some_and(|cached| cached.fetched_at.elapsed() < MAX_AGE);
        match cached.and_then(|cached| cached.key(id)) {
            Some(key) if fresh => Ok(key),
            _ => {
                self.refresh(id).await;
                let cached = self.published.cached().ok_or(JwkError::Unavailable)?;
                cached.key(id).ok_or(JwkError::Unknown)
            }
        }
    }

    /// Fetches the keys in a task of its own: a fetch that ends with its caller, who may hang up, would count as tried and leave
    /// everyone else without keys.
    async fn refresh(&self, id: Option<&str>) {
        let (published, id) = (Arc::clone(&self.published), id.unwrap_or_default().to_owned());
        if let Err(error) = tokio::spawn(async move { published.refresh(&id).await }).await {
            tracing::error!(%error, "fetching the issuer's keys failed unexpectedly");
        }
    }
}

impl Published {
    fn cached(&self) -> Option<CachedKeys> {
        self.cached.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Fetches the keys, unless they were fetched recently. One fetch runs at a time.
    async fn refresh(&self, id: &str) {
        let mut last_try = self.last_try.lock().await;
        let cached = self.cached();
        let interval = if cached.is_some() { FETCH_INTERVAL } else { RETRY_INTERVAL };
        if last_try.is_some_and(|at| at.elapsed() < interval) {
            return;
        }
        *last_try = Some(Instant::now());
        match self.source.fetch().await.and_then(|json| parse(&json, self.algorithm)) {
            Ok(keys) => {
                tracing::info!(keys = keys.len(), "fetched the issuer's keys");
                let fetched = CachedKeys { keys: Arc::new(keys), fetched_at: Instant::now() };
                *self.cached.write().unwrap_or_else(PoisonError::into_inner) = Some(fetched);
            }
            Err(error) => {
                tracing::warn!(%error, key.id = id, "failed to fetch the issuer's keys");
            }
        }
    }
}

/// Parses the keys that verify signatures of `algorithm`. Other keys, and keys that can't be parsed, are
/// skipped.
fn parse(json: &[u8], algorithm: Algorithm) -> Result<HashMap<Option<String>, Arc<DecodingKey>>, FetchError> {
    #[derive(Deserialize)]
    struct KeySet {
        keys: Vec<Value>,
    }
    let published: KeySet =
        serde_json::from_slice(json).map_err(|error| FetchError(format!("is not a key set: {error}")))?;
    let usable = published.keys.into_iter().filter_map(|key| {
        let key: Jwk = serde_json::from_value(key).ok()?;
        if !verifies(&key, algorithm) {
            return None;
        }
        let decoding = DecodingKey::from_jwk(&key).ok()?;
        Some((key.common.key_id, Arc::new(decoding)))
    });
    Ok(usable.collect())
}

fn verifies(key: &Jwk, algorithm: Algorithm) -> bool {
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
