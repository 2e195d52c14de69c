//! Rows that no single member of the body gives: the members of another table, and computed fields.

use std::marker::PhantomData;

use super::{Body, Members, Names, ObjectSchema, Schemas, Slot};
use crate::violation::{Path, Violations};

/// See [`flatten`].
pub struct Flatten<T> {
    implied: Option<(&'static str, &'static str)>,
    table: PhantomData<fn() -> T>,
}

/// The members of another table, beside those of this one.
pub const fn flatten<T: Body>() -> Flatten<T> {
    Flatten { implied: None, table: PhantomData }
}

impl<T> Flatten<T> {
    /// The same, with `value` for the member `name` where it is left out.
    pub const fn implying(self, name: &'static str, value: &'static str) -> Self {
        Self { implied: Some((name, value)), table: PhantomData }
    }
}

impl<T: Body> Slot for Flatten<T> {
    type Field = T;

    fn names(&self, _: &'static str, names: &mut Names) {
        T::names(names);
    }

    fn read(
        &self,
        _: &'static str,
        members: &Members,
        path: &Path,
        violations: &mut Violations,
    ) -> Option<T> {
        match self.implied {
            Some((name, value)) if members.get(name).is_none_or(|given| given.is_null()) => {
                let mut members = members.clone();
                members.insert(name.to_owned(), value.into());
                T::read(&members, path, violations)
            }
            _ => T::read(members, path, violations),
        }
    }

    fn describe(&self, _: &str, _: &str, object: &mut ObjectSchema, schemas: &mut Schemas) {
        T::describe(object, schemas);
    }
}

/// See [`computed`].
pub struct Computed<T>(fn() -> T);

/// A field that no member of a body gives.
pub const fn computed<T>(value: fn() -> T) -> Computed<T> {
    Computed(value)
}

impl<T> Slot for Computed<T> {
    type Field = T;

    fn names(&self, _: &'static str, _: &mut Names) {}

    fn read(&self, _: &'static str, _: &Members, _: &Path, _: &mut Violations) -> Option<T> {
        Some((self.0)())
    }

    fn describe(&self, _: &str, _: &str, _: &mut ObjectSchema, _: &mut Schemas) {}
}
