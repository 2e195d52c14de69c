//! The part of JSON Schema (draft 2020-12) for fields of templates: `type`, `properties`, `required`, boolean
//! `additionalProperties`, `items`, `enum`, `const`, the bounds of numbers, strings and lists, and
//! annotations. A schema with other keywords is rejected when it is saved, so that no part of it is silently
//! ignored.

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

/// A schema and its document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schema {
    document: Map<String, Value>,
    node: Node,
}

/// The requirements on a value.
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
    /// Parses a schema.
    ///
    /// # Errors
    /// Every violation, including unsupported keywords.
    pub fn parse(value: &Value, path: &Path) -> Result<Self, Violations> {
        let node = parse::node(value, path, 0)?;
        Ok(Self { document: value.as_object().cloned().unwrap_or_default(), node })
    }

    /// Appends every violation of `value`. A string that contains placeholders passes, because its value is
    /// not known yet.
    pub fn check(&self, value: &Value, path: &Path, violations: &mut Violations) {
        check::value(&self.node, value, path, violations);
    }

    /// The described properties, in the order of their names.
    pub fn properties(&self) -> impl Iterator<Item = &String> {
        self.node.properties.keys()
    }

    /// The default of a property.
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
