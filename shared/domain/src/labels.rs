//! What saved things are called and found by.

use beadle_values::body::{Schemas, Shape, Text, custom, list, text};
use serde_json::Value;

/// A name, 1 to 255 characters.
pub fn name() -> Text {
    text(1, 255).trimmed()
}

/// A description, at most 10,000 characters.
pub fn description() -> Text {
    text(0, 10_000)
}

/// At most 50 tags; one that is listed twice counts once.
pub fn tags() -> impl Shape<Value = Vec<String>> {
    list("strings", custom(|value, path| TAG.read(value, path), tag_schema)).max(50).once()
}

const TAG: Text = text(1, 100).faulted("length");

fn tag_schema(schemas: &mut Schemas) -> Value {
    schemas.named("Tag", |schemas| {
        let mut schema = TAG.schema(schemas);
        schema["description"] = "A label, 1 to 100 characters.".into();
        schema
    })
}
