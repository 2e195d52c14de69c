//! What a JSON value has to be.

use std::marker::PhantomData;

use serde_json::Value;

use super::{Member, Schemas, schema::or_null};
use crate::violation::{Path, Violations};

/// What a JSON value has to be: how it is read, and how the schema describes it.
pub trait Shape {
    /// What it is read into.
    type Value;

    /// Reads it.
    ///
    /// # Errors
    /// All its faults, at `path` or below.
    fn read(&self, value: &Value, path: &Path) -> Result<Self::Value, Violations>;

    /// Its schema; one with a name is put into `schemas` and referred to.
    fn schema(&self, schemas: &mut Schemas) -> Value;

    /// What to write where a required value is missing.
    fn hint(&self) -> Option<String> {
        None
    }

    /// The same shape, with the members of `extra` in its schema, such as an example.
    fn shown(self, extra: fn() -> Value) -> Shown<Self>
    where
        Self: Sized,
    {
        Shown { shape: self, extra }
    }

    /// The same shape without these keywords in its schema: limits that the released document does not show.
    fn hiding(self, keywords: &'static [&'static str]) -> Hiding<Self>
    where
        Self: Sized,
    {
        Hiding { shape: self, keywords }
    }

    /// The same shape, read into something else.
    fn map<T>(self, into: fn(Self::Value) -> T) -> Mapped<Self, T>
    where
        Self: Sized,
    {
        Mapped { shape: self, into }
    }

    /// The same shape, on the heap.
    fn boxed(self) -> Mapped<Self, Box<Self::Value>>
    where
        Self: Sized,
    {
        self.map(Box::new)
    }

    /// The same shape, or null.
    fn or_null(self) -> OrNull<Self>
    where
        Self: Sized,
    {
        OrNull(self)
    }
}

/// See [`Shape::shown`].
#[derive(Debug, Clone, Copy)]
pub struct Shown<S> {
    shape: S,
    extra: fn() -> Value,
}

impl<S: Shape> Shape for Shown<S> {
    type Value = S::Value;

    fn read(&self, value: &Value, path: &Path) -> Result<S::Value, Violations> {
        self.shape.read(value, path)
    }

    fn schema(&self, schemas: &mut Schemas) -> Value {
        let mut schema = self.shape.schema(schemas);
        if let (Value::Object(schema), Value::Object(extra)) = (&mut schema, (self.extra)()) {
            schema.extend(extra);
        }
        schema
    }

    fn hint(&self) -> Option<String> {
        self.shape.hint()
    }
}

/// See [`Shape::hiding`].
#[derive(Debug, Clone, Copy)]
pub struct Hiding<S> {
    shape: S,
    keywords: &'static [&'static str],
}

impl<S: Shape> Shape for Hiding<S> {
    type Value = S::Value;

    fn read(&self, value: &Value, path: &Path) -> Result<S::Value, Violations> {
        self.shape.read(value, path)
    }

    fn schema(&self, schemas: &mut Schemas) -> Value {
        let mut schema = self.shape.schema(schemas);
        if let Some(schema) = schema.as_object_mut() {
            schema.retain(|keyword, _| !self.keywords.contains(&keyword.as_str()));
        }
        schema
    }

    fn hint(&self) -> Option<String> {
        self.shape.hint()
    }
}

/// See [`Shape::map`].
#[derive(Debug, Clone, Copy)]
pub struct Mapped<S: Shape, T> {
    shape: S,
    into: fn(S::Value) -> T,
}

impl<S: Shape, T> Shape for Mapped<S, T> {
    type Value = T;

    fn read(&self, value: &Value, path: &Path) -> Result<T, Violations> {
        self.shape.read(value, path).map(self.into)
    }

    fn schema(&self, schemas: &mut Schemas) -> Value {
        self.shape.schema(schemas)
    }

    fn hint(&self) -> Option<String> {
        self.shape.hint()
    }
}

/// See [`Shape::or_null`].
#[derive(Debug, Clone, Copy)]
pub struct OrNull<S>(S);

impl<S: Shape> Shape for OrNull<S> {
    type Value = Option<S::Value>;

    fn read(&self, value: &Value, path: &Path) -> Result<Self::Value, Violations> {
        if value.is_null() { Ok(None) } else { self.0.read(value, path).map(Some) }
    }

    fn schema(&self, schemas: &mut Schemas) -> Value {
        or_null(self.0.schema(schemas))
    }
}

/// A value that knows its own shape.
#[derive(Debug, Clone, Copy)]
pub struct Of<T>(PhantomData<fn() -> T>);

/// A value that knows its own shape.
pub const fn of<T: Member>() -> Of<T> {
    Of(PhantomData)
}

impl<T: Member> Shape for Of<T> {
    type Value = T;

    fn read(&self, value: &Value, path: &Path) -> Result<T, Violations> {
        T::parse(value, path)
    }

    fn schema(&self, schemas: &mut Schemas) -> Value {
        T::schema(schemas)
    }
}

/// A value with a parser of its own.
#[derive(Debug, Clone, Copy)]
pub struct Custom<T> {
    read: fn(&Value, &Path) -> Result<T, Violations>,
    schema: fn(&mut Schemas) -> Value,
}

/// A value that `read` reads and `schema` describes.
pub const fn custom<T>(
    read: fn(&Value, &Path) -> Result<T, Violations>,
    schema: fn(&mut Schemas) -> Value,
) -> Custom<T> {
    Custom { read, schema }
}

impl<T> Shape for Custom<T> {
    type Value = T;

    fn read(&self, value: &Value, path: &Path) -> Result<T, Violations> {
        (self.read)(value, path)
    }

    fn schema(&self, schemas: &mut Schemas) -> Value {
        (self.schema)(schemas)
    }
}
