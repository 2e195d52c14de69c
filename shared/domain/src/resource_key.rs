//! Keys by which owners find what they saved.

use std::{fmt, str::FromStr};

use beadle_values::body::{Parsed, Schemas, parsed};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The longest key, in characters.
pub const MAX_KEY: usize = 100;

/// The pattern of a key, for schemas.
pub const KEY_PATTERN: &str = "^[a-z0-9]([a-z0-9._/-]{0,98}[a-z0-9])?$";

/// A text that is not a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAKey;

impl fmt::Display for NotAKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not a key")
    }
}

impl std::error::Error for NotAKey {}

/// A key that an owner gives to a task or a config. No two tasks of an owner have the same one, and no two configs.
///
/// 1 to 100 lower-case letters, digits, `.`, `_`, `/` and `-`, the first and the last a letter or a digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ResourceKey(String);

impl ResourceKey {
    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ResourceKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let is_end = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let bytes = text.as_bytes();
        let is_key = bytes.len() <= MAX_KEY
            && bytes.first().is_some_and(|first| is_end(*first))
            && bytes.last().is_some_and(|last| is_end(*last))
            && bytes.iter().all(|byte| is_end(*byte) || b"._/-".contains(byte));
        if is_key { Ok(Self(text.to_owned())) } else { Err(NotAKey) }
    }
}

impl fmt::Display for ResourceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for ResourceKey {
    type Error = NotAKey;

    fn try_from(text: String) -> Result<Self, NotAKey> {
        text.parse()
    }
}

impl From<ResourceKey> for String {
    fn from(key: ResourceKey) -> Self {
        key.0
    }
}

/// A key in a body or a query.
pub const fn resource_key() -> Parsed<ResourceKey> {
    parsed("key")
        .fault_with_hint(
            "is not a key",
            "1 to 100 lower-case letters, digits, `.`, `_`, `/` and `-`, such as shop/poll; it begins and ends with a letter \
            or a digit",
        )
        .described(key_schema)
}

fn key_schema(schemas: &mut Schemas) -> Value {
    schemas.named("ResourceKey", |_| {
        json!({
            "type": "string", "description": "A key that its owner gives to it, and finds it by.",
            "minLength": 1, "maxLength": MAX_KEY, "pattern": KEY_PATTERN, "example": "shop/poll"
        })
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("a", true)]
    #[case("shop/poll-1.eu_2", true)]
    #[case("1", true)]
    #[case("", false)]
    #[case("Shop", false)]
    #[case("shop/", false)]
    #[case("/shop", false)]
    #[case("-a", false)]
    #[case("a b", false)]
    #[case("ä", false)]
    fn keys_are_told_from_other_texts(#[case] text: &str, #[case] is_key: bool) {
        assert_eq!(text.parse::<ResourceKey>().is_ok(), is_key);
        assert!("a".repeat(MAX_KEY).parse::<ResourceKey>().is_ok());
        assert!("a".repeat(MAX_KEY + 1).parse::<ResourceKey>().is_err());
    }
}
