//! Texts that group executions, such as order keys: their placeholders name values of the input and nothing else, so they can be
//! resolved before an attempt is made, and hold no secret.

use std::{fmt, sync::LazyLock};

use beadle_values::{
    id::ExecutionId,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    Facts, Place, Scope, SecretValues, Template,
    name::Name,
    parse::{Piece, pieces, shortened},
};
use crate::execution::{Failure, FailureCode};

/// A text whose placeholders name values of the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyTemplate(Template);

static NO_VARIABLES: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
static NO_SECRETS: LazyLock<SecretValues> = LazyLock::new(SecretValues::default);

impl KeyTemplate {
    /// Parses a text whose placeholders must be well-formed and name values of the input.
    ///
    /// # Errors
    /// Every placeholder that is malformed or names something else, at `path`.
    pub fn parse(text: &str, path: &Path) -> Result<Self, Violations> {
        let template = Template::parse(text, path)?;
        let mut violations = Violations::new();
        for piece in pieces(text) {
            if let Ok(Piece::Placeholder(placeholder)) = piece
                && !matches!(placeholder.name, Name::Input(_))
            {
                let message =
                    format!("holds `{}`, which is no value of the input", shortened(placeholder.source));
                violations.push(
                    Violation::new(path.clone(), "placeholder", message).hint("such as ${input.tenant}"),
                );
            }
        }
        violations.into_result(Self(template))
    }

    /// The text as the user wrote it.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The key under `input`, 1 to `max` characters.
    ///
    /// # Errors
    /// [`FailureCode::Interpolation`] for a placeholder without a value, and for a key that is empty or too long.
    pub fn resolve(&self, input: &Map<String, Value>, max: usize) -> Result<String, Failure> {
        let scope = Scope {
            input,
            variables: &NO_VARIABLES,
            secrets: &NO_SECRETS,
            // No placeholder of a key names a fact.
            facts: Facts {
                id: ExecutionId::from_uuid(Uuid::nil()),
                task_id: None,
                attempt: 1,
                scheduled_for: None,
                created_at: Timestamp::UNIX_EPOCH,
            },
            now: Timestamp::UNIX_EPOCH,
            dep: None,
            batch: None,
            callback: None,
            job: None,
        };
        let key = self.0.render(&scope, Place::Text)?;
        if key.is_empty() || key.chars().count() > max {
            let message =
                format!("`{}` stands for no text of 1 to {max} characters", shortened(self.as_str()));
            return Err(Failure::new(FailureCode::Interpolation, message));
        }
        Ok(key)
    }
}

impl fmt::Display for KeyTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
