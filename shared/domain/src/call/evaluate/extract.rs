//! Extracts values from a body, as `response.extract` says.

use serde_json::{Map, Value};

use super::read::Body;
use crate::{
    call::{MAX_EXTRACTED, stored_response},
    spec::{JsonPath, response::Extract},
};

/// The result of an extraction.
#[derive(Debug, Default)]
pub(super) struct Extracted {
    pub(super) value: Option<Value>,
    pub(super) warnings: Vec<String>,
}

/// Extracts what `extract` finds in `body`. A value that is missing or too large becomes null, with a
/// warning.
pub(super) fn extract(extract: &Extract, body: &Body) -> Extracted {
    let Body::Value(value) = body else {
        let warnings = vec!["nothing was extracted: the body is no JSON, XML or form".to_owned()];
        return Extracted { value: Some(Value::Null), warnings };
    };
    let mut warnings = Vec::new();
    let mut left = MAX_EXTRACTED;
    let value = match extract {
        Extract::One(path) => found(path, value, &mut left, &mut warnings),
        Extract::Named(paths) => {
            let members = paths.iter().map(|(name, path)| {
                left = left.saturating_sub(name.len() + 8);
                (name.clone(), found(path, value, &mut left, &mut warnings))
            });
            Value::Object(members.collect::<Map<_, _>>())
        }
    };
    Extracted { value: Some(value), warnings }
}

fn found(path: &JsonPath, value: &Value, left: &mut usize, warnings: &mut Vec<String>) -> Value {
    let found = path.find(value);
    if found.is_empty() {
        warnings.push(format!("`{}` finds nothing", path.as_str()));
        return Value::Null;
    }
    let mut size = 2;
    for value in &found {
        size += 1 + stored_response::len_within(value, left.saturating_sub(size)).unwrap_or(MAX_EXTRACTED);
        if size > *left {
            warnings.push(format!("`{}` finds more than can be kept", path.as_str()));
            return Value::Null;
        }
    }
    *left -= size;
    match found.as_slice() {
        [one] => (*one).clone(),
        several => Value::Array(several.iter().map(|value| (*value).clone()).collect()),
    }
}
