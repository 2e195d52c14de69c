//! How a call authenticates to the destination: the data. `parse` reads it from a body, `render` fills in its
//! templates.

mod parse;
mod render;

use std::time::Duration;

use beadle_values::{duration, names};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::interpolation::Template;

/// How a call authenticates. Secret parts are references to secrets, never the secrets themselves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Auth {
    /// No authentication, even if the config has one.
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
        /// Where the key is sent.
        #[serde(rename = "in")]
        place: KeyPlace,
        /// The name of the header (in lower case) or of the parameter.
        name: String,
        /// The key: a secret.
        value: Template,
    },
    /// A token from an authorization server, by client credentials (RFC 6749 section 4.4).
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

names! {
    /// Where an API key is sent.
    pub enum KeyPlace, default Header {
        /// In a header.
        Header = "header",
        /// In a query parameter.
        Query = "query",
    }
}

/// The token request to an authorization server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClientCredentials {
    /// The token endpoint.
    pub token_url: Template,
    /// The client id.
    pub client_id: Template,
    /// The client secret.
    pub client_secret: Template,
    /// The requested scope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Template>,
    /// The audience.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<Template>,
    /// Where the client's credentials go: RFC 6749 section 2.3.1.
    #[serde(default)]
    pub client_auth: ClientAuth,
}

names! {
    /// Where an OAuth client sends its credentials.
    pub enum ClientAuth, default Basic {
        /// In the `Authorization` header.
        Basic = "basic",
        /// In the body.
        Body = "body",
    }
}

/// A token that is minted for each attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MintedToken {
    /// The signature algorithm.
    pub algorithm: SigningAlgorithm,
    /// The key, a secret: a text for HS256, PKCS#8 in PEM otherwise.
    pub key: Template,
    /// The `kid` of its header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// The claims in addition to `iat`, `exp` and `jti`. Strings may contain placeholders and stay strings.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub claims: Map<String, Value>,
    /// Its lifetime.
    #[serde(rename = "ttl_ms", with = "duration::as_millis")]
    pub ttl: Duration,
    /// The header that carries it as `Bearer`; the default is `authorization`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
}

names! {
    /// How a token is signed (RFC 7518 section 3.1).
    pub enum SigningAlgorithm {
        /// HMAC with SHA-256.
        Hs256 = "HS256",
        /// RSASSA-PKCS1-v1_5 with SHA-256.
        Rs256 = "RS256",
        /// ECDSA on P-256 with SHA-256.
        Es256 = "ES256",
    }
}

/// The default lifetime of a minted token.
pub const DEFAULT_TOKEN_TTL: Duration = Duration::from_secs(5 * 60);

/// The maximum lifetime of a minted token.
pub const MAX_TOKEN_TTL: Duration = Duration::from_secs(24 * 60 * 60);

#[cfg(test)]
mod tests;
