//! How a body is written.

use base64::{Engine, engine::general_purpose::STANDARD};
use beadle_values::{
    names,
    violation::{Path, Violation, Violations},
};
use serde_json::{Map, Value};

use super::query::is_parameter;
use crate::xml;

names! {
    /// How a body is encoded.
    pub enum Encoding {
        /// As JSON.
        Json = "json",
        /// As a form (`application/x-www-form-urlencoded`).
        Form = "form",
        /// As XML, by the rules of [`crate::xml`].
        Xml = "xml",
        /// As text.
        Text = "text",
        /// As the bytes that the body is the base64 of (RFC 4648 section 4).
        Base64 = "base64",
        /// As a form with files (RFC 7578).
        Multipart = "multipart",
    }
}

const PART_MEMBERS: [&str; 4] = ["filename", "content_type", "content", "base64"];

impl Encoding {
    /// How `body` is written where nothing is stated: as its content type says, else text as it is and anything else as
    /// JSON.
    pub fn implied(content_type: Option<&str>, body: &Value) -> Self {
        let essence = content_type.map(essence).unwrap_or_default();
        match essence.as_str() {
            essence if is_json(essence) => Self::Json,
            "application/x-www-form-urlencoded" => Self::Form,
            essence if is_xml(essence) => Self::Xml,
            "multipart/form-data" if body.is_object() => Self::Multipart,
            _ if body.is_string() => Self::Text,
            _ => Self::Json,
        }
    }

    /// Whether `body` can be written so, as far as it is known before its placeholders are replaced.
    ///
    /// # Errors
    /// What is wrong with it, at or below `path`.
    pub fn check(self, body: &Value, path: &Path) -> Result<(), Violations> {
        let mut violations = Violations::new();
        match (self, body) {
            (Self::Json, _) | (Self::Form | Self::Xml | Self::Text, Value::String(_)) => {}
            (Self::Form, Value::Object(members)) => {
                let misfits = members.iter().filter(|(_, value)| !is_parameter(value));
                for (name, _) in misfits {
                    let message = "must be a text, a number, true or false, or a list of these";
                    violations.add(path.key(name), "type_error", message);
                }
            }
            (Self::Form, _) => violations.add(path.clone(), "type_error", "must be an object or a text"),
            (Self::Xml, body) => {
                if let Err(error) = xml::write(body) {
                    let hint =
                        "{\"root\": {\"@attribute\": 1, \"child\": [1, 2], \"#text\": \"t\"}}, or a text";
                    violations.push(Violation::new(path.clone(), "xml", error.to_string()).hint(hint));
                }
            }
            (Self::Text, Value::Number(_) | Value::Bool(_)) => {}
            (Self::Text, _) => violations.add(path.clone(), "type_error", "must be a text"),
            (Self::Base64, Value::String(text)) => check_base64(text, path, &mut violations),
            (Self::Base64, _) => violations.add(path.clone(), "type_error", "must be a text in base64"),
            (Self::Multipart, Value::Object(members)) => {
                for (name, value) in members {
                    match value {
                        Value::Array(parts) => parts.iter().enumerate().for_each(|(index, part)| {
                            check_part(part, &path.key(name).index(index), &mut violations);
                        }),
                        part => check_part(part, &path.key(name), &mut violations),
                    }
                }
            }
            (Self::Multipart, _) => violations.add(path.clone(), "type_error", "must be an object of parts"),
        }
        violations.into_result(())
    }
}

fn check_base64(text: &str, path: &Path, violations: &mut Violations) {
    if !text.contains("${") && STANDARD.decode(text).is_err() {
        violations.add(path.clone(), "base64", "is not base64 (RFC 4648 section 4)");
    }
}

/// A part is a text, or an object with its content.
fn check_part(part: &Value, path: &Path, violations: &mut Violations) {
    let members: &Map<String, Value> = match part {
        Value::Object(members) => members,
        Value::String(_) | Value::Number(_) | Value::Bool(_) => return,
        Value::Null | Value::Array(_) => {
            return violations.add(path.clone(), "type_error", "must be a text or an object");
        }
    };
    for name in members.keys().filter(|name| !PART_MEMBERS.contains(&name.as_str())) {
        let hint = format!("members: {}", PART_MEMBERS.join(", "));
        violations.push(Violation::new(path.key(name), "unknown_field", "is not known in a part").hint(hint));
    }
    for name in ["filename", "content_type", "base64"] {
        if members.get(name).is_some_and(|value| !value.is_string()) {
            violations.add(path.key(name), "type_error", "must be a text");
        }
    }
    if let Some(Value::String(text)) = members.get("base64") {
        check_base64(text, &path.key("base64"), violations);
    }
    if members.contains_key("content") == members.contains_key("base64") {
        violations.add(path.clone(), "conflict", "must have one of `content` and `base64`");
    }
}

/// The type and subtype of a content type, in lower case, without parameters (RFC 9110 section 8.3.1).
pub(crate) fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// `application/json` or a type with the suffix `+json` (RFC 6839 section 3.1), of an essence.
pub(crate) fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence.ends_with("+json")
}

/// `application/xml`, `text/xml` or a type with the suffix `+xml` (RFC 7303) that is data, of an essence.
pub(crate) fn is_xml(essence: &str) -> bool {
    let is_document = essence.starts_with("image/") || essence == "application/xhtml+xml";
    matches!(essence, "application/xml" | "text/xml") || (essence.ends_with("+xml") && !is_document)
}
