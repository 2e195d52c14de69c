//! How calls show who calls, as it is written.

use std::collections::BTreeMap;

use beadle_domain::destination::auth::{ClientAuth, KeyPlace, SigningAlgorithm};
use serde_json::Value;
use utoipa::ToSchema;

use super::Duration;

/// How calls show who calls; what is secret in it has to be a reference such as `${secret:name#field}`.
#[derive(ToSchema)]
#[schema(as = Auth, example = json!({"type": "bearer", "token": "${secret:users-api#token}"}))]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) enum AuthDocument {
    /// Not at all, though the config says how.
    None {},
    /// Name and password (RFC 7617).
    Basic {
        /// The name; it may hold placeholders, and no colon.
        #[schema(min_length = 1, pattern = "^[^:]+$")]
        username: String,
        /// The password.
        #[schema(pattern = r"^\$\{secret:.+\}$", example = "${secret:users-api#password}")]
        password: String,
    },
    /// A token (RFC 6750).
    Bearer {
        /// The token.
        #[schema(pattern = r"^\$\{secret:.+\}$", example = "${secret:users-api#token}")]
        token: String,
    },
    /// A key in a header or a query parameter.
    ApiKey {
        /// Where it is put: `header` where nothing is stated.
        r#in: Option<KeyPlace>,
        /// The name of the header or the parameter.
        #[schema(min_length = 1, example = "X-API-Key")]
        name: String,
        /// The key.
        #[schema(pattern = r"^\$\{secret:.+\}$", example = "${secret:users-api#key}")]
        value: String,
    },
    /// Client credentials (RFC 6749 section 4.4); a token is fetched once for all processes.
    Oauth2 {
        /// Where tokens are fetched: an http or https URL.
        #[schema(example = "https://login.example.com/oauth2/token")]
        token_url: String,
        /// The name of the client.
        #[schema(min_length = 1)]
        client_id: String,
        /// Its secret.
        #[schema(pattern = r"^\$\{secret:.+\}$", example = "${secret:users-api#client}")]
        client_secret: String,
        /// What the token is for.
        scope: Option<String>,
        /// Whom the token is for.
        audience: Option<String>,
        /// How the client shows who it is: `basic` where nothing is stated.
        client_auth: Option<ClientAuth>,
    },
    /// A token that is minted for each attempt (RFC 7519).
    Jwt {
        /// How it is signed.
        algorithm: SigningAlgorithm,
        /// The key: the secret of HS256, or a private key in PEM.
        #[schema(pattern = r"^\$\{secret:.+\}$", example = "${secret:users-api#jwt}")]
        key: String,
        /// The `kid` of its head.
        key_id: Option<String>,
        /// Its claims, beside `iat`, `exp` and `jti`, which are set.
        claims: Option<BTreeMap<String, Value>>,
        /// How long it holds.
        ttl: Option<Duration>,
        /// The same, as it is answered.
        ttl_ms: Option<Duration>,
        /// The header it is put in; `Authorization` where nothing is stated.
        header: Option<String>,
    },
    /// A signature of AWS, version 4.
    Sigv4 {
        /// The region.
        #[schema(min_length = 1, example = "eu-central-1")]
        region: String,
        /// The service.
        #[schema(min_length = 1, example = "execute-api")]
        service: String,
        /// The id of the key.
        #[schema(min_length = 1)]
        access_key_id: String,
        /// The key.
        #[schema(pattern = r"^\$\{secret:.+\}$", example = "${secret:aws#key}")]
        secret_access_key: String,
        /// The token of temporary credentials.
        #[schema(pattern = r"^\$\{secret:.+\}$", example = "${secret:aws#session}")]
        session_token: Option<String>,
    },
}
