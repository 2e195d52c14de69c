//! Rows of a table: whether a member has to be there, and what holds where it is not.

use std::marker::PhantomData;

use serde_json::{Map, Value, json};

use super::{Body, Form, ObjectSchema, Schemas, Shape};
use crate::violation::{Path, Violation, Violations};

/// A row of a table.
pub trait Slot {
    /// The field of the struct.
    type Field;

    /// Adds the names of the member, which is known as `name`.
    fn names(&self, name: &'static str, names: &mut Vec<&'static str>);

    /// Reads the field from the members of a body; `None` where it has a fault, which is added.
    fn read(
        &self,
        name: &'static str,
        members: &Map<String, Value>,
        path: &Path,
        violations: &mut Violations,
    ) -> Option<Self::Field>;

    /// Adds the member to the schema.
    fn describe(&self, name: &str, description: &str, object: &mut ObjectSchema, schemas: &mut Schemas);
}

/// The slot of a field of type `F`.
pub fn row<F, S: Slot<Field = F>>(slot: S) -> S {
    slot
}

/// A member with a shape.
pub struct Item<S: Shape, P> {
    shape: S,
    presence: P,
    /// Other names of the member; one may have a shape of its own.
    aliases: Vec<(&'static str, Option<Box<dyn Shape<Value = S::Value>>>)>,
    strict: bool,
}

/// A member that has to be there.
pub fn required<S: Shape>(shape: S) -> Item<S, Required> {
    Item { shape, presence: Required, aliases: Vec::new(), strict: false }
}

/// A member that may be left out, or null.
pub fn optional<S: Shape>(shape: S) -> Item<S, Optional> {
    Item { shape, presence: Optional, aliases: Vec::new(), strict: false }
}

/// A member in whose place `default` stands where it is left out, or null.
pub fn otherwise<S: Shape>(shape: S, default: fn() -> S::Value) -> Item<S, Otherwise<S::Value>> {
    Item { shape, presence: Otherwise(default), aliases: Vec::new(), strict: false }
}

impl<S: Shape, P> Item<S, P> {
    /// The same member under another name; giving both is a fault.
    pub fn alias(mut self, name: &'static str) -> Self {
        self.aliases.push((name, None));
        self
    }

    /// The same member under another name and in another shape.
    pub fn alias_as(mut self, name: &'static str, shape: impl Shape<Value = S::Value> + 'static) -> Self {
        self.aliases.push((name, Some(Box::new(shape))));
        self
    }

    /// The same member, whose null is read by its shape and not taken for a member that is left out.
    pub fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    fn aliases(&self) -> impl Iterator<Item = &'static str> {
        self.aliases.iter().map(|(name, _)| *name)
    }
}

/// What holds where a member is not there.
pub trait Presence<V> {
    /// The field of the struct.
    type Field;
    /// Whether it has to be there.
    const REQUIRED: bool;

    /// The field of a member that is not there, if it may be left out.
    fn absent(&self) -> Option<Self::Field>;

    /// The field of a member that is there.
    fn present(&self, value: V) -> Self::Field;
}

/// See [`required`].
pub struct Required;

impl<V> Presence<V> for Required {
    type Field = V;
    const REQUIRED: bool = true;

    fn absent(&self) -> Option<V> {
        None
    }

    fn present(&self, value: V) -> V {
        value
    }
}

/// See [`optional`].
pub struct Optional;

impl<V> Presence<V> for Optional {
    type Field = Option<V>;
    const REQUIRED: bool = false;

    fn absent(&self) -> Option<Option<V>> {
        Some(None)
    }

    fn present(&self, value: V) -> Option<V> {
        Some(value)
    }
}

/// See [`otherwise`].
pub struct Otherwise<V>(fn() -> V);

impl<V> Presence<V> for Otherwise<V> {
    type Field = V;
    const REQUIRED: bool = false;

    fn absent(&self) -> Option<V> {
        Some((self.0)())
    }

    fn present(&self, value: V) -> V {
        value
    }
}

impl<S: Shape, P: Presence<S::Value>> Slot for Item<S, P> {
    type Field = P::Field;

    fn names(&self, name: &'static str, names: &mut Vec<&'static str>) {
        names.push(name);
        names.extend(self.aliases());
    }

    fn read(
        &self,
        name: &'static str,
        members: &Map<String, Value>,
        path: &Path,
        violations: &mut Violations,
    ) -> Option<P::Field> {
        let given = |name: &'static str| {
            members.get(name).filter(|value| self.strict || !value.is_null()).map(|value| (name, value))
        };
        let aliases = self.aliases.iter().filter_map(|(name, shape)| Some((given(name)?, shape.as_deref())));
        let mut found = given(name).map(|found| (found, None)).into_iter().chain(aliases);
        let Some(((first, value), shape)) = found.next() else {
            let absent = self.presence.absent();
            if absent.is_none() {
                violations.push(missing(path.key(name), self.shape.hint()));
            }
            return absent;
        };
        for ((other, _), _) in found {
            let message = format!("says the same as `{first}`: give one of them");
            violations.add(path.key(other), "conflict", message);
        }
        let path = path.key(first);
        let read = match shape {
            None => self.shape.read(value, &path),
            Some(shape) => shape.read(value, &path),
        };
        violations.take(read).map(|value| self.presence.present(value))
    }

    fn describe(&self, name: &str, description: &str, object: &mut ObjectSchema, schemas: &mut Schemas) {
        let nullable = !P::REQUIRED && !self.strict;
        object.member(name, description, self.shape.schema(schemas), nullable);
        for (alias, shape) in &self.aliases {
            let schema = match shape {
                None => self.shape.schema(schemas),
                Some(shape) => shape.schema(schemas),
            };
            object.member(alias, &format!("The same as `{name}`."), schema, nullable);
        }
        if !P::REQUIRED || object.form == Form::Change {
            return;
        }
        if self.aliases.is_empty() {
            object.required.push(name.to_owned());
        } else {
            object.any_of.push(json!({"required": [name]}));
            object.any_of.extend(self.aliases().map(|alias| json!({"required": [alias]})));
        }
    }
}

fn missing(path: Path, hint: Option<String>) -> Violation {
    let violation = Violation::new(path, "missing", "is required");
    match hint {
        Some(hint) => violation.hint(hint),
        None => violation,
    }
}

/// See [`flatten`].
pub struct Flatten<T>(PhantomData<fn() -> T>);

/// The members of another table, beside those of this one.
pub const fn flatten<T: Body>() -> Flatten<T> {
    Flatten(PhantomData)
}

impl<T: Body> Slot for Flatten<T> {
    type Field = T;

    fn names(&self, _: &'static str, names: &mut Vec<&'static str>) {
        T::names(names);
    }

    fn read(
        &self,
        _: &'static str,
        members: &Map<String, Value>,
        path: &Path,
        violations: &mut Violations,
    ) -> Option<T> {
        T::read(members, path, violations)
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

    fn names(&self, _: &'static str, _: &mut Vec<&'static str>) {}

    fn read(&self, _: &'static str, _: &Map<String, Value>, _: &Path, _: &mut Violations) -> Option<T> {
        Some((self.0)())
    }

    fn describe(&self, _: &str, _: &str, _: &mut ObjectSchema, _: &mut Schemas) {}
}
