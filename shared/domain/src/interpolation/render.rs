//! Renders templates.

use std::borrow::Cow;

use serde_json::Value;

use super::{
    Place, Scope,
    json_position::JsonPosition,
    lookup,
    parse::{Error, Piece, Placeholder, pieces, shortened},
};
use crate::execution::{Failure, FailureCode};

/// The maximum size of a rendered text or document, in bytes.
pub const MAX_RENDERED: usize = 1024 * 1024;

/// Renders a text with each placeholder encoded for `place`.
pub(super) fn text(template: &str, scope: &Scope<'_>, place: Place) -> Result<String, Failure> {
    let mut rendered = String::with_capacity(template.len());
    let mut raw_until = 0;
    let mut replaced = false;
    let mut in_json = JsonPosition::default();
    for (position, piece) in pieces(template).enumerate() {
        match piece.map_err(malformed)? {
            Piece::Text(part) => {
                in_json = in_json.after(part);
                rendered.push_str(part);
            }
            Piece::Placeholder(placeholder) if place == Place::Json && in_json == JsonPosition::Value => {
                rendered.push_str(&lookup::value(&placeholder, scope)?.to_string());
            }
            Piece::Placeholder(placeholder)
                if place == Place::Json && in_json == JsonPosition::AfterBackslash =>
            {
                return Err(misfit(&placeholder, "follows a backslash, which would change its meaning"));
            }
            Piece::Placeholder(placeholder) => {
                let value = lookup::value(&placeholder, scope)?;
                let value = scalar(&value).ok_or_else(|| misfit(&placeholder, "stands for no text"))?;
                if place == Place::Url && position == 0 {
                    rendered.push_str(&value);
                    raw_until = rendered.len();
                } else {
                    let encoded = place.encode(&value).map_err(|why| misfit(&placeholder, why))?;
                    rendered.push_str(&encoded);
                    replaced = true;
                }
            }
        }
        if rendered.len() > MAX_RENDERED {
            return Err(too_large());
        }
    }
    if place == Place::Url && replaced && climbs(rendered.get(raw_until..).unwrap_or_default()) {
        let message = "a placeholder of the URL makes a `.` or `..` of a part of its path";
        return Err(Failure::new(FailureCode::Interpolation, message));
    }
    Ok(rendered)
}

/// The value of a template that is exactly one placeholder.
pub(super) fn single_value(template: &str, scope: &Scope<'_>) -> Result<Option<Value>, Failure> {
    let mut pieces = pieces(template);
    match (pieces.next(), pieces.next()) {
        (Some(Ok(Piece::Placeholder(placeholder))), None) => {
            lookup::value(&placeholder, scope).map(|value| Some(value.into_owned()))
        }
        _ => Ok(None),
    }
}

/// Whether a part of the path is a dot segment (RFC 3986 section 3.3), in any spelling that a URL parser
/// accepts.
fn climbs(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    path.split(['/', '\\'])
        .any(|segment| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | ".."))
}

/// A text, number or boolean as text; null is empty.
pub(super) fn scalar(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Bool(flag) => Some(Cow::Borrowed(if *flag { "true" } else { "false" })),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn misfit(placeholder: &Placeholder<'_>, why: &str) -> Failure {
    Failure::new(FailureCode::Interpolation, format!("`{}` {why}", shortened(placeholder.source)))
}

fn malformed(error: Error) -> Failure {
    Failure::new(FailureCode::Interpolation, format!("a text of the request {error}"))
}

pub(super) fn too_large() -> Failure {
    let message = format!("what is to be sent exceeds {MAX_RENDERED} bytes");
    Failure::new(FailureCode::Interpolation, message)
}
