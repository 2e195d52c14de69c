//! Violations of an input: every one is reported at once, each with its path.

use std::fmt;

use serde::Serialize;

/// How many characters of a member's name a path shows: a name is as long as its user makes it, and stands in the path of
/// each violation below it.
const MAX_STEP: usize = 256;

/// One step of a path to a value in a request: the name of a member or the index of an element.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Step {
    /// A member of an object.
    Key(String),
    /// An element of an array, counted from 0.
    Index(usize),
}

/// The path to a value, starting with the part of the request that holds it (`body`, `query`, `header`,
/// `path`).
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

    /// The member `name` of the value at this path; a longer name than 256 characters is shortened.
    #[must_use]
    pub fn key(&self, name: impl Into<String>) -> Self {
        self.step(Step::Key(name.into()))
    }

    /// The value that `step` leads to from this path; a longer name than 256 characters is shortened.
    #[must_use]
    pub fn step(&self, mut step: Step) -> Self {
        if let Step::Key(name) = &mut step
            && let Some((end, _)) = name.char_indices().nth(MAX_STEP)
        {
            name.truncate(end);
            name.push('…');
        }
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    /// The element `index` of the array at this path.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.step(Step::Index(index))
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

/// One violation of an input.
///
/// Serializes as seed 003 promises: `{"loc": […], "msg": …, "type": …}`, with an optional `hint`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// The path to the offending value.
    #[serde(rename = "loc")]
    pub path: Path,
    /// What is wrong, as one sentence for the caller.
    #[serde(rename = "msg")]
    pub message: String,
    /// The stable name of the kind of violation, such as `missing` or `value_error`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What to write instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Violation {
    /// A violation of kind `kind` at `path`.
    pub fn new(path: Path, kind: &'static str, message: impl Into<String>) -> Self {
        Self { path, message: message.into(), kind, hint: None }
    }

    /// Sets the suggestion.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// The violations of an input, in the order they were found. Never empty when used as an error.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(transparent)]
#[error("{}", self.summary())]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a violation.
    pub fn push(&mut self, violation: Violation) {
        self.0.push(violation);
    }

    /// Appends a new violation without a hint.
    pub fn add(&mut self, path: Path, kind: &'static str, message: impl Into<String>) {
        self.push(Violation::new(path, kind, message));
    }

    /// Appends the violations of another input.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Returns the value of a result, or appends its violations.
    pub fn take<T>(&mut self, result: Result<T, Self>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(violations) => {
                self.0.extend(violations.0);
                None
            }
        }
    }

    /// Keeps the first `max` violations, and returns how many there were beyond them.
    pub fn keep_first(&mut self, max: usize) -> usize {
        let beyond = self.0.len().saturating_sub(max);
        self.0.truncate(max);
        beyond
    }

    /// Whether there are no violations.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The violations, in the order they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Violation> {
        self.0.iter()
    }

    /// `Ok(value)` if there are no violations.
    ///
    /// # Errors
    /// The violations, if there are any.
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
