//! The syntax into which a rendered text is inserted, and how values are encoded for it.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::form_urlencoded;

/// Everything but the unreserved characters of RFC 3986 section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A value inside of a URL: all but unreserved characters encoded, so that it changes neither the host nor the path.
pub fn percent_encoded(value: &str) -> Cow<'_, str> {
    utf8_percent_encode(value, RESERVED).into()
}

/// The syntax into which a text is inserted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A URL. A placeholder at its very beginning is not encoded.
    Url,
    /// The value of a header (RFC 9110 section 5.5).
    Header,
    /// A name or a value in the query of a URL.
    Query,
    /// A form (`application/x-www-form-urlencoded`).
    Form,
    /// The text or an attribute of an XML document.
    Xml,
    /// Plain text.
    Text,
    /// The text of a JSON document: a value in one of its strings is escaped, anywhere else it is written as JSON.
    Json,
}

impl Place {
    /// Encodes `value`, or says why that is impossible. In a JSON document it stands in a string.
    pub(super) fn encode(self, value: &str) -> Result<Cow<'_, str>, &'static str> {
        Ok(match self {
            Self::Text => Cow::Borrowed(value),
            Self::Url | Self::Query => percent_encoded(value),
            Self::Form => form_urlencoded::byte_serialize(value.as_bytes()).collect::<String>().into(),
            Self::Header if value.chars().any(|c| c != '\t' && c.is_control()) => {
                return Err("stands for control characters, which a header can't hold");
            }
            Self::Header => Cow::Borrowed(value),
            Self::Xml if !value.chars().all(crate::xml::is_character) => {
                return Err("stands for control characters, which XML can't hold");
            }
            Self::Xml => crate::xml::escaped(value),
            Self::Json => {
                let quoted = serde_json::Value::from(value).to_string();
                let inner = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
                Cow::Owned(inner.unwrap_or_default().to_owned())
            }
        })
    }
}
