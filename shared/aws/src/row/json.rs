//! JSON as an attribute: text, or bytes if it is compressed.

use std::fmt;

use aws_sdk_dynamodb::{primitives::Blob, types::AttributeValue};
use beadle_domain::execution::stored::Stored;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, Visitor},
};

/// JSON in its stored form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredJson(pub Stored);

impl From<StoredJson> for AttributeValue {
    fn from(StoredJson(json): StoredJson) -> Self {
        match json {
            Stored::Plain(text) => Self::S(text),
            Stored::Packed(bytes) => Self::B(Blob::new(bytes)),
        }
    }
}

impl Serialize for StoredJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Stored::Plain(text) => serializer.serialize_str(text),
            Stored::Packed(bytes) => serializer.serialize_bytes(bytes),
        }
    }
}

impl<'de> Deserialize<'de> for StoredJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrBytes;
        impl Visitor<'_> for TextOrBytes {
            type Value = StoredJson;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or bytes")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<StoredJson, E> {
                self.visit_string(text.to_owned())
            }
            fn visit_string<E: Error>(self, text: String) -> Result<StoredJson, E> {
                Ok(StoredJson(Stored::Plain(text)))
            }
            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<StoredJson, E> {
                self.visit_byte_buf(bytes.to_vec())
            }
            fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<StoredJson, E> {
                Ok(StoredJson(Stored::Packed(bytes)))
            }
        }
        deserializer.deserialize_any(TextOrBytes)
    }
}
