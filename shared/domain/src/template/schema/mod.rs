//! The part of JSON Schema (draft 2020-12) that fields of templates are described with: `type`, `properties`, `required`,
//! `additionalProperties` as true or false, `items`, `enum`, `const`, the least and the most of numbers, texts and lists, and
//! annotations. A schema that says more is refused when it is written, so that nothing of it is silently left unchecked.

mod check;
mod parse;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};

use beadle_values::{
    names,
    violation::{Path, Violations},
};

/// A schema, and the document that says it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schema {
    document: Map<String, Value>,
    node: Node,
}

/// What a value has to be.
#[derive(Debug, Clone, Default, PartialEq)]
struct Node {
    types: Vec<Type>,
    properties: BTreeMap<String, Node>,
    required: Vec<String>,
    closed: bool,
    items: Option<Box<Node>>,
    one_of: Option<Vec<Value>>,
    /// In the order in which they are written.
    bounds: Vec<(Bound, f64)>,
    default: Option<Value>,
}

names! {
    /// A type of JSON (validation vocabulary, section 6.1.1).
    enum Type, noun "JSON type" {
        /// `null`.
        Null = "null",
        /// `true` or `false`.
        Boolean = "boolean",
        /// A number without a fraction, however it is written.
        Integer = "integer",
        /// Any number.
        Number = "number",
        /// A string.
        String = "string",
        /// An array.
        Array = "array",
        /// An object.
        Object = "object",
    }
}

names! {
    /// A bound of a value (sections 6.2 to 6.4).
    enum Bound {
        /// The least number.
        Minimum = "minimum",
        /// A number that is less than every valid one.
        ExclusiveMinimum = "exclusiveMinimum",
        /// The greatest number.
        Maximum = "maximum",
        /// A number that is greater than every valid one.
        ExclusiveMaximum = "exclusiveMaximum",
        /// The least length of a string.
        MinLength = "minLength",
        /// The greatest length of a string.
        MaxLength = "maxLength",
        /// The least length of an array.
        MinItems = "minItems",
        /// The greatest length of an array.
        MaxItems = "maxItems",
    }
}

impl Schema {
    /// Reads a schema.
    ///
    /// # Errors
    /// Every fault of it, and every keyword that is not understood.
    pub fn parse(value: &Value, path: &Path) -> Result<Self, Violations> {
        let node = parse::node(value, path, 0)?;
        Ok(Self { document: value.as_object().cloned().unwrap_or_default(), node })
    }

    /// Notes every fault of `value`. A text that holds placeholders is not known yet, so it passes.
    pub fn check(&self, value: &Value, path: &Path, faults: &mut Violations) {
        check::value(&self.node, value, path, faults);
    }

    /// The properties that it describes, in the order of their names.
    pub fn properties(&self) -> impl Iterator<Item = &String> {
        self.node.properties.keys()
    }

    /// What a property is where it is not given.
    pub fn default_of(&self, property: &str) -> Option<&Value> {
        self.node.properties.get(property)?.default.as_ref()
    }
}

impl Serialize for Schema {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.document.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Schema {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&Value::deserialize(deserializer)?, &Path::of("schema")).map_err(de::Error::custom)
    }
}
