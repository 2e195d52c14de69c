//! The grammar of a template: texts, `${name}`, `${name:-default}`, and `$${` for a literal `${`.

use super::name::{Name, NameFault};

/// A part of a template.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'t> {
    /// Text that stands for itself.
    Text(&'t str),
    /// Something that stands for a value.
    Placeholder(Placeholder<'t>),
}

/// `${name}` or `${name:-default}`.
#[derive(Debug, PartialEq)]
pub(super) struct Placeholder<'t> {
    /// As it is written, braces included.
    pub(super) source: &'t str,
    /// What it names.
    pub(super) name: Name,
    /// What it stands for where the name stands for nothing.
    pub(super) default: Option<&'t str>,
}

/// Why a placeholder is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    #[error("has a `${{` without its `}}`")]
    Unclosed,
    #[error("holds `{0}`: {1}")]
    Name(String, NameFault),
    #[error("holds `{0}`: a secret has no default")]
    SecretDefault(String),
    #[error("holds `{0}`: a default holds no placeholder")]
    Nested(String),
}

impl Fault {
    pub(super) fn hint(&self) -> &'static str {
        match self {
            Self::Unclosed => "close it with `}`, or write `$${` for a literal `${`",
            Self::Name(_, fault) => fault.hint(),
            Self::SecretDefault(_) => "leave the default out; a secret that is not there is a failure",
            Self::Nested(_) => "write the default as it is to be taken",
        }
    }
}

/// The parts of `text`, in order. Nothing after an unclosed placeholder is read.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Result<Piece<'_>, Fault>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let Some(start) = rest.find("${") else {
            return Some(Ok(Piece::Text(std::mem::take(&mut rest))));
        };
        // The dollar sign before `${` makes it literal; it is left out itself.
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
            return Some(Err(Fault::Unclosed));
        };
        let (source, after) = split(rest, end + 1);
        rest = after;
        Some(placeholder(source).map(Piece::Placeholder))
    })
}

/// Reads `${…}`.
fn placeholder(source: &str) -> Result<Placeholder<'_>, Fault> {
    let inner = source.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
    let (name, default) = match inner.split_once(":-") {
        Some((name, default)) => (name, Some(default)),
        None => (inner, None),
    };
    if inner.contains("${") {
        return Err(Fault::Nested(shortened(source)));
    }
    let name = Name::parse(name).map_err(|fault| Fault::Name(shortened(source), fault))?;
    if default.is_some() && matches!(name, Name::Secret(_)) {
        return Err(Fault::SecretDefault(shortened(source)));
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

/// Both parts of `text`; all of it where `middle` is no place between characters, which none of the callers gives.
fn split(text: &str, middle: usize) -> (&str, &str) {
    text.split_at_checked(middle).unwrap_or((text, ""))
}
