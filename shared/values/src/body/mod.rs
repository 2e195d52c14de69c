//! Request bodies: one table each.
//!
//! [`body!`](crate::body!) takes a table and makes a struct of it, its parser, the list of its members and its schema. A row
//! is a field of the struct with its [slot](Slot): whether it is required and what stands in for it otherwise. The slot holds
//! a [shape](Shape): what the JSON value has to be. A limit is stated once, in the shape, which both checks it and shows it.
//!
//! A parser reports all faults of a body at once: unknown members first, then each row in the order of the table, then the
//! rules between members.

mod beside;
mod both;
mod commas;
mod id;
mod list;
mod name;
mod number;
mod object;
#[cfg(feature = "openapi")]
pub mod openapi;
pub mod query;
mod schema;
mod shape;
mod slot;
mod table;
mod text;
mod time;
mod variant;

use serde_json::{Map, Value};
#[doc(hidden)]
pub use serde_json::{Value as JsonValue, json};

pub use self::{
    beside::{computed, flatten},
    commas::{COMMA_SEPARATED, Commas, commas},
    id::{config_id, config_id_schema, task_id, task_id_schema},
    list::{List, list},
    name::{OneOf, Parsed, one_of, parsed},
    number::{Integer, Number, Whole, flag, number, whole},
    object::{Object, any, object},
    schema::{Form, ObjectSchema, Schemas, or_null, reference},
    shape::{Custom, Of, Shape, custom, of},
    slot::{Slot, optional, otherwise, required, row},
    text::{NOT_BLANK, Text, string, text},
    time::{Length, Time, length, time, utc_time},
    variant::{Variant, chosen, variant},
};
use crate::{
    suggestion,
    violation::{Path, Violation, Violations},
};

/// The members of an object.
pub type Members = Map<String, Value>;

/// How many edits away from a known member an unknown one may be to be taken for a typing error.
const MAX_EDITS: usize = 3;

/// The longest example that is given as a hint, in bytes.
const MAX_HINT: usize = 100;

/// A value that can be a member of a body and knows its own shape.
pub trait Member: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// All its faults, at `path` or below.
    fn parse(value: &Value, path: &Path) -> Result<Self, Violations>;

    /// Its schema; one with a name is put into `schemas` and referred to.
    fn schema(schemas: &mut Schemas) -> Value;
}

/// The names of members.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// The members there are.
    pub known: Vec<&'static str>,
    /// Names of which a body has one at most: those of a member and its aliases.
    pub same: Vec<Vec<&'static str>>,
    /// Names that a member does not have, though it might, and the name that it has.
    pub mistaken: Vec<(&'static str, &'static str)>,
}

/// The members of an object: what [`body!`](crate::body!) makes of a table.
pub trait Body: Sized {
    /// Adds the names of its members.
    fn names(names: &mut Names);

    /// Reads its members and adds their faults; `None` where there is one. Other members are left alone.
    fn read(members: &Members, path: &Path, violations: &mut Violations) -> Option<Self>;

    /// Adds its members to the schema of an object.
    fn describe(object: &mut ObjectSchema, schemas: &mut Schemas);

    /// The names of its members.
    fn members() -> Vec<&'static str> {
        let mut names = Names::default();
        Self::names(&mut names);
        names.known
    }

    /// Reads an object that has no other members, except those named in `beside`, which are left alone.
    ///
    /// # Errors
    /// All its faults.
    fn parse_beside(members: &Members, beside: &[&str], path: &Path) -> Result<Self, Violations> {
        let (mut names, mut violations) = (Names::default(), Violations::new());
        Self::names(&mut names);
        refuse_unknown(members, &names, beside, path, &mut violations);
        match Self::read(members, path, &mut violations) {
            Some(body) if violations.is_empty() => Ok(body),
            _ => Err(violations),
        }
    }
}

/// Reads an object that has no other members; a short `example` is the hint for anything but an object.
///
/// # Errors
/// All its faults.
pub fn parse_like<B: Body>(
    value: &Value,
    example: impl FnOnce() -> Option<Value>,
    path: &Path,
) -> Result<B, Violations> {
    let members = as_object(value, path).map_err(|violation| {
        let example = example().map(|example| example.to_string());
        match example.filter(|example| example.len() <= MAX_HINT) {
            Some(example) => violation.hint(format!("such as {example}")),
            None => violation,
        }
    })?;
    B::parse_beside(members, &[], path)
}

/// The members of an object.
///
/// # Errors
/// A violation for anything else.
pub fn as_object<'v>(value: &'v Value, path: &Path) -> Result<&'v Map<String, Value>, Violation> {
    value.as_object().ok_or_else(|| Violation::new(path.clone(), "type_error", "must be a JSON object"))
}

/// Adds a violation for each member that is neither in `names` nor in `beside`.
pub fn refuse_unknown(
    members: &Members,
    names: &Names,
    beside: &[&str],
    path: &Path,
    violations: &mut Violations,
) {
    let unknown = |name: &&String| !names.known.contains(&name.as_str()) && !beside.contains(&name.as_str());
    members.keys().filter(unknown).for_each(|name| violations.push(unknown_field(name, names, path)));
}

/// The violation for a member of the object at `path` that is not among `names`.
fn unknown_field(name: &str, names: &Names, path: &Path) -> Violation {
    let violation = Violation::new(path.key(name), "unknown_field", "unknown field");
    if let Some((_, meant)) = names.mistaken.iter().find(|(mistaken, _)| *mistaken == name) {
        return violation.hint(format!("write it as `{meant}`"));
    }
    match suggestion::closest(name, names.known.iter().copied(), MAX_EDITS) {
        Some(meant) => violation.hint(format!("did you mean `{meant}`?")),
        None if names.known.is_empty() => violation.hint("no members are allowed here"),
        None => violation.hint(format!("members: {}", names.known.join(", "))),
    }
}

/// The schema of a body: inline where it has no `name`.
pub fn schema_of<B: Body>(
    name: &str,
    form: Form,
    description: &str,
    example: Option<Value>,
    schemas: &mut Schemas,
) -> Value {
    let make = |schemas: &mut Schemas| {
        let mut object = ObjectSchema::new(name, form);
        B::describe(&mut object, schemas);
        object.finish(description, example, schemas)
    };
    if name.is_empty() { make(schemas) } else { schemas.named(name, make) }
}

/// The text of a doc comment, which arrives line by line.
pub fn joined(lines: &[&str]) -> String {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests;
