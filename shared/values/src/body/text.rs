//! Strings.

use serde_json::{Value, json};

use super::{Schemas, Shape};
use crate::violation::{Path, Violation, Violations};

/// The pattern of a string that is not blank: one that has a character which [`str::trim`] keeps. ECMA 262 does not count
/// U+0085 as white space, Unicode does.
pub const NOT_BLANK: &str = r"[^\s\u0085]";

/// A string of some length, in characters.
#[derive(Debug, Clone, Copy)]
pub struct Text {
    min: usize,
    max: usize,
    trimmed: bool,
    kind: Option<&'static str>,
}

/// A string of `min` to `max` characters.
pub const fn text(min: usize, max: usize) -> Text {
    Text { min, max, trimmed: false, kind: None }
}

/// Any string.
pub const fn string() -> Text {
    text(0, usize::MAX)
}

impl Text {
    /// The same without white space at its ends, which does not count towards its length.
    pub const fn trimmed(self) -> Self {
        Self { trimmed: true, ..self }
    }

    /// The same with one kind of fault for everything that is wrong with it.
    pub const fn faulted(self, kind: &'static str) -> Self {
        Self { kind: Some(kind), ..self }
    }
}

impl Shape for Text {
    type Value = String;

    fn read(&self, value: &Value, path: &Path) -> Result<String, Violations> {
        let Self { min, max, .. } = self;
        let text = value.as_str().map(|text| if self.trimmed { text.trim() } else { text });
        let fits = |text: &&str| (*min..=*max).contains(&text.chars().count());
        let violation = match (text.filter(fits), self.kind) {
            (Some(text), _) => return Ok(text.to_owned()),
            (None, Some(kind)) => {
                Violation::new(path.clone(), kind, format!("must be a string of {min} to {max} characters"))
            }
            (None, None) if text.is_none() => Violation::new(path.clone(), "type_error", "must be a string"),
            (None, None) if *min == 0 => {
                Violation::new(path.clone(), "length", format!("must have at most {max} characters"))
            }
            (None, None) => {
                Violation::new(path.clone(), "length", format!("must have {min} to {max} characters"))
            }
        };
        Err(violation.into())
    }

    fn schema(&self, _: &mut Schemas) -> Value {
        let mut schema = json!({"type": "string"});
        if self.min > 0 {
            schema["minLength"] = self.min.into();
        }
        if self.max < usize::MAX {
            schema["maxLength"] = self.max.into();
        }
        if self.trimmed && self.min > 0 {
            schema["pattern"] = NOT_BLANK.into();
        }
        schema
    }
}
