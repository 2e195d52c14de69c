//! How a call shows the destination who calls: the data; read from a body by `parse`, filled in by `render`.

mod kinds;
pub(crate) mod parse;
mod render;

use std::time::Duration;

use beadle_values::names;
use serde::{Deserialize, Serialize};

pub use self::kinds::{AwsAuth, BasicAuth, BearerAuth, ClientCredentials, KeyAuth, MintedToken};

/// How a call shows who calls. What is secret in it is a reference to a secret, never the secret itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Auth {
    /// It does not, whatever the config says.
    None,
    /// Name and password (RFC 7617).
    Basic(BasicAuth),
    /// A token (RFC 6750 section 2.1).
    Bearer(BearerAuth),
    /// A key in a header or a query parameter.
    ApiKey(KeyAuth),
    /// A token of an authorization server, by client credentials (RFC 6749 section 4.4).
    #[serde(rename = "oauth2")]
    OAuth2(Box<ClientCredentials>),
    /// A token minted for each attempt (RFC 7519).
    Jwt(Box<MintedToken>),
    /// AWS Signature Version 4.
    #[serde(rename = "sigv4")]
    SigV4(AwsAuth),
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

names! {
    /// Where an OAuth client sends its credentials.
    pub enum ClientAuth, default Basic {
        /// In the `Authorization` header.
        Basic = "basic",
        /// In the body.
        Body = "body",
    }
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

/// How long a minted token holds unless it is said.
pub const DEFAULT_TOKEN_TTL: Duration = Duration::from_secs(5 * 60);

/// How long a minted token may hold.
pub const LONGEST_TOKEN_TTL: Duration = Duration::from_secs(24 * 60 * 60);

#[cfg(test)]
mod tests;
