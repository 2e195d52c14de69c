//! The JSON Schema of a plan, made of the schemas of the bodies that save what it has.

use serde_json::{Map, Value, json};

use super::SOURCE;

/// The dialect of the schema.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Where references to schemas of the API lead, and where those of a schema that stands alone do.
const COMPONENTS: &str = "#/components/schemas/";
const DEFINITIONS: &str = "#/$defs/";

/// The schema of the whole file: `schemas` has that of `Plan` and those that it refers to.
pub(super) fn complete(mut schemas: Map<String, Value>) -> Value {
    let mut whole = schemas.shift_remove("Plan").unwrap_or_default();
    schemas.shift_remove("PlanMark");
    for (name, schema) in &mut schemas {
        adapt(name, schema);
    }
    let mut definitions = Value::Object(schemas);
    for schema in [&mut whole, &mut definitions] {
        refer_to_definitions(schema);
    }
    let mut document = Map::new();
    document.insert("$schema".to_owned(), DIALECT.into());
    document.insert("title".to_owned(), "A plan of Beadle".into());
    if let Value::Object(whole) = whole {
        document.extend(whole);
    }
    document.insert("$defs".to_owned(), definitions);
    Value::Object(document)
}

/// Makes the schema of a request that of a thing in a file: its key is that of its table, and it names others by keys.
fn adapt(name: &str, schema: &mut Value) {
    let Some(members) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    if members.shift_remove("plan").is_none() {
        return;
    }
    for own in ["key", "template_id"] {
        members.shift_remove(own);
    }
    let key = json!({"$ref": format!("{COMPONENTS}ResourceKey")});
    if let Some(options) = members.get_mut("config_id").and_then(|config| config.get_mut("anyOf")) {
        options.as_array_mut().into_iter().for_each(|options| options.insert(0, key.clone()));
    }
    if let Some(items) = members.get_mut("dependencies").and_then(|list| list.get_mut("items")) {
        *items = json!({"anyOf": [key, items.take()]});
    }
    if name == "FunctionUpload" {
        members.shift_remove("modules");
        members.insert(
            SOURCE.to_owned(),
            json!({
                "type": "string", "minLength": 1, "example": "greet.js",
                "description": "The file of its source, or the folder with its modules, beside this file."
            }),
        );
        schema["required"] = json!([SOURCE]);
        if let Some(schema) = schema.as_object_mut() {
            schema.shift_remove("example");
        }
    }
}

/// Makes references to schemas of the API those to `$defs`, and examples what JSON Schema calls them.
fn refer_to_definitions(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get_mut("$ref")
                && let Some(name) = reference.strip_prefix(COMPONENTS)
            {
                *reference = format!("{DEFINITIONS}{name}");
            }
            // Below `properties`, it is the name of a member.
            if members.contains_key("description")
                && let Some(example) = members.shift_remove("example")
            {
                members.insert("examples".to_owned(), json!([example]));
            }
            members.values_mut().for_each(refer_to_definitions);
        }
        Value::Array(elements) => elements.iter_mut().for_each(refer_to_definitions),
        _ => {}
    }
}
