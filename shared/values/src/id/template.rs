//! Ids of templates, which are readable.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, de};
use uuid::Uuid;

/// Id of a task template: `tpl_` and 1 to 60 lower-case letters, digits and underscores, so that it is
/// readable.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct TemplateId(String);

/// A text that is not a template id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is no id of a template: tpl_ and 1 to 60 lower-case letters, digits and underscores")]
pub struct InvalidTemplateId;

impl TemplateId {
    /// The id with this UUID.
    pub fn from_uuid(uuid: Uuid) -> Self {
        Self(format!("tpl_{}", uuid.as_simple()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TemplateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for TemplateId {
    type Err = InvalidTemplateId;

    fn from_str(text: &str) -> Result<Self, InvalidTemplateId> {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        match text.strip_prefix("tpl_") {
            Some(rest) if (1..=60).contains(&rest.len()) && rest.bytes().all(fits) => {
                Ok(Self(text.to_owned()))
            }
            _ => Err(InvalidTemplateId),
        }
    }
}

impl<'de> Deserialize<'de> for TemplateId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}
