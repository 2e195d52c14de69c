//! An [`Auth`](super::Auth) with its placeholders filled in: what one attempt shows its destination.

use std::time::Duration;

use secrecy::SecretString;
use serde_json::{Map, Value};

use super::auth::{ClientAuth, KeyPlace, SigningAlgorithm};

/// What one attempt shows its destination. It is never stored; its `Debug` masks what is secret.
#[derive(Debug, Clone)]
pub enum Credential {
    /// Nothing.
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
        /// Where it goes.
        place: KeyPlace,
        /// The name of the header (in lower case) or of the parameter.
        name: String,
        /// The key.
        value: SecretString,
    },
    /// A token of an authorization server, by client credentials (RFC 6749 section 4.4).
    OAuth2(Box<ClientGrant>),
    /// A token to mint (RFC 7519).
    Jwt(Box<TokenToMint>),
    /// AWS Signature Version 4.
    SigV4(Box<AwsKeys>),
}

/// What an authorization server is asked for, and how.
#[derive(Debug, Clone)]
pub struct ClientGrant {
    /// The token endpoint.
    pub token_url: String,
    /// The client.
    pub client_id: String,
    /// Its secret.
    pub client_secret: SecretString,
    /// The scope, as the server reads it.
    pub scope: Option<String>,
    /// The audience.
    pub audience: Option<String>,
    /// Where the client's credentials go.
    pub client_auth: ClientAuth,
}

/// A token to mint.
#[derive(Debug, Clone)]
pub struct TokenToMint {
    /// How it is signed.
    pub algorithm: SigningAlgorithm,
    /// The key: a text for HS256, PKCS#8 in PEM otherwise.
    pub key: SecretString,
    /// The `kid` of its header.
    pub key_id: Option<String>,
    /// Its claims beside `iat`, `exp` and `jti`.
    pub claims: Map<String, Value>,
    /// How long it holds.
    pub ttl: Duration,
    /// The header that takes it; `authorization` unless said otherwise.
    pub header: Option<String>,
}

/// What an AWS request is signed with, and for whom.
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
