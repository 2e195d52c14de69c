//! What is wrong with an input, all of it at once, each fault with the place it stands at.

use std::fmt;

use serde::Serialize;

/// One step of the way to a value inside a request: a member's name or an element's index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Step {
    /// A member of an object.
    Key(String),
    /// An element of an array, counted from 0.
    Index(usize),
}

/// The way to a value, from the part of the request it stands in (`body`, `query`, `header`, `path`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Path(Vec<Step>);

impl Path {
    /// The body of a request.
    pub fn body() -> Self {
        Self::of("body")
    }

    /// A named part of a request, such as `query`.
    pub fn of(part: &str) -> Self {
        Self(vec![Step::Key(part.to_owned())])
    }

    /// The member `name` of the value at this path.
    #[must_use]
    pub fn key(&self, name: impl Into<String>) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::Key(name.into()));
        Self(steps)
    }

    /// The element `index` of the array at this path.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::Index(index));
        Self(steps)
    }

    /// The steps, outermost first.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if position == 0 => write!(f, "{key}")?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// One fault of an input. Serializes as seed 003 promises: `{"loc": […], "msg": …, "type": …}`, with an optional `hint`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// Where it stands.
    #[serde(rename = "loc")]
    pub path: Path,
    /// What is wrong, in one sentence for the caller.
    #[serde(rename = "msg")]
    pub message: String,
    /// A stable word for the kind of fault, such as `missing` or `value_error`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What to write instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Violation {
    /// A fault of kind `kind` at `path`.
    pub fn new(path: Path, kind: &'static str, message: impl Into<String>) -> Self {
        Self { path, message: message.into(), kind, hint: None }
    }

    /// The same fault with a suggestion.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// The faults of an input, in the order they were found. As an error it is never empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(transparent)]
#[error("{}", self.summary())]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// No faults yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one fault.
    pub fn push(&mut self, violation: Violation) {
        self.0.push(violation);
    }

    /// Adds a fault built in place.
    pub fn add(&mut self, path: Path, kind: &'static str, message: impl Into<String>) {
        self.push(Violation::new(path, kind, message));
    }

    /// Adds the faults of another input.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Takes the value of a result, or its faults.
    pub fn take<T>(&mut self, result: Result<T, Self>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(violations) => {
                self.0.extend(violations.0);
                None
            }
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The faults, first found first.
    pub fn iter(&self) -> impl Iterator<Item = &Violation> {
        self.0.iter()
    }

    /// `Ok(value)` when there is no fault.
    ///
    /// # Errors
    /// The faults, when there are any.
    pub fn into_result<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }

    fn summary(&self) -> String {
        self.0.iter().map(|v| format!("{}: {}", v.path, v.message)).collect::<Vec<_>>().join("; ")
    }
}

impl From<Violation> for Violations {
    fn from(violation: Violation) -> Self {
        Self(vec![violation])
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
