//! Settings of authentication: `JWT_ALGORITHM`, `JWT_SECRET`, `JWT_JWKS_URL`, `JWT_ISSUER`, `JWT_AUDIENCE`,
//! `TRUST_GATEWAY_IDENTITY` and `GATEWAY_SECRET`.

use std::time::Duration;

use async_trait::async_trait;
use beadle_runtime::{Environment, env::Reader};
use beadle_values::{names, names::Named as _};
use jsonwebtoken::Algorithm;
use url::Url;

use super::{Auth, Expected, FetchError, Gateway, JwtVerifier, KeySource};

/// RFC 7518 section 3.2: the key must be at least as long as the hash. The same applies to the secret of a gateway.
const MIN_SECRET_BYTES: usize = 32;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
const TIMEOUT: Duration = Duration::from_secs(5);
const MAX_KEY_SET_BYTES: usize = 256 * 1024;

names! {
    /// The algorithm that the tokens of callers are signed with (RFC 7518 section 3.1, RFC 8037).
    enum TokenAlgorithm {
        /// HMAC with SHA-256: a secret.
        Hs256 = "HS256",
        /// RSASSA-PKCS1-v1_5 with SHA-256: a key set.
        Rs256 = "RS256",
        /// ECDSA on P-256 with SHA-256: a key set.
        Es256 = "ES256",
        /// Ed25519: a key set.
        EdDsa = "EdDSA",
    }
}

impl From<TokenAlgorithm> for Algorithm {
    fn from(algorithm: TokenAlgorithm) -> Self {
        match algorithm {
            TokenAlgorithm::Hs256 => Self::HS256,
            TokenAlgorithm::Rs256 => Self::RS256,
            TokenAlgorithm::Es256 => Self::ES256,
            TokenAlgorithm::EdDsa => Self::EdDSA,
        }
    }
}

impl Auth {
    /// The variables of secrets that the method of authentication uses and that are not set. A function looks for them where
    /// secrets are kept before it reads the settings.
    pub fn missing_secrets(environment: &Environment) -> Vec<&'static str> {
        let set = |name: &str| environment.get(name).is_some();
        let trusted = environment.get("TRUST_GATEWAY_IDENTITY").is_some_and(|trusted| trusted != "false");
        let used = [("JWT_SECRET", !set("JWT_JWKS_URL")), ("GATEWAY_SECRET", trusted)];
        used.into_iter().filter(|(name, used)| *used && !set(name)).map(|(name, _)| name).collect()
    }

    /// Reads the settings. There is no default that admits callers: without a key to verify tokens and
    /// without a trusted gateway, the configuration is invalid.
    pub fn from_environment(env: &mut Reader<'_>) -> Self {
        let gateway = gateway(env);
        let accepts = format!("one of {}", TokenAlgorithm::NAMES.join(", "));
        let algorithm = env.parsed("JWT_ALGORITHM", TokenAlgorithm::Hs256, &accepts, str::parse);
        let expected = Expected { issuer: env.get("JWT_ISSUER"), audience: env.get("JWT_AUDIENCE") };
        let unset = env.get("JWT_SECRET").is_none() && env.get("JWT_JWKS_URL").is_none();
        let gateway = match gateway {
            Some(gateway) if unset => return Self::Gateway(gateway),
            gateway => gateway,
        };
        let verifier = match Algorithm::from(algorithm) {
            Algorithm::HS256 => JwtVerifier::secret(secret(env).as_bytes(), &expected),
            algorithm => match key_set_url(env).map(PublishedKeys::at) {
                Some(Ok(source)) => JwtVerifier::published(algorithm, Box::new(source), &expected),
                failed => {
                    if failed.is_some() {
                        env.reject("JWT_JWKS_URL", "can't be fetched from: no HTTP client could be made");
                    }
                    JwtVerifier::secret(&[], &expected)
                }
            },
        };
        Self::Jwt { verifier: Box::new(verifier), gateway }
    }
}

fn secret(env: &mut Reader<'_>) -> String {
    if env.get("JWT_JWKS_URL").is_some() {
        env.reject("JWT_JWKS_URL", "goes with RS256, ES256 or EdDSA; JWT_ALGORITHM is HS256");
    }
    long_enough(env, "JWT_SECRET", "the secret that HS256 tokens are signed with")
}

/// The gateway whose `X-User-ID` is trusted, if one is.
fn gateway(env: &mut Reader<'_>) -> Option<Gateway> {
    if env.flag("TRUST_GATEWAY_IDENTITY", false) {
        let secret =
            long_enough(env, "GATEWAY_SECRET", "the secret that the gateway sends in X-Gateway-Secret");
        return Some(Gateway::with_secret(&secret));
    }
    if env.get("GATEWAY_SECRET").is_some() {
        env.reject("GATEWAY_SECRET", "goes with TRUST_GATEWAY_IDENTITY=true");
    }
    None
}

fn long_enough(env: &mut Reader<'_>, name: &str, accepts: &str) -> String {
    let secret = env.required(name, accepts);
    if !secret.is_empty() && secret.len() < MIN_SECRET_BYTES {
        env.reject(name, format!("must have at least {MIN_SECRET_BYTES} bytes"));
    }
    secret
}

fn key_set_url(env: &mut Reader<'_>) -> Option<Url> {
    const ACCEPTS: &str = "an https URL (or http on a loopback address)";
    if env.get("JWT_SECRET").is_some() {
        env.reject("JWT_SECRET", "goes with HS256; JWT_ALGORITHM is another");
    }
    if env.get("JWT_JWKS_URL").is_none() {
        env.reject("JWT_JWKS_URL", "must be set to the URL of the issuer's keys");
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
