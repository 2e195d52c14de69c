//! Converts XML to JSON and back, by the rules of `infra/docs/xml.md`.
//!
//! An element is a member; attributes are `@name`, text beside them is `#text`, repeated elements are a list.
//! Document types are not supported, nor entities other than the five of XML 1.0 section 4.6, so nothing in a
//! document can expand.

mod read;
mod write;

use std::borrow::Cow;

pub use self::{read::read, write::write};

/// The maximum nesting depth of elements.
pub const MAX_DEPTH: usize = 64;

/// The maximum size of a document, in bytes.
pub const MAX_SIZE: usize = 1024 * 1024;

/// The maximum number of elements and attributes in a document.
pub const MAX_NODES: usize = 100_000;

/// Why a document can't be read or written. The messages are for the caller and contain only names from the
/// document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum XmlError {
    /// The document is not UTF-8 text.
    #[error("is not text in UTF-8")]
    Encoding,
    /// The document is not well-formed (XML 1.0 section 2.1).
    #[error("is not well-formed XML: {0}")]
    Syntax(String),
    /// The document declares a document type.
    #[error("declares a document type, which is refused")]
    DocumentType,
    /// The document refers to an entity beyond those of XML 1.0 section 4.6.
    #[error("names the entity `{0}`; only `lt`, `gt`, `amp`, `apos`, `quot` and numbers are read")]
    Entity(String),
    /// Elements are nested too deeply.
    #[error("nests deeper than {MAX_DEPTH} elements")]
    Depth,
    /// The document is too large.
    #[error("is larger than {MAX_SIZE} bytes or {MAX_NODES} elements and attributes")]
    Size,
    /// The document contains a character that is not allowed in XML (XML 1.0 section 2.2).
    #[error("holds a control character, which XML can't")]
    Character,
    /// A member has a name that is not allowed for elements or attributes (XML 1.0 section 2.3).
    #[error("has the member `{0}`, which is no name in XML")]
    Name(String),
    /// The value is not an object with one member, the root element.
    #[error("must be an object with one member, the root element")]
    Root,
    /// A list or an object in a place where only text is allowed.
    #[error("has a list or an object in `{0}`, where only text can be")]
    Shape(String),
}

/// Whether a document may contain `character` (XML 1.0 section 2.2).
pub(crate) fn is_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Escapes `text` for the text of an element or the value of an attribute. White space that a reader would
/// normalise is written as a character reference (XML 1.0 sections 2.11 and 3.3.3).
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    let special = |c: char| matches!(c, '&' | '<' | '>' | '"' | '\'' | '\t' | '\n' | '\r');
    if !text.contains(special) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\t' => escaped.push_str("&#9;"),
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            other => escaped.push(other),
        }
    }
    Cow::Owned(escaped)
}

/// Whether `name` is allowed for an element or an attribute (XML 1.0 section 2.3).
fn is_name(name: &str) -> bool {
    let starts = |c: char| {
        matches!(c,
            ':' | '_' | 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
            | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
            | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}'
            | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
    };
    let continues = |c: char| {
        starts(c)
            || matches!(c, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
    };
    let mut characters = name.chars();
    characters.next().is_some_and(starts) && characters.all(continues)
}

#[cfg(test)]
mod tests;
