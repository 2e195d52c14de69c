//! What is wrong with a part of a schedule, before it is known where in the request that part stands.

use beadle_values::violation::{Path, Violation, Violations};

/// One fault, with what to write instead where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    message: String,
    hint: Option<String>,
}

impl Fault {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same fault; `hint` is taken where it has none of its own.
    pub(super) fn or_hint(mut self, hint: &str) -> Self {
        self.hint = Some(self.hint.unwrap_or_else(|| hint.to_owned()));
        self
    }

    /// The fault at its place in the request.
    pub(super) fn at(self, path: &Path, kind: &'static str) -> Violation {
        let violation = Violation::new(path.clone(), kind, self.message);
        match self.hint {
            Some(hint) => violation.hint(hint),
            None => violation,
        }
    }
}

/// All the faults of one text at its place in the request.
pub(super) fn located(faults: Vec<Fault>, path: &Path, kind: &'static str) -> Violations {
    let mut violations = Violations::new();
    for fault in faults {
        violations.push(fault.at(path, kind));
    }
    violations
}
