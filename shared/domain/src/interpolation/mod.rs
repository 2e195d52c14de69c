//! `${…}` in texts that a user writes: what stands there is known only when an attempt is made.
//!
//! [`Template`] is such a text, [`Scope`] what its placeholders stand for, and [`Place`] where the text goes. What a
//! placeholder stands for is data: it is never searched for placeholders again.

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
use self::{
    name::Name,
    parse::{Piece, Placeholder, pieces},
};
pub use self::{
    place::Place,
    render::MAX_RENDERED,
    scope::{Facts, Scope},
    secret_error::SecretError,
    secret_ref::SecretRef,
    secret_values::SecretValues,
    upstream::Upstream,
    value::{MAX_DEPTH, check_value, holds_placeholders, names_dependencies, render_value, secrets_of},
};
use crate::execution::Failure;

/// A text that may hold placeholders, as its user wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Template(String);

impl Template {
    /// A text as its user wrote it, unchecked: a fault in it is found when it is rendered.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Reads a text whose placeholders must be well formed.
    ///
    /// # Errors
    /// Every placeholder that is not, at `path`, with a hint.
    pub fn parse(text: &str, path: &Path) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        for piece in pieces(text) {
            if let Err(fault) = piece {
                violations
                    .push(Violation::new(path.clone(), "placeholder", fault.to_string()).hint(fault.hint()));
            }
        }
        violations.into_result(Self(text.to_owned()))
    }

    /// The template that stands for `text` itself, whatever is in it.
    pub fn literal(text: &str) -> Self {
        Self(text.replace("${", "$${"))
    }

    /// The text as its user wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether anything in it depends on the attempt.
    pub fn holds_placeholders(&self) -> bool {
        pieces(&self.0).any(|piece| !matches!(piece, Ok(Piece::Text(_))))
    }

    /// Whether it is exactly one placeholder.
    pub fn is_whole(&self) -> bool {
        let mut pieces = pieces(&self.0);
        matches!((pieces.next(), pieces.next()), (Some(Ok(Piece::Placeholder(_))), None))
    }

    /// The text with `stand_in` in place of each placeholder, and whether it begins with one. For checks of its shape.
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

    /// The secrets it names.
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

    /// Whether it names what the task runs after.
    pub fn names_dependencies(&self) -> bool {
        let names = |piece| matches!(piece, Ok(Piece::Placeholder(Placeholder { name: Name::Dep(_), .. })));
        pieces(&self.0).any(names)
    }

    /// The text with its placeholders replaced, each encoded for `place`.
    ///
    /// # Errors
    /// [`crate::execution::FailureCode::Interpolation`] for a placeholder that stands for nothing, or for something that
    /// does not fit the place. The message names placeholders, never what they stand for.
    pub fn render(&self, scope: &Scope<'_>, place: Place) -> Result<String, Failure> {
        render::text(&self.0, scope, place)
    }

    /// What it stands for: a text that is exactly one placeholder keeps the type of its value.
    ///
    /// # Errors
    /// As [`Self::render`].
    pub fn render_value(&self, scope: &Scope<'_>) -> Result<Value, Failure> {
        match render::whole(&self.0, scope)? {
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
