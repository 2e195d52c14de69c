//! Parses response bodies.

use beadle_values::json_text;
use serde_json::{Map, Value, map::Entry};
use url::form_urlencoded;

use crate::{
    call::{HttpResponse, MAX_BODY},
    spec::{
        encoding::{essence, is_json, is_xml},
        response::ReadAs,
    },
    xml,
};

/// A parsed body.
#[derive(Debug, PartialEq)]
pub(in crate::call) enum Body {
    /// It is a value.
    Value(Value),
    /// It is text, or binary data that no parser was configured for.
    Plain,
    /// It is stored as bytes.
    Bytes,
    /// It is not in the configured format.
    Unreadable {
        /// The reason, which continues "the answer".
        fault: String,
    },
}

/// Parses the body of `response` as `read_as` says.
pub(super) fn read(response: &HttpResponse, read_as: ReadAs) -> Body {
    let body = &*response.body;
    let unreadable = |fault: &str| Body::Unreadable { fault: fault.to_owned() };
    match read_as {
        ReadAs::Auto if response.truncated => Body::Plain,
        ReadAs::Auto => by_content_type(response).map_or(Body::Plain, Body::Value),
        ReadAs::Base64 => Body::Bytes,
        ReadAs::Json | ReadAs::Xml | ReadAs::Form if response.truncated => {
            unreadable(&format!("is longer than the {} MB that are read of it", MAX_BODY / (1024 * 1024)))
        }
        ReadAs::Json => match json(body) {
            Ok(value) => Body::Value(value),
            Err(error) => {
                unreadable(&format!("is not JSON (line {}, column {})", error.line(), error.column()))
            }
        },
        ReadAs::Xml => match xml::read(body) {
            Ok(value) => Body::Value(value),
            Err(error) => unreadable(&error.to_string()),
        },
        ReadAs::Form => form(body).map_or_else(|| unreadable("is no form"), Body::Value),
        ReadAs::Text if std::str::from_utf8(body).is_err() && !response.truncated => {
            unreadable("is not text in UTF-8")
        }
        ReadAs::Text => Body::Plain,
    }
}

/// The value that the body contains by its content type, or by its first character.
fn by_content_type(response: &HttpResponse) -> Option<Value> {
    let body = &*response.body;
    let essence = response.header("content-type").map(essence);
    let looks_like_json = || matches!(body.trim_ascii_start().first(), Some(b'{' | b'['));
    match essence.as_deref() {
        _ if body.is_empty() => None,
        Some("application/x-www-form-urlencoded") => form(body),
        Some(essence) if is_xml(essence) => xml::read(body).ok(),
        Some(essence) if !is_json(essence) && !looks_like_json() => None,
        _ => json(body).ok(),
    }
}

/// A document in which a number that can't be kept exactly is a string of its digits.
fn json(body: &[u8]) -> serde_json::Result<Value> {
    match std::str::from_utf8(body) {
        Ok(text) => json_text::exact(text),
        Err(_) => serde_json::from_slice(body),
    }
}

/// A form as an object. Repeated fields become a list.
fn form(body: &[u8]) -> Option<Value> {
    std::str::from_utf8(body).ok()?;
    let mut members = Map::new();
    for (name, value) in form_urlencoded::parse(body) {
        let value = Value::String(value.into_owned());
        match members.entry(name) {
            Entry::Vacant(entry) => {
                entry.insert(value);
            }
            Entry::Occupied(mut entry) => match entry.get_mut() {
                Value::Array(values) => values.push(value),
                first => *first = Value::Array(vec![first.take(), value]),
            },
        }
    }
    Some(Value::Object(members))
}
