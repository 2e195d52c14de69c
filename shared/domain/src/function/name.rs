//! Names of functions and of what they export.

use std::{fmt, str::FromStr};

use beadle_values::body::{Shape, parsed};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The longest name, in characters.
const MAX_NAME: usize = 64;

/// The longest name of an export, in characters.
const MAX_EXPORT: usize = 100;

/// A text that is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a name")]
pub struct NotAName;

/// The name of a function: 1 to 64 letters, digits, `-`, `_`, `.` and `$`, beginning with a letter, `_` or `$`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FunctionName(String);

/// The name of an export: an identifier of JavaScript in ASCII, or `default`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ExportName(String);

/// An export as a body names it.
pub(crate) fn export() -> impl Shape<Value = ExportName> {
    parsed("export")
        .fault_with_hint("is not the name of an export", "such as myCustomTask")
        .shown(|| json!({"maxLength": MAX_EXPORT}))
}

fn begins(first: char) -> bool {
    first.is_ascii_alphabetic() || matches!(first, '_' | '$')
}

impl FromStr for FunctionName {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        let goes_on =
            |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '$' | '-' | '.');
        let is_name = text.len() <= MAX_NAME && text.starts_with(begins) && text.chars().all(goes_on);
        if is_name { Ok(Self(text.to_owned())) } else { Err(NotAName) }
    }
}

impl FromStr for ExportName {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        let goes_on = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '$');
        let is_name = text.len() <= MAX_EXPORT && text.starts_with(begins) && text.chars().all(goes_on);
        if is_name { Ok(Self(text.to_owned())) } else { Err(NotAName) }
    }
}

/// The parts that both kinds of names have.
macro_rules! text {
    ($name:ident) => {
        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAName;

            fn try_from(text: String) -> Result<Self, NotAName> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }
    };
}

text!(FunctionName);
text!(ExportName);
