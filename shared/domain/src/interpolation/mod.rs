//! Placeholders `${…}` in texts that users write; their values are known only when an attempt is made.
//!
//! [`Template`] is such a text, [`Scope`] holds the values of its placeholders, and [`Place`] is the syntax
//! into which the text is inserted. Values are data: they are never searched for placeholders again.

mod json_position;
mod key;
mod lookup;
mod name;
mod parse;
mod place;
mod render;
mod scope;
mod secret_error;
pub mod secret_ref;
pub mod secret_values;
mod upstream;
mod value;

use std::{collections::BTreeSet, fmt};

use beadle_values::violation::{Path, Violation, Violations};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use self::value::any_value;
pub use self::{
    key::KeyTemplate,
    place::{Place, percent_encoded},
    render::MAX_RENDERED,
    scope::{CallbackPlace, Facts, Scope},
    secret_error::SecretError,
    secret_ref::SecretRef,
    secret_values::SecretValues,
    upstream::Upstream,
    value::{
        MAX_DEPTH, check_value, holds_placeholders, names_callback, names_dependencies, render_value,
        secrets_of,
    },
};
use self::{
    name::Name,
    parse::{Piece, Placeholder, pieces},
};
use crate::execution::Failure;

/// A text that may contain placeholders, as the user wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Template(String);

impl Template {
    /// An unchecked text; a syntax error is found when it is rendered.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Parses a text whose placeholders must be well-formed.
    ///
    /// # Errors
    /// Every malformed placeholder, at `path`, with a hint.
    pub fn parse(text: &str, path: &Path) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        for piece in pieces(text) {
            if let Err(error) = piece {
                violations
                    .push(Violation::new(path.clone(), "placeholder", error.to_string()).hint(error.hint()));
            }
        }
        violations.into_result(Self(text.to_owned()))
    }

    /// The template that renders to exactly `text`.
    pub fn literal(text: &str) -> Self {
        Self(text.replace("${", "$${"))
    }

    /// The text as the user wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the text contains placeholders.
    pub fn holds_placeholders(&self) -> bool {
        pieces(&self.0).any(|piece| !matches!(piece, Ok(Piece::Text(_))))
    }

    /// Whether the text is exactly one placeholder.
    pub fn is_single_placeholder(&self) -> bool {
        let mut pieces = pieces(&self.0);
        matches!((pieces.next(), pieces.next()), (Some(Ok(Piece::Placeholder(_))), None))
    }

    /// The text with each placeholder replaced by `stand_in`, and whether it begins with a placeholder. For
    /// checks of its syntax.
    pub(crate) fn outline(&self, stand_in: &str) -> (String, bool) {
        let mut text = String::with_capacity(self.0.len());
        let mut begins_with_one = false;
        for piece in pieces(&self.0) {
            match piece {
                Ok(Piece::Text(part)) => text.push_str(part),
                _ => {
                    begins_with_one |= text.is_empty();
                    text.push_str(stand_in);
                }
            }
        }
        (text, begins_with_one)
    }

    /// The secrets that the text refers to.
    pub fn secrets(&self) -> BTreeSet<SecretRef> {
        let secret = |piece| match piece {
            Ok(Piece::Placeholder(placeholder)) => match placeholder.name {
                Name::Secret(secret) => Some(secret),
                _ => None,
            },
            _ => None,
        };
        pieces(&self.0).filter_map(secret).collect()
    }

    /// Whether the text refers to dependencies of the task.
    pub fn names_dependencies(&self) -> bool {
        let names = |piece| matches!(piece, Ok(Piece::Placeholder(Placeholder { name: Name::Dep(_), .. })));
        pieces(&self.0).any(names)
    }

    /// Whether the text gives the destination an address to call back.
    pub fn names_callback(&self) -> bool {
        let names = |piece| {
            matches!(
                piece,
                Ok(Piece::Placeholder(Placeholder { name: Name::CallbackUrl | Name::CallbackToken, .. }))
            )
        };
        pieces(&self.0).any(names)
    }

    /// Renders the text with its placeholders replaced, each encoded for `place`.
    ///
    /// # Errors
    /// [`crate::execution::FailureCode::Interpolation`] for a placeholder without a value, or with one that
    /// is not valid in this place. The message contains placeholders but never their values.
    pub fn render(&self, scope: &Scope<'_>, place: Place) -> Result<String, Failure> {
        render::text(&self.0, scope, place)
    }

    /// Renders to a JSON value: a text that is exactly one placeholder keeps the type of its value.
    ///
    /// # Errors
    /// As [`Self::render`].
    pub fn render_value(&self, scope: &Scope<'_>) -> Result<Value, Failure> {
        match render::single_value(&self.0, scope)? {
            Some(value) => Ok(value),
            None => render::text(&self.0, scope, Place::Text).map(Value::String),
        }
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests;
