//! The headers of a call as a user writes them.

use std::collections::BTreeMap;

use beadle_values::{
    body::{Custom, custom},
    violation::{Path, Violation, Violations},
};
use serde_json::{Value, json};

use crate::interpolation::Template;

/// Headers that belong to the connection or to Beadle and can't be set by a user (RFC 9110 section 7.6.1).
pub const RESERVED_HEADERS: [&str; 9] = [
    "connection",
    "content-length",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// How many headers a call or a config may state.
const MAX_HEADERS: usize = 256;

/// Headers: an object of strings, which may hold placeholders.
pub(crate) fn shape() -> Custom<BTreeMap<String, Template>> {
    custom(
        parse,
        |_| json!({"type": "object", "additionalProperties": {"type": "string"}, "propertyNames": {"type": "string"}}),
    )
}

/// Reads headers: an object of strings, which may hold placeholders. Names come back in lower case.
///
/// # Errors
/// Every fault of it, below `path`.
pub fn parse(value: &Value, path: &Path) -> Result<BTreeMap<String, Template>, Violations> {
    let mut violations = Violations::new();
    let mut headers = BTreeMap::new();
    let Some(members) = value.as_object() else {
        return Err(Violation::new(path.clone(), "type_error", "must be an object of strings").into());
    };
    if members.len() > MAX_HEADERS {
        let message = format!("must have at most {MAX_HEADERS} headers, not {}", members.len());
        return Err(Violation::new(path.clone(), "length", message).into());
    }
    for (name, value) in members {
        let path = path.key(name);
        let name = name.to_ascii_lowercase();
        if !is_header_name(&name) {
            violations.add(path, "header", "is no header name (RFC 9110 section 5.1)");
        } else if RESERVED_HEADERS.contains(&name.as_str()) {
            violations.add(path, "header", "is set by Beadle and can't be given");
        } else {
            match header_value(value) {
                Some(_) if headers.contains_key(&name) => {
                    violations.add(
                        path,
                        "conflict",
                        "is there twice: the names of headers differ in more than case",
                    );
                }
                Some(value) => {
                    headers
                        .extend(violations.take(Template::parse(&value, &path)).map(|value| (name, value)));
                }
                None => violations.add(
                    path,
                    "header",
                    "must be a string of visible characters (RFC 9110 section 5.5)",
                ),
            }
        }
    }
    violations.into_result(headers)
}

/// A token of RFC 9110 section 5.6.2.
pub(crate) fn is_header_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

fn header_value(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => return None,
    };
    text.chars().all(|c| c == '\t' || !c.is_control()).then_some(text)
}
