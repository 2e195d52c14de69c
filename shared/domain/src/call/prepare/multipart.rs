//! Multipart bodies: forms with files (RFC 7578).

use bytes::Bytes;
use serde_json::{Map, Value};

use super::{Calling, body, unusable};
use crate::execution::Failure;

/// An encoded part.
struct Part {
    head: String,
    content: Bytes,
}

/// The boundary and the body: one part per member, several for a list. The boundary is derived from the
/// execution and its attempt, and extended until no part contains it.
pub(super) fn write(calling: &Calling<'_>, value: &Value) -> Result<(String, Bytes), Failure> {
    let members = value.as_object().ok_or_else(|| unusable("the body is no object of parts"))?;
    let mut parts = Vec::with_capacity(members.len());
    for (name, value) in members {
        match value {
            Value::Array(values) => {
                for value in values {
                    parts.push(part(name, value)?);
                }
            }
            Value::Null => {}
            value => parts.push(part(name, value)?),
        }
    }
    let boundary = boundary(calling, &parts);
    let size = parts.iter().map(|part| part.head.len() + part.content.len() + boundary.len() + 10).sum();
    let mut written: Vec<u8> = Vec::with_capacity(size);
    for part in &parts {
        written.extend_from_slice(format!("--{boundary}\r\n{}\r\n", part.head).as_bytes());
        written.extend_from_slice(&part.content);
        written.extend_from_slice(b"\r\n");
    }
    written.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok((boundary, written.into()))
}

fn boundary(calling: &Calling<'_>, parts: &[Part]) -> String {
    let first = format!("beadle-{}-{}", calling.execution.id().uuid().simple(), calling.attempt);
    let is_free = |boundary: &String| !parts.iter().any(|part| holds(&part.content, boundary.as_bytes()));
    let numbered = (2_u32..).map(|number| format!("{first}-{number}"));
    std::iter::once(first.clone()).chain(numbered).find(is_free).unwrap_or_default()
}

fn holds(content: &[u8], boundary: &[u8]) -> bool {
    content.windows(boundary.len()).any(|window| window == boundary)
}

fn part(name: &str, value: &Value) -> Result<Part, Failure> {
    let mut head = format!("content-disposition: form-data; name=\"{}\"", quoted(name));
    let no_members = Map::new();
    let (members, plain) = match value {
        Value::Object(members) => (members, None),
        Value::Array(_) => return Err(unusable(format!("the part `{name}` is a list in a list"))),
        plain => (&no_members, Some(plain)),
    };
    let text = |member: &str| members.get(member).and_then(Value::as_str);
    let (content, implied) = match (text("base64"), plain.or_else(|| members.get("content"))) {
        (Some(encoded), _) => (body::decoded(encoded)?, Some("application/octet-stream")),
        (None, Some(content)) => body::part(content),
        (None, None) => return Err(unusable(format!("the part `{name}` has no content"))),
    };
    if let Some(filename) = text("filename") {
        head.push_str(&format!("; filename=\"{}\"", quoted(filename)));
    }
    head.push_str("\r\n");
    if let Some(content_type) = text("content_type").or(implied) {
        if content_type.chars().any(char::is_control) {
            return Err(unusable(format!("the content type of the part `{name}` holds control characters")));
        }
        head.push_str(&format!("content-type: {content_type}\r\n"));
    }
    Ok(Part { head, content })
}

/// Escapes a name as browsers do (HTML section 4.10.21.8): only characters that would end it.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
