//! Two tables read as one, and the table without members.

use super::{Body, Members, Names, ObjectSchema, Schemas};
use crate::violation::{Path, Violations};

/// No members.
impl Body for () {
    fn names(_: &mut Names) {}

    fn read(_: &Members, _: &Path, _: &mut Violations) -> Option<Self> {
        Some(())
    }

    fn describe(_: &mut ObjectSchema, _: &mut Schemas) {}
}

/// The members of both.
impl<A: Body, B: Body> Body for (A, B) {
    fn names(names: &mut Names) {
        A::names(names);
        B::names(names);
    }

    fn read(members: &Members, path: &Path, violations: &mut Violations) -> Option<Self> {
        let (a, b) = (A::read(members, path, violations), B::read(members, path, violations));
        Some((a?, b?))
    }

    fn describe(object: &mut ObjectSchema, schemas: &mut Schemas) {
        A::describe(object, schemas);
        B::describe(object, schemas);
    }
}
