//! The error of one part of a schedule, before its path in the request is known.

use beadle_values::violation::{Path, Violation, Violations};

/// One error, with a hint what to write instead if one is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Error {
    message: String,
    hint: Option<String>,
}

impl Error {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Sets `hint` unless the error has one already.
    pub(super) fn or_hint(mut self, hint: &str) -> Self {
        self.hint = Some(self.hint.unwrap_or_else(|| hint.to_owned()));
        self
    }

    /// Converts the error to a violation at `path`.
    pub(super) fn at(self, path: &Path, kind: &'static str) -> Violation {
        let violation = Violation::new(path.clone(), kind, self.message);
        match self.hint {
            Some(hint) => violation.hint(hint),
            None => violation,
        }
    }
}

/// Converts all errors of one text to violations at `path`.
pub(super) fn located(errors: Vec<Error>, path: &Path, kind: &'static str) -> Violations {
    let mut violations = Violations::new();
    for error in errors {
        violations.push(error.at(path, kind));
    }
    violations
}
