//! How a task names a function.

use std::{fmt, str::FromStr};

use beadle_values::body::{Shape, parsed};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{FunctionName, name::NotAName};

/// The fewest digits of a digest that name a version.
const MIN_DIGEST: usize = 12;

/// A function and, if the task wants one, its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FunctionRef {
    /// The function.
    pub name: FunctionName,
    /// Its version; `None` for the current one.
    pub pin: Option<Pin>,
}

/// A version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pin {
    /// By its number, from 1.
    Number(u32),
    /// By the beginning of its digest, 12 to 64 hexadecimal digits in lower case.
    Digest(String),
}

/// A function as a body names it.
pub(crate) fn reference() -> impl Shape<Value = FunctionRef> {
    parsed("function")
        .fault_with_hint(
            "is not the name of a function",
            "such as processData, processData@7 or processData@3fa9c1d27b60",
        )
        .shown(|| json!({"maxLength": 140, "example": "processData"}))
}

impl FromStr for FunctionRef {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        let Some((name, pin)) = text.split_once('@') else {
            return Ok(Self { name: text.parse()?, pin: None });
        };
        let is_digest = (MIN_DIGEST..=64).contains(&pin.len())
            && pin.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
        let pin = if is_digest {
            Pin::Digest(pin.to_owned())
        } else {
            let number = pin.parse().ok().filter(|number| *number > 0 && !pin.starts_with(['+', '0']));
            Pin::Number(number.ok_or(NotAName)?)
        };
        Ok(Self { name: name.parse()?, pin: Some(pin) })
    }
}

impl fmt::Display for FunctionRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.pin {
            None => write!(f, "{}", self.name),
            Some(Pin::Number(number)) => write!(f, "{}@{number}", self.name),
            Some(Pin::Digest(digest)) => write!(f, "{}@{digest}", self.name),
        }
    }
}

impl TryFrom<String> for FunctionRef {
    type Error = NotAName;

    fn try_from(text: String) -> Result<Self, NotAName> {
        text.parse()
    }
}

impl From<FunctionRef> for String {
    fn from(reference: FunctionRef) -> Self {
        reference.to_string()
    }
}
