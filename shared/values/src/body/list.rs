//! Lists.

use serde_json::{Value, json};

use super::{Schemas, Shape};
use crate::violation::{Path, Violation, Violations};

/// A list of values of one shape.
#[derive(Debug, Clone, Copy)]
pub struct List<S> {
    element: S,
    /// What it is a list of, for messages.
    what: &'static str,
    min: usize,
    max: usize,
    repeats: Repeats,
    kind: &'static str,
}

/// What becomes of a value that is listed twice.
#[derive(Debug, Clone, Copy)]
enum Repeats {
    Kept,
    Dropped,
    Refused,
}

/// A list of any length; messages call its elements `what`.
pub const fn list<S: Shape>(what: &'static str, element: S) -> List<S> {
    List { element, what, min: 0, max: usize::MAX, repeats: Repeats::Kept, kind: "type_error" }
}

impl<S> List<S> {
    /// The same with at least `min` elements.
    pub fn min(self, min: usize) -> Self {
        Self { min, ..self }
    }

    /// The same with at most `max` elements.
    pub fn max(self, max: usize) -> Self {
        Self { max, ..self }
    }

    /// The same; an element that is listed before is dropped.
    pub fn once(self) -> Self {
        Self { repeats: Repeats::Dropped, ..self }
    }

    /// The same; an element that is listed before is a fault.
    pub fn distinct(self) -> Self {
        Self { repeats: Repeats::Refused, ..self }
    }

    /// The same with another kind of fault for what is no list or of another length.
    pub fn faulted(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }

    fn message(&self) -> String {
        let Self { what, min, max, .. } = self;
        match (*min, *max) {
            (0, usize::MAX) => format!("must be a list of {what}"),
            (0, _) => format!("must be a list of at most {max} {what}"),
            (1, usize::MAX) => format!("must be a list of {what} that is not empty"),
            (_, usize::MAX) => format!("must be a list of at least {min} {what}"),
            _ => format!("must be a list of {min} to {max} {what}"),
        }
    }
}

impl<S: Shape<Value: PartialEq>> Shape for List<S> {
    type Value = Vec<S::Value>;

    fn read(&self, value: &Value, path: &Path) -> Result<Self::Value, Violations> {
        let fits = |listed: &&Vec<Value>| (self.min..=self.max).contains(&listed.len());
        let Some(listed) = value.as_array().filter(fits) else {
            let violation = Violation::new(path.clone(), self.kind, self.message());
            return Err(match self.element.hint() {
                Some(hint) => violation.hint(hint),
                None => violation,
            }
            .into());
        };
        let mut violations = Violations::new();
        let mut elements = Vec::with_capacity(listed.len());
        for (index, value) in listed.iter().enumerate() {
            let Some(element) = violations.take(self.element.read(value, &path.index(index))) else {
                continue;
            };
            match self.repeats {
                Repeats::Dropped if elements.contains(&element) => {}
                Repeats::Refused if elements.contains(&element) => {
                    violations.add(path.index(index), "conflict", "is listed twice");
                }
                _ => elements.push(element),
            }
        }
        violations.into_result(elements)
    }

    fn schema(&self, schemas: &mut Schemas) -> Value {
        let mut schema = json!({"type": "array", "items": self.element.schema(schemas)});
        if self.min > 0 {
            schema["minItems"] = self.min.into();
        }
        if self.max < usize::MAX {
            schema["maxItems"] = self.max.into();
        }
        schema
    }

    fn hint(&self) -> Option<String> {
        self.element.hint()
    }
}
