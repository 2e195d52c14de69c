//! The URL of a call as a user writes it: absolute, or relative to the config's base, with placeholders.

use beadle_values::{
    body::{Custom, custom},
    violation::{Path, Violation, Violations},
};
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::interpolation::Template;

/// What placeholders are taken for where the shape of a URL is checked. A port takes only the first, the last part of a
/// host only the second.
const STAND_INS: [&str; 2] = ["1", "x"];

/// Why a text is no URL that can be called.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AddressFault {
    #[error("is no URL: {0}")]
    Syntax(ParseError),
    #[error("is neither an http nor an https URL")]
    Scheme,
    #[error("carries user information; use `auth`, or the `authorization` header")]
    UserInformation,
}

/// A URL.
pub(crate) fn shape() -> Custom<Template> {
    custom(parse, |_| json!({"type": "string"}))
}

/// Reads a URL. What a placeholder at its very beginning stands for is not known yet, so then only what follows is checked.
///
/// # Errors
/// Every fault of it, at `path`.
pub fn parse(value: &Value, path: &Path) -> Result<Template, Violations> {
    let refused = |message: String| {
        Violation::new(path.clone(), "url", message).hint("such as https://example.com/path")
    };
    let text = value.as_str().ok_or_else(|| refused("is not a string".to_owned()))?.trim();
    if text.is_empty() {
        return Err(refused("is empty".to_owned()).into());
    }
    let template = Template::parse(text, path)?;
    check_shape(&template).map_err(|fault| refused(fault.to_string()))?;
    Ok(template)
}

/// Whether it can't be called without a base.
pub fn is_relative(template: &Template) -> bool {
    let (outline, begins_with_placeholder) = template.outline("1");
    !begins_with_placeholder && Url::parse(&outline) == Err(ParseError::RelativeUrlWithoutBase)
}

fn check_shape(template: &Template) -> Result<(), AddressFault> {
    let mut fault = None;
    for stand_in in STAND_INS {
        let (outline, begins_with_placeholder) = template.outline(stand_in);
        if begins_with_placeholder {
            return Ok(());
        }
        match check(&outline) {
            Ok(()) => return Ok(()),
            Err(found) => fault = fault.or(Some(found)),
        }
    }
    fault.map_or(Ok(()), Err)
}

/// A base for relative URLs while nobody knows theirs.
const ANY_BASE: &str = "https://base.invalid/";

fn check(text: &str) -> Result<(), AddressFault> {
    let url = match Url::parse(text) {
        Err(ParseError::RelativeUrlWithoutBase) => Url::parse(ANY_BASE).and_then(|base| base.join(text)),
        parsed => parsed,
    };
    callable(&url.map_err(AddressFault::Syntax)?)
}

/// Whether `url` is one that is called.
pub(crate) fn callable(url: &Url) -> Result<(), AddressFault> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(AddressFault::Scheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(AddressFault::UserInformation);
    }
    Ok(())
}
