//! Identifiers: a prefix that names the kind, and a UUID.
//!
//! Fresh ids are UUIDv7 (RFC 9562 section 5.7), so they sort by time; those of executions say whose they are too
//! ([`ListPlace`]). An operation that may be retried
//! derives its id *deterministically* (`UUIDv5`, section 5.5) from what identifies the operation, so that a
//! retry loses a conditional write instead of having a second effect.

mod deterministic;
mod own_list;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

pub use self::own_list::{ListParts, ListPlace};

/// The namespace of every deterministic id of Beadle.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f1f_27a1_90f5_4c0b_9a55_2f3c_55be_ad1e);

/// A text that is not an identifier of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is not an id of the form {prefix}_<32 hexadecimal digits>")]
pub struct InvalidId {
    prefix: &'static str,
}

macro_rules! id {
    ($(#[doc = $doc:literal])+ $name:ident, $prefix:literal) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// The prefix, without the underscore.
            pub const PREFIX: &'static str = $prefix;

            /// The id with this UUID.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID of the id.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}_{}", Self::PREFIX, self.0.as_simple())
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                text.strip_prefix(Self::PREFIX)
                    .and_then(|rest| rest.strip_prefix('_'))
                    .filter(|hex| hex.len() == 32 && !hex.bytes().any(|b| b.is_ascii_uppercase()))
                    .and_then(|hex| Uuid::try_parse(hex).ok())
                    .map(Self)
                    .ok_or(InvalidId { prefix: Self::PREFIX })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                crate::openapi::id(concat!($($doc),+), $prefix)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                concat!(stringify!($name), "Text").into()
            }
        }
    };
}

id!(
    /// Id of a task.
    TaskId,
    "tsk"
);
id!(
    /// Id of an execution, of a task or ad hoc.
    ExecutionId,
    "exe"
);
id!(
    /// Id of a config: a destination profile.
    ConfigId,
    "cfg"
);
id!(
    /// Id of a batch of executions.
    BatchId,
    "bat"
);
id!(
    /// Id of an API key. It is not the secret.
    ApiKeyId,
    "key"
);
id!(
    /// Id of the line of an order key.
    OrderLineId,
    "ord"
);
id!(
    /// Id of a published event or of an audit entry.
    EventId,
    "evt"
);

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

/// The owner of tasks and executions: the `sub` of a token. 1 to 255 characters, none of them a control
/// character.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct OwnerId(String);

/// A text that is not a valid owner.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is not an owner: 1 to 255 characters, none of them a control character")]
pub struct InvalidOwner;

/// Whether a character shows nothing: controls, and what Unicode calls format characters, fillers and blanks.
fn is_unseen(character: char) -> bool {
    character.is_control()
        || (character.is_whitespace() && character != ' ')
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

impl OwnerId {
    /// Parses an owner.
    ///
    /// # Errors
    /// [`InvalidOwner`] if the text is empty, too long or contains a control character.
    pub fn parse(text: impl Into<String>) -> Result<Self, InvalidOwner> {
        let text = text.into();
        let fits = !text.is_empty() && text.len() <= 255 && !text.chars().any(char::is_control);
        if fits { Ok(Self(text)) } else { Err(InvalidOwner) }
    }

    /// Parses the name of a caller: an owner that does not look like another one.
    ///
    /// # Errors
    /// [`InvalidOwner`] also if the text begins or ends with white space, or contains a character that is not seen.
    pub fn of_caller(text: impl Into<String>) -> Result<Self, InvalidOwner> {
        let text = text.into();
        if text.trim().len() != text.len() || text.chars().any(is_unseen) {
            return Err(InvalidOwner);
        }
        Self::parse(text)
    }

    /// The owner as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The actor that the audit trail names for changes that follow from the deletion of a user.
    pub fn user_deleted() -> Self {
        Self("system:user.deleted".to_owned())
    }

    /// The actor that the audit trail names for changes that follow from another subscription.
    pub fn subscription_changed() -> Self {
        Self("system:subscription.changed".to_owned())
    }

    /// Whether this is one of Beadle's own actors (`system:…`). No token is accepted with such a `sub`.
    pub fn is_reserved(&self) -> bool {
        self.0.starts_with("system:")
    }
}

impl fmt::Display for OwnerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for OwnerId {
    type Err = InvalidOwner;

    fn from_str(text: &str) -> Result<Self, InvalidOwner> {
        Self::parse(text)
    }
}

impl<'de> Deserialize<'de> for OwnerId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
