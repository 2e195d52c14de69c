//! Settings of authentication: `JWT_ALGORITHM`, `JWT_SECRET`, `JWT_JWKS_URL`, `JWT_ISSUER`, `JWT_AUDIENCE`
//! and `TRUST_GATEWAY_IDENTITY`.

use std::time::Duration;

use async_trait::async_trait;
use beadle_runtime::env::Reader;
use jsonwebtoken::Algorithm;
use url::Url;

use super::{Auth, Expected, FetchError, JwtVerifier, KeySource};

/// RFC 7518 section 3.2: the key must be at least as long as the hash.
const MIN_SECRET_BYTES: usize = 32;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
const TIMEOUT: Duration = Duration::from_secs(5);
const MAX_KEY_SET_BYTES: usize = 256 * 1024;

impl Auth {
    /// Reads the settings. There is no default that admits callers: without a key to verify tokens and
    /// without a trusted gateway, the configuration is invalid.
    pub fn from_environment(env: &mut Reader<'_>) -> Self {
        let trust_gateway = env.flag("TRUST_GATEWAY_IDENTITY", false);
        let algorithm = env.parsed("JWT_ALGORITHM", None, "one of HS256, RS256, ES256, EdDSA", |name| {
            Ok::<_, ()>(Some(match name {
                "HS256" => Algorithm::HS256,
                "RS256" => Algorithm::RS256,
                "ES256" => Algorithm::ES256,
                "EdDSA" => Algorithm::EdDSA,
                _ => return Err(()),
            }))
        });
        let expected = Expected { issuer: env.get("JWT_ISSUER"), audience: env.get("JWT_AUDIENCE") };
        let unset = env.get("JWT_SECRET").is_none() && env.get("JWT_JWKS_URL").is_none();
        if trust_gateway && unset {
            return Self::Gateway;
        }
        let verifier = match algorithm.unwrap_or(Algorithm::HS256) {
            Algorithm::HS256 => JwtVerifier::secret(secret(env).as_bytes(), &expected),
            algorithm => match key_set_url(env).map(PublishedKeys::at) {
                Some(Ok(source)) => JwtVerifier::published(algorithm, Box::new(source), &expected),
                failed => {
                    if failed.is_some() {
                        env.violation("JWT_JWKS_URL", "can't be fetched from: no HTTP client could be made");
                    }
                    JwtVerifier::secret(&[], &expected)
                }
            },
        };
        Self::Jwt { verifier: Box::new(verifier), trust_gateway }
    }
}

fn secret(env: &mut Reader<'_>) -> String {
    if env.get("JWT_JWKS_URL").is_some() {
        env.violation("JWT_JWKS_URL", "goes with RS256, ES256 or EdDSA; JWT_ALGORITHM is HS256");
    }
    let secret = env.required("JWT_SECRET", "the secret that HS256 tokens are signed with");
    if !secret.is_empty() && secret.len() < MIN_SECRET_BYTES {
        env.violation("JWT_SECRET", format!("must have at least {MIN_SECRET_BYTES} bytes"));
    }
    secret
}

fn key_set_url(env: &mut Reader<'_>) -> Option<Url> {
    const ACCEPTS: &str = "an https URL (or http on a loopback address)";
    if env.get("JWT_SECRET").is_some() {
        env.violation("JWT_SECRET", "goes with HS256; JWT_ALGORITHM is another");
    }
    if env.get("JWT_JWKS_URL").is_none() {
        env.violation("JWT_JWKS_URL", "must be set to the URL of the issuer's keys");
        return None;
    }
    env.parsed("JWT_JWKS_URL", None, ACCEPTS, |text| {
        let url = Url::parse(text).map_err(|_| ())?;
        let on_loopback = matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
        match url.scheme() {
            "https" => Ok(Some(url)),
            "http" if on_loopback => Ok(Some(url)),
            _ => Err(()),
        }
    })
}

/// A key set at a URL.
struct PublishedKeys {
    url: Url,
    client: reqwest::Client,
}

impl PublishedKeys {
    fn at(url: Url) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(Self { url, client })
    }
}

#[async_trait]
impl KeySource for PublishedKeys {
    async fn fetch(&self) -> Result<Vec<u8>, FetchError> {
        let failed = |error: reqwest::Error| FetchError(error.to_string());
        let mut response = self.client.get(self.url.clone()).send().await.map_err(failed)?;
        if !response.status().is_success() {
            return Err(FetchError(format!("{} answered {}", self.url, response.status())));
        }
        let mut json = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            json.extend_from_slice(&chunk);
            if json.len() > MAX_KEY_SET_BYTES {
                return Err(FetchError(format!("{} answered more than {MAX_KEY_SET_BYTES} bytes", self.url)));
            }
        }
        Ok(json)
    }
}
