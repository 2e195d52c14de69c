//! Rows of a table: whether a member has to be there, and what holds where it is not.

use serde_json::json;

use super::{Form, Members, Names, ObjectSchema, Schemas, Shape};
use crate::violation::{Path, Violation, Violations};

/// A row of a table.
pub trait Slot {
    /// The field of the struct.
    type Field;

    /// Adds the names of the member, which is known as `name`.
    fn names(&self, name: &'static str, names: &mut Names);

    /// Reads the field from the members of a body; `None` where it has a fault, which is added.
    fn read(
        &self,
        name: &'static str,
        members: &Members,
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
    aliases: Vec<(&'static str, Option<Other<S>>)>,
    /// A shape that takes the place of the usual one where another member says so.
    instead: Option<(Applies, Other<S>)>,
    /// Names that it does not have, though it might.
    mistaken: Vec<&'static str>,
    strict: bool,
    /// Whether the schema shows null, where that does not follow from the rest.
    nullable: Option<bool>,
    /// Whether it is no part of a change.
    only_new: bool,
    /// What to write where it is missing.
    hint: Option<&'static str>,
}

/// Whether the other members of the body make another shape apply.
type Applies = fn(&Members) -> bool;

/// Another shape of the same value.
type Other<S> = Box<dyn Shape<Value = <S as Shape>::Value>>;

/// A member that has to be there.
pub fn required<S: Shape>(shape: S) -> Item<S, Required> {
    Item::new(shape, Required)
}

/// A member that may be left out, or null.
pub fn optional<S: Shape>(shape: S) -> Item<S, Optional> {
    Item::new(shape, Optional)
}

/// A member in whose place `default` stands where it is left out, or null.
pub fn otherwise<S: Shape>(shape: S, default: fn() -> S::Value) -> Item<S, Otherwise<S::Value>> {
    Item::new(shape, Otherwise(default))
}

impl<S: Shape, P> Item<S, P> {
    fn new(shape: S, presence: P) -> Self {
        let (aliases, mistaken) = (Vec::new(), Vec::new());
        Self {
            shape,
            presence,
            aliases,
            instead: None,
            mistaken,
            strict: false,
            nullable: None,
            only_new: false,
            hint: None,
        }
    }

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

    /// The same member; where `applies` says so of the body, it has another shape, which the schema does not show.
    pub fn when(
        mut self,
        applies: fn(&Members) -> bool,
        shape: impl Shape<Value = S::Value> + 'static,
    ) -> Self {
        self.instead = Some((applies, Box::new(shape)));
        self
    }

    /// The same member, whose null is read by its shape and not taken for a member that is left out.
    pub fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// The same member, whose schema does not show that null stands for leaving it out.
    pub fn never_null(mut self) -> Self {
        self.nullable = Some(false);
        self
    }

    /// The same member, whose schema shows that it may be null.
    pub fn nullable(mut self) -> Self {
        self.nullable = Some(true);
        self
    }

    /// The same member, which a change can't have.
    pub fn only_new(mut self) -> Self {
        self.only_new = true;
        self
    }

    /// The same member with a hint for those who leave it out.
    pub fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// The same member; a body that calls it `name` gets a hint with its own name.
    pub fn mistaken_for(mut self, name: &'static str) -> Self {
        self.mistaken.push(name);
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

    fn names(&self, name: &'static str, names: &mut Names) {
        names.known.push(name);
        names.known.extend(self.aliases());
        if !self.aliases.is_empty() {
            names.same.push(std::iter::once(name).chain(self.aliases()).collect());
        }
        names.mistaken.extend(self.mistaken.iter().map(|mistaken| (*mistaken, name)));
    }

    fn read(
        &self,
        name: &'static str,
        members: &Members,
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
            // A mistaken name is reported as an unknown member.
            if absent.is_none() && !self.mistaken.iter().any(|name| members.contains_key(*name)) {
                let hint = self.hint.map(str::to_owned).or_else(|| self.shape.hint());
                violations.push(missing(path.key(name), hint));
            }
            return absent;
        };
        for ((other, _), _) in found {
            let message = format!("says the same as `{first}`: give one of them");
            violations.add(path.key(other), "conflict", message);
        }
        let path = path.key(first);
        let instead = self.instead.as_ref().filter(|(applies, _)| applies(members));
        let read = match shape.or_else(|| instead.map(|(_, shape)| shape.as_ref())) {
            None => self.shape.read(value, &path),
            Some(shape) => shape.read(value, &path),
        };
        violations.take(read).map(|value| self.presence.present(value))
    }

    fn describe(&self, name: &str, description: &str, object: &mut ObjectSchema, schemas: &mut Schemas) {
        if self.only_new && object.form == Form::Change {
            return;
        }
        let nullable = self.nullable.unwrap_or(!P::REQUIRED && !self.strict);
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
