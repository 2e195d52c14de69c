//! The body of a batch: a list of what could be asked one by one.

use beadle_application::GivenKey;
use beadle_values::violation::{Path, Violation};
use serde_json::Value;

use super::IdempotencyKey;
use crate::problem::Problem;

/// The most items of a batch.
const MOST: usize = 100;

/// The items of a batch.
pub(crate) struct Batch {
    /// In the order they were sent.
    items: Vec<Value>,
    route: &'static str,
    key: IdempotencyKey,
}

impl Batch {
    /// The items of the member `name` of `body`, 1 to 100, asked for at `route` under `key`.
    ///
    /// # Errors
    /// A violation when there are none or too many, or members beside them.
    pub(crate) fn parse(
        body: Value,
        name: &'static str,
        route: &'static str,
        key: IdempotencyKey,
    ) -> Result<Self, Problem> {
        let path = Path::body();
        let Value::Object(mut members) = body else {
            return Err(Violation::new(path, "type_error", "must be a JSON object").into());
        };
        let items = members.shift_remove(name);
        if let Some(unknown) = members.keys().next() {
            return Err(Violation::new(path.key(unknown), "unknown_field", "is not known here").into());
        }
        match items {
            Some(Value::Array(items)) if (1..=MOST).contains(&items.len()) => Ok(Self { items, route, key }),
            _ => {
                let message = format!("must be a list of 1 to {MOST}");
                Err(Violation::new(path.key(name), "type_error", message).into())
            }
        }
    }

    /// How many items it has.
    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    /// The item `index`, and its key: the same batch under the same key is the same items.
    pub(crate) fn item(&self, index: usize) -> (&Value, Option<GivenKey>) {
        let item = self.items.get(index).unwrap_or(&Value::Null);
        let route = format!("{}/{index}", self.route);
        (item, self.key.clone().given(route, item.to_string().as_bytes()))
    }
}
