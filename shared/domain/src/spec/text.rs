//! Strings that are not blank.

use beadle_values::{
    body::{Custom, NOT_BLANK, Schemas, Shape, custom},
    violation::{Path, Violation, Violations},
};
use serde_json::{Value, json};

/// A string that is not blank.
pub(super) fn not_blank() -> Custom<String> {
    custom(
        |value, path| match value.as_str().filter(|text| !text.trim().is_empty()) {
            Some(text) => Ok(text.to_owned()),
            None => {
                Err(Violation::new(path.clone(), "type_error", "must be a string that is not empty").into())
            }
        },
        |_| json!({"type": "string", "pattern": NOT_BLANK}),
    )
}

/// A GraphQL document or a statement; it is sent as it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Document {
    /// How to send a value with it.
    instead: &'static str,
}

/// A GraphQL document or a statement without placeholders; `instead` says how to send a value with it.
pub(super) const fn document(instead: &'static str) -> Document {
    Document { instead }
}

impl Shape for Document {
    type Value = String;

    fn read(&self, value: &Value, path: &Path) -> Result<String, Violations> {
        let text = not_blank().read(value, path)?;
        if text.contains("${") {
            let violation = Violation::new(path.clone(), "placeholder", "holds a placeholder");
            return Err(violation.hint(self.instead).into());
        }
        Ok(text)
    }

    fn schema(&self, schemas: &mut Schemas) -> Value {
        not_blank().schema(schemas)
    }
}
