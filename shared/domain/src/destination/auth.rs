//! How a call shows the destination who calls: the data; read from a body by `parse`, filled in by `render`.

mod parse;
mod render;

use std::time::Duration;

use beadle_values::duration;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::interpolation::Template;

/// How a call shows who calls. What is secret in it is a reference to a secret, never the secret itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Auth {
    /// It does not, whatever the config says.
    None,
    /// Name and password (RFC 7617).
    Basic {
        /// The name.
        username: Template,
        /// The password: a secret.
        password: Template,
    },
    /// A token (RFC 6750 section 2.1).
    Bearer {
        /// The token: a secret.
        token: Template,
    },
    /// A key in a header or a query parameter.
    ApiKey {
        /// Where it goes.
        #[serde(rename = "in")]
        place: KeyPlace,
        /// The name of the header (in lower case) or of the parameter.
        name: String,
        /// The key: a secret.
        value: Template,
    },
    /// A token of an authorization server, by client credentials (RFC 6749 section 4.4).
    #[serde(rename = "oauth2")]
    OAuth2(Box<ClientCredentials>),
    /// A token minted for each attempt (RFC 7519).
    Jwt(Box<MintedToken>),
    /// AWS Signature Version 4.
    #[serde(rename = "sigv4")]
    SigV4 {
        /// The region, such as `eu-central-1`.
        region: String,
        /// The service, such as `execute-api`.
        service: String,
        /// The id of the access key.
        access_key_id: Template,
        /// The access key: a secret.
        secret_access_key: Template,
        /// The token of temporary credentials: a secret.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session_token: Option<Template>,
    },
}

/// Where a key goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyPlace {
    /// A header.
    Header,
    /// A query parameter.
    Query,
}

/// What an authorization server is asked for, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClientCredentials {
    /// The token endpoint.
    pub token_url: Template,
    /// The client.
    pub client_id: Template,
    /// Its secret.
    pub client_secret: Template,
    /// The scope, as the server reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Template>,
    /// The audience.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<Template>,
    /// Where the client's credentials go: RFC 6749 section 2.3.1.
    #[serde(default)]
    pub client_auth: ClientAuth,
}

/// Where a client's credentials go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientAuth {
    /// Into the `Authorization` header.
    #[default]
    Basic,
    /// Into the body.
    Body,
}

/// A token that is minted for each attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MintedToken {
    /// How it is signed.
    pub algorithm: SigningAlgorithm,
    /// The key: a secret; a text for HS256, PKCS#8 in PEM otherwise.
    pub key: Template,
    /// The `kid` of its header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// Its claims beside `iat`, `exp` and `jti`; texts may hold placeholders, and stay texts.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub claims: Map<String, Value>,
    /// How long it holds.
    #[serde(rename = "ttl_ms", with = "duration::as_millis")]
    pub ttl: Duration,
    /// The header that takes it as `Bearer`; `authorization` unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
}

/// How a minted token is signed (RFC 7518 section 3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SigningAlgorithm {
    /// HMAC with SHA-256.
    #[serde(rename = "HS256")]
    Hs256,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    #[serde(rename = "RS256")]
    Rs256,
    /// ECDSA on P-256 with SHA-256.
    #[serde(rename = "ES256")]
    Es256,
}

/// How long a minted token holds unless it is said.
pub const DEFAULT_TOKEN_TTL: Duration = Duration::from_secs(5 * 60);

/// How long a minted token may hold.
pub const MAX_TOKEN_TTL: Duration = Duration::from_secs(24 * 60 * 60);

#[cfg(test)]
mod tests;
