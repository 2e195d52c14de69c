//! The rendered [`Auth`](super::Auth): the credential of one attempt.

use std::time::Duration;

use secrecy::SecretString;
use serde_json::{Map, Value};

use super::auth::{ClientAuth, KeyPlace, SigningAlgorithm};

/// The credential of one attempt. It is never stored, and its `Debug` masks secrets.
#[derive(Debug, Clone)]
pub enum Credential {
    /// No credential.
    None,
    /// Name and password (RFC 7617).
    Basic {
        /// The name.
        username: String,
        /// The password.
        password: SecretString,
    },
    /// A token (RFC 6750 section 2.1).
    Bearer {
        /// The token.
        token: SecretString,
    },
    /// A key in a header or a query parameter.
    ApiKey {
        /// Where the key is sent.
        place: KeyPlace,
        /// The name of the header (in lower case) or of the parameter.
        name: String,
        /// The key.
        value: SecretString,
    },
    /// A token from an authorization server, by client credentials (RFC 6749 section 4.4).
    OAuth2(Box<ClientGrant>),
    /// A token to mint (RFC 7519).
    Jwt(Box<TokenToMint>),
    /// AWS Signature Version 4.
    SigV4(Box<AwsKeys>),
}

/// The token request to an authorization server.
#[derive(Debug, Clone)]
pub struct ClientGrant {
    /// The token endpoint.
    pub token_url: String,
    /// The client id.
    pub client_id: String,
    /// The client secret.
    pub client_secret: SecretString,
    /// The requested scope.
    pub scope: Option<String>,
    /// The audience.
    pub audience: Option<String>,
    /// How the client authenticates to the token endpoint.
    pub client_auth: ClientAuth,
}

/// A token to mint.
#[derive(Debug, Clone)]
pub struct TokenToMint {
    /// The signature algorithm.
    pub algorithm: SigningAlgorithm,
    /// The key: a text for HS256, PKCS#8 in PEM otherwise.
    pub key: SecretString,
    /// The `kid` of its header.
    pub key_id: Option<String>,
    /// The claims in addition to `iat`, `exp` and `jti`.
    pub claims: Map<String, Value>,
    /// Its lifetime.
    pub ttl: Duration,
    /// The header that carries it; the default is `authorization`.
    pub header: Option<String>,
}

/// The keys and the scope of an AWS signature.
#[derive(Debug, Clone)]
pub struct AwsKeys {
    /// The region, such as `eu-central-1`.
    pub region: String,
    /// The service, such as `execute-api`.
    pub service: String,
    /// The id of the access key.
    pub access_key_id: String,
    /// The access key.
    pub secret_access_key: SecretString,
    /// The token of temporary credentials.
    pub session_token: Option<SecretString>,
}
