//! Bodies whose members depend on one of them: a table for each variant.

use serde_json::Value;

use super::{Body, Members, Names, ObjectSchema, Schemas, refuse_unknown};
use crate::violation::{Path, Violation, Violations};

/// One of the tables that a value of `T` is read by.
pub struct Variant<T> {
    /// What the member that tells the variants apart says for this one.
    pub name: &'static str,
    members: fn(&mut Names),
    read: Box<Read<T>>,
    describe: fn(&mut ObjectSchema, &mut Schemas),
}

/// The variant `name`: what table `B` reads, made into a `T`.
pub fn variant<B: Body, T>(name: &'static str, into: impl Fn(B) -> T + 'static) -> Variant<T> {
    Variant {
        name,
        members: B::names,
        read: Box::new(move |members, path, violations| B::read(members, path, violations).map(&into)),
        describe: B::describe,
    }
}

/// Reads the members of a variant.
type Read<T> = dyn Fn(&Members, &Path, &mut Violations) -> Option<T>;

impl<T> Variant<T> {
    /// Adds the names of its members.
    pub fn names(&self, names: &mut Names) {
        (self.members)(names);
    }

    /// The names of its members.
    pub fn members(&self) -> Vec<&'static str> {
        let mut names = Names::default();
        self.names(&mut names);
        names.known
    }

    /// Reads its members, and adds their faults and a violation for every member that is neither its own nor in `beside`.
    pub fn read(
        &self,
        members: &Members,
        beside: &[&str],
        path: &Path,
        violations: &mut Violations,
    ) -> Option<T> {
        let mut names = Names::default();
        self.names(&mut names);
        refuse_unknown(members, &names, beside, path, violations);
        (self.read)(members, path, violations)
    }

    /// Adds its members to the schema of an object.
    pub fn describe(&self, object: &mut ObjectSchema, schemas: &mut Schemas) {
        (self.describe)(object, schemas);
    }
}

/// The variant that the member `tag` names, or else `implied`.
///
/// # Errors
/// A violation that lists the variants, where the member is missing or says anything else; `unknown` is its message.
pub fn chosen<T>(
    variants: Vec<Variant<T>>,
    tag: &str,
    implied: Option<&str>,
    unknown: &str,
    members: &Members,
    path: &Path,
) -> Result<Variant<T>, Violation> {
    let names: Vec<&str> = variants.iter().map(|variant| variant.name).collect();
    let (named, violation) = match (members.get(tag), implied) {
        (None, Some(implied)) => (Some(implied), Violation::new(path.key(tag), "enum", unknown)),
        (None | Some(Value::Null), None) => (None, Violation::new(path.key(tag), "missing", "is required")),
        (Some(value), _) => (value.as_str(), Violation::new(path.key(tag), "enum", unknown)),
    };
    let violation = violation.hint(format!("must be one of {}", names.join(", ")));
    variants.into_iter().find(|variant| Some(variant.name) == named).ok_or(violation)
}
