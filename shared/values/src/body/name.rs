//! Strings that a type reads: names of an enum, ids and the like.

use std::{fmt::Display, marker::PhantomData, str::FromStr};

use serde_json::{Value, json};

use super::{Schemas, Shape};
use crate::{
    names::{self, Named},
    violation::{Path, Violation, Violations},
};

/// A string that `T` reads.
#[derive(Debug, Clone, Copy)]
pub struct Parsed<T> {
    kind: &'static str,
    fault: Option<(&'static str, Option<&'static str>)>,
    schema: Option<fn(&mut Schemas) -> Value>,
    into: PhantomData<fn() -> T>,
}

/// A string that `T` reads; what it does not read is a fault of kind `kind`.
pub const fn parsed<T: FromStr<Err: Display>>(kind: &'static str) -> Parsed<T> {
    Parsed { kind, fault: None, schema: None, into: PhantomData }
}

impl<T> Parsed<T> {
    /// The same with one message for everything that is wrong with it.
    pub const fn fault(self, message: &'static str) -> Self {
        Self { fault: Some((message, None)), ..self }
    }

    /// The same with one message for everything that is wrong with it, and a hint.
    pub const fn fault_with_hint(self, message: &'static str, hint: &'static str) -> Self {
        Self { fault: Some((message, Some(hint))), ..self }
    }

    /// The same with another schema than that of any string.
    pub const fn described(self, schema: fn(&mut Schemas) -> Value) -> Self {
        Self { schema: Some(schema), ..self }
    }
}

impl<T: FromStr<Err: Display>> Shape for Parsed<T> {
    type Value = T;

    fn read(&self, value: &Value, path: &Path) -> Result<T, Violations> {
        let read = value.as_str().map(T::from_str);
        let violation = match (read, self.fault) {
            (Some(Ok(value)), _) => return Ok(value),
            (_, Some((message, None))) => Violation::new(path.clone(), self.kind, message),
            (_, Some((message, Some(hint)))) => Violation::new(path.clone(), self.kind, message).hint(hint),
            (Some(Err(error)), None) => Violation::new(path.clone(), self.kind, error.to_string()),
            (None, None) => Violation::new(path.clone(), "type_error", "must be a string"),
        };
        Err(violation.into())
    }

    fn schema(&self, schemas: &mut Schemas) -> Value {
        self.schema.map_or_else(|| json!({"type": "string"}), |schema| schema(schemas))
    }
}

/// One of the names of an enum.
#[derive(Debug, Clone, Copy)]
pub struct OneOf<T> {
    kind: &'static str,
    spelled: Option<&'static str>,
    typed: bool,
    into: PhantomData<fn() -> T>,
}

/// One of the names of an enum.
pub const fn one_of<T: Named>() -> OneOf<T> {
    OneOf { kind: "enum", spelled: None, typed: false, into: PhantomData }
}

impl<T> OneOf<T> {
    /// The same with another kind of fault.
    pub const fn faulted(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }

    /// The same; anything but a string is a fault of its own kind.
    pub const fn typed(self) -> Self {
        Self { typed: true, ..self }
    }

    /// The same with a schema of its own, called `schema`, that shows aliases too.
    pub const fn spelled(self, schema: &'static str) -> Self {
        Self { spelled: Some(schema), ..self }
    }
}

impl<T: Named> Shape for OneOf<T> {
    type Value = T;

    fn read(&self, value: &Value, path: &Path) -> Result<T, Violations> {
        if self.typed && !value.is_string() {
            return Err(Violation::new(path.clone(), "type_error", "must be a string").into());
        }
        names::parse(value, path).map_err(|violation| Violation { kind: self.kind, ..violation }.into())
    }

    fn schema(&self, schemas: &mut Schemas) -> Value {
        let spellings = || T::SPELLINGS.iter().map(|(spelling, _)| *spelling).collect();
        let (name, names): (_, Vec<&str>) = match self.spelled {
            Some(name) => (name, spellings()),
            None => (T::SCHEMA, T::NAMES.to_vec()),
        };
        schemas.named(name, |_| json!({"type": "string", "description": T::DESCRIPTION, "enum": names}))
    }

    fn hint(&self) -> Option<String> {
        Some(format!("must be one of {}", T::NAMES.join(", ")))
    }
}
