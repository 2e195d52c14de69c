//! The grammar of a template: text, `${name}`, `${name:-default}`, and `$${` for a literal `${`.

use super::name::{Name, NameError};

/// A part of a template.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'t> {
    /// Literal text.
    Text(&'t str),
    /// A placeholder.
    Placeholder(Placeholder<'t>),
}

/// `${name}` or `${name:-default}`.
#[derive(Debug, PartialEq)]
pub(super) struct Placeholder<'t> {
    /// The source text, including the braces.
    pub(super) source: &'t str,
    /// The name.
    pub(super) name: Name,
    /// The value to use if the name has none.
    pub(super) default: Option<&'t str>,
}

/// Why a placeholder is malformed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Error {
    #[error("has a `${{` without its `}}`")]
    Unclosed,
    #[error("holds `{0}`: {1}")]
    Name(String, NameError),
    #[error("holds `{0}`: a secret has no default")]
    SecretDefault(String),
    #[error("holds `{0}`: a default holds no placeholder")]
    Nested(String),
}

impl Error {
    pub(super) fn hint(&self) -> &'static str {
        match self {
            Self::Unclosed => "close it with `}`, or write `$${` for a literal `${`",
            Self::Name(_, error) => error.hint(),
            Self::SecretDefault(_) => "leave the default out; a secret that is not there is a failure",
            Self::Nested(_) => "write the default as it is to be taken",
        }
    }
}

/// The parts of `text`, in order. Stops after an unclosed placeholder.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Result<Piece<'_>, Error>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let Some(start) = rest.find("${") else {
            return Some(Ok(Piece::Text(std::mem::take(&mut rest))));
        };
        // The dollar sign before `${` escapes it and is dropped.
        if let Some(before) = start.checked_sub(1)
            && rest.as_bytes().get(before) == Some(&b'$')
        {
            let (text, after) = if before == 0 { split(rest, 1) } else { split(rest, before) };
            if before > 0 {
                rest = after;
                return Some(Ok(Piece::Text(text)));
            }
            let (literal, after) = split(after, 2);
            rest = after;
            return Some(Ok(Piece::Text(literal)));
        }
        if start > 0 {
            let (text, after) = split(rest, start);
            rest = after;
            return Some(Ok(Piece::Text(text)));
        }
        let Some(end) = rest.find('}') else {
            rest = "";
            return Some(Err(Error::Unclosed));
        };
        let (source, after) = split(rest, end + 1);
        rest = after;
        Some(placeholder(source).map(Piece::Placeholder))
    })
}

/// Parses `${…}`.
fn placeholder(source: &str) -> Result<Placeholder<'_>, Error> {
    let inner = source.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
    let (name, default) = match inner.split_once(":-") {
        Some((name, default)) => (name, Some(default)),
        None => (inner, None),
    };
    if inner.contains("${") {
        return Err(Error::Nested(shortened(source)));
    }
    let name = Name::parse(name).map_err(|error| Error::Name(shortened(source), error))?;
    if default.is_some() && matches!(name, Name::Secret(_)) {
        return Err(Error::SecretDefault(shortened(source)));
    }
    Ok(Placeholder { source, name, default })
}

/// At most 80 characters of a placeholder, without its default.
pub(super) fn shortened(source: &str) -> String {
    let without_default = source.split_once(":-").map_or(source, |(name, _)| name);
    let mut text: String = without_default.chars().take(80).collect();
    if text.len() < source.len() {
        text.push('…');
    }
    if !text.ends_with('}') {
        text.push('}');
    }
    text
}

/// Splits `text` at `middle`. If `middle` is not a character boundary, which no caller passes, everything is
/// in the first part.
fn split(text: &str, middle: usize) -> (&str, &str) {
    text.split_at_checked(middle).unwrap_or((text, ""))
}
