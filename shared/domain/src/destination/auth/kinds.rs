//! The members of each type of `auth`, a table each.

use std::time::Duration;

use beadle_values::{
    body,
    body::{Shape, length, one_of, optional, otherwise, required},
    duration,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{
    ClientAuth, DEFAULT_TOKEN_TTL, KeyPlace, LONGEST_TOKEN_TTL, SigningAlgorithm,
    parse::{claims, header, secret, template, token_url, visible},
};
use crate::interpolation::Template;

body! {
    /// No credentials, though the config has some.
    pub(super) struct NoAuth {}
}

body! {
    /// Name and password (RFC 7617).
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct BasicAuth {
        /// The name; it may hold placeholders, and no colon.
        pub username: Template =
            required(template().shown(|| json!({"minLength": 1, "pattern": "^[^:]+$"}))),
        /// The password, as a reference to a secret.
        pub password: Template =
            required(secret().shown(|| json!({"example": "${secret:users-api#password}"}))),
    }
    check |given, _members, path, violations| {
        let name = given.username.as_ref().map(Template::as_str);
        if name.is_some_and(|name| !name.contains("${") && name.contains(':')) {
            let message = "holds a colon, which no name may (RFC 7617 section 2)";
            violations.add(path.key("username"), "value_error", message);
        }
    }
}

body! {
    /// A token (RFC 6750 section 2.1).
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct BearerAuth {
        /// The token, as a reference to a secret.
        pub token: Template = required(secret().shown(|| json!({"example": "${secret:users-api#token}"}))),
    }
}

body! {
    /// A key in a header or a query parameter.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct KeyAuth {
        /// Where the key is put; `header` unless given.
        #[serde(rename = "in")]
        "in" => pub place: KeyPlace = otherwise(one_of(), || KeyPlace::Header),
        /// The name of the header, in lower case, or of the parameter.
        pub name: String = required(header().shown(|| json!({"minLength": 1, "example": "X-API-Key"})))
            .when(|members| members.get("in").is_some_and(|place| place == "query"), visible()),
        /// The key, as a reference to a secret.
        pub value: Template = required(secret().shown(|| json!({"example": "${secret:users-api#key}"}))),
    }
}

body! {
    /// Client credentials (RFC 6749 section 4.4); a token is fetched once for all processes.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct ClientCredentials {
        /// The token endpoint: an http or https URL.
        pub token_url: Template = required(token_url()),
        /// The name of the client.
        pub client_id: Template = required(template().shown(|| json!({"minLength": 1}))),
        /// Its secret, as a reference.
        pub client_secret: Template =
            required(secret().shown(|| json!({"example": "${secret:users-api#client}"}))),
        /// The scope of the token, as the server reads it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub scope: Option<Template> = optional(template()),
        /// The audience of the token.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub audience: Option<Template> = optional(template()),
        /// Where the client's credentials are put (RFC 6749 section 2.3.1); `basic` unless given.
        #[serde(default)]
        pub client_auth: ClientAuth = otherwise(one_of(), || ClientAuth::Basic),
    }
}

body! {
    /// A token that is minted for each attempt (RFC 7519).
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct MintedToken {
        /// How it is signed.
        pub algorithm: SigningAlgorithm = required(one_of()),
        /// The key, as a reference to a secret: a string for HS256, PKCS#8 in PEM otherwise.
        pub key: Template = required(secret().shown(|| json!({"example": "${secret:users-api#jwt}"}))),
        /// The `kid` of its header.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub key_id: Option<String> = optional(visible()),
        /// Its claims, beside `iat`, `exp` and `jti`, which are set; strings may hold placeholders, and stay strings.
        #[serde(default, skip_serializing_if = "Map::is_empty")]
        pub claims: Map<String, Value> = otherwise(claims(), Map::new),
        /// How long it is valid.
        #[serde(rename = "ttl_ms", with = "duration::as_millis")]
        // Times in a token are whole seconds (RFC 7519 section 2).
        pub ttl: Duration = otherwise(length(Duration::from_secs(1), LONGEST_TOKEN_TTL), || DEFAULT_TOKEN_TTL)
            .alias("ttl_ms"),
        /// The header that takes it as `Bearer`; `authorization` unless given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub header: Option<String> = optional(header()),
    }
}

body! {
    /// A signature of AWS, version 4.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct AwsAuth {
        /// The region.
        pub region: String =
            required(visible().shown(|| json!({"minLength": 1, "example": "eu-central-1"}))),
        /// The service.
        pub service: String =
            required(visible().shown(|| json!({"minLength": 1, "example": "execute-api"}))),
        /// The id of the access key.
        pub access_key_id: Template = required(template().shown(|| json!({"minLength": 1}))),
        /// The access key, as a reference to a secret.
        pub secret_access_key: Template =
            required(secret().shown(|| json!({"example": "${secret:aws#key}"}))),
        /// The token of temporary credentials, as a reference to a secret.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub session_token: Option<Template> =
            optional(secret().shown(|| json!({"example": "${secret:aws#session}"}))),
    }
}
