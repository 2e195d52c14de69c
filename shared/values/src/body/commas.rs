//! Several names of an enum in one text.

use std::marker::PhantomData;

use serde_json::{Value, json};

use super::{Schemas, Shape};
use crate::{
    names::{self, Named},
    violation::{Path, Violation, Violations},
};

/// The `format` of such a text in a schema. A query may also repeat the parameter.
pub const COMMA_SEPARATED: &str = "comma-separated";

/// Names of an enum, separated by commas.
#[derive(Debug, Clone, Copy)]
pub struct Commas<T>(PhantomData<fn() -> T>);

/// Names of an enum, separated by commas; one that is there twice counts once.
pub const fn commas<T: Named>() -> Commas<T> {
    Commas(PhantomData)
}

impl<T: Named + PartialEq> Shape for Commas<T> {
    type Value = Vec<T>;

    fn read(&self, value: &Value, path: &Path) -> Result<Vec<T>, Violations> {
        let Some(text) = value.as_str() else {
            return Err(Violation::new(path.clone(), "type_error", "must be a string").into());
        };
        let (mut named, mut violations) = (Vec::new(), Violations::new());
        for name in text.split(',') {
            match names::parse::<T>(&name.trim().into(), path) {
                Ok(one) if named.contains(&one) => {}
                Ok(one) => named.push(one),
                Err(violation) => violations.push(violation),
            }
        }
        violations.into_result(named)
    }

    /// A single name is a variant of its own, so that what clients know stays a choice of names.
    fn schema(&self, _: &mut Schemas) -> Value {
        let one = T::NAMES.join("|");
        json!({"anyOf": [
            {"type": "string", "enum": T::NAMES},
            {"type": "string", "format": COMMA_SEPARATED, "pattern": format!("^({one})(,({one}))*$")},
        ]})
    }
}
