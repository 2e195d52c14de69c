//! The body of a call, in its explicit or implied encoding.

use std::borrow::Cow;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde_json::Value;
use url::form_urlencoded;

use super::{Calling, JSON, address, headers::Headers, multipart, unusable};
use crate::{
    execution::Failure,
    interpolation::{Place, Scope, Template, holds_placeholders, render_value},
    spec::{
        Encoding, HttpSpec,
        encoding::{essence, is_json, is_xml},
    },
    xml,
};

const TEXT: &str = "text/plain; charset=utf-8";
const FORM: &str = "application/x-www-form-urlencoded";
const XML: &str = "application/xml";
const BYTES: &str = "application/octet-stream";

/// Encodes the body of `spec` and adds its content type to `headers`.
pub(super) fn body(calling: &Calling<'_>, spec: &HttpSpec, headers: &mut Headers) -> Result<Bytes, Failure> {
    let Some(body) = &spec.body else { return Ok(Bytes::new()) };
    let implied = |headers: &Headers, body: &Value| Encoding::implied(headers.get("content-type"), body);
    let first = spec.encoding.unwrap_or_else(|| implied(headers, body));
    let body = rendered(body, place(first, headers.get("content-type")), &calling.scope)?;
    // A body that is a single placeholder may not be a text.
    let encoding = spec.encoding.unwrap_or_else(|| implied(headers, &body));
    let content_type = match encoding {
        Encoding::Json => JSON,
        Encoding::Form => FORM,
        Encoding::Xml => XML,
        Encoding::Text => TEXT,
        Encoding::Base64 => BYTES,
        Encoding::Multipart => {
            let (boundary, bytes) = multipart::write(calling, &body)?;
            headers.set("content-type", format!("multipart/form-data; boundary={boundary}"));
            return Ok(bytes);
        }
    };
    headers.add("content-type", || content_type.to_owned());
    match (encoding, &*body) {
        (Encoding::Form | Encoding::Xml | Encoding::Text, Value::String(text)) => {
            Ok(Bytes::copy_from_slice(text.as_bytes()))
        }
        (Encoding::Form, body) => form(body),
        (Encoding::Xml, body) => {
            let written = xml::write(body).map_err(|error| unusable(format!("the body {error}")))?;
            Ok(written.into())
        }
        (Encoding::Text, body) => {
            let text = address::text(body).ok_or_else(|| unusable("the body is no text"))?;
            Ok(text.into_owned().into())
        }
        (Encoding::Base64, Value::String(text)) => decoded(text),
        (Encoding::Base64, _) => Err(unusable("the body is no text in base64")),
        (_, body) => serde_json::to_vec(body)
            .map(Bytes::from)
            .map_err(|_| unusable("the body can't be written as JSON")),
    }
}

/// The syntax of a body that is written as text: that of its encoding, or of the content type of a plain text.
fn place(encoding: Encoding, content_type: Option<&str>) -> Place {
    let essence = content_type.map(essence).unwrap_or_default();
    match encoding {
        Encoding::Form => Place::Form,
        Encoding::Xml => Place::Xml,
        Encoding::Text if is_json(&essence) => Place::Json,
        Encoding::Text if is_xml(&essence) => Place::Xml,
        Encoding::Text if essence == FORM => Place::Form,
        _ => Place::Text,
    }
}

/// The body with its placeholders replaced. They are encoded for `place`, unless the whole body is one
/// placeholder.
fn rendered<'b>(body: &'b Value, place: Place, scope: &Scope<'_>) -> Result<Cow<'b, Value>, Failure> {
    if !holds_placeholders(body) {
        return Ok(Cow::Borrowed(body));
    }
    let Value::String(text) = body else { return render_value(body, scope).map(Cow::Owned) };
    let template = Template::new(text.as_str());
    let value = match template.is_single_placeholder() {
        true => template.render_value(scope)?,
        false => Value::String(template.render(scope, place)?),
    };
    Ok(Cow::Owned(value))
}

fn form(body: &Value) -> Result<Bytes, Failure> {
    let misfit =
        || unusable("the body is no form: an object of texts, numbers, true, false or lists of these");
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (name, value) in body.as_object().ok_or_else(misfit)? {
        match value {
            Value::Null => {}
            Value::Array(values) => {
                for value in values {
                    form.append_pair(name, &address::text(value).ok_or_else(misfit)?);
                }
            }
            value => {
                form.append_pair(name, &address::text(value).ok_or_else(misfit)?);
            }
        }
    }
    Ok(form.finish().into())
}

/// Decodes base64.
pub(super) fn decoded(text: &str) -> Result<Bytes, Failure> {
    STANDARD.decode(text).map(Bytes::from).map_err(|_| unusable("a part of the body is not base64"))
}

/// A part and its content type; values that are not text are encoded as JSON.
pub(super) fn part(value: &Value) -> (Bytes, Option<&'static str>) {
    match value {
        Value::String(text) => (Bytes::copy_from_slice(text.as_bytes()), None),
        Value::Number(_) | Value::Bool(_) => (value.to_string().into(), None),
        Value::Null => (Bytes::new(), None),
        value => (value.to_string().into(), Some(JSON)),
    }
}
