//! Schemas as the API document shows them (JSON Schema 2020-12).

use serde_json::{Map, Value, json};

/// The schemas that have a name, in the order in which they were first referred to.
#[derive(Debug, Default)]
pub struct Schemas(Map<String, Value>);

impl Schemas {
    /// A reference to the schema `name`; `make` makes it at the first mention.
    pub fn named(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.0.contains_key(name) {
            // Holds the place, so that a schema may refer to itself.
            self.0.insert(name.to_owned(), Value::Null);
            let schema = make(self);
            self.0.insert(name.to_owned(), schema);
        }
        reference(name)
    }

    /// The schemas by their names.
    pub fn into_map(self) -> Map<String, Value> {
        self.0
    }
}

/// A reference to the schema `name`.
pub fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// Which of the two schemas of a table is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Form {
    /// Of something new: what is required has to be there.
    #[default]
    New,
    /// Of a change: nothing is required; what a new one requires is never null.
    Change,
}

/// The schema of an object while its members are added.
#[derive(Debug, Clone, Default)]
pub struct ObjectSchema {
    /// Which schema it is.
    pub form: Form,
    /// The name it will have, if any.
    pub name: String,
    /// The members.
    pub properties: Map<String, Value>,
    /// The names of those that have to be there.
    pub required: Vec<String>,
    /// Sets of members of which one has to be complete.
    pub any_of: Vec<Value>,
    /// Where the members depend on one of them: the objects to choose from, without the members they share. One without a
    /// name is shown inline.
    pub choices: Vec<Self>,
}

impl ObjectSchema {
    /// An object without members, to be known as `name`.
    pub fn new(name: &str, form: Form) -> Self {
        Self { name: name.to_owned(), form, ..Self::default() }
    }

    /// An object without members, of something new, to be known as `name`.
    pub fn named(name: &str) -> Self {
        Self::new(name, Form::New)
    }

    /// Adds the member `name`. One that may be left out may be null too, where it is `nullable`.
    pub fn member(&mut self, name: &str, description: &str, schema: Value, nullable: bool) {
        let mut schema = described(schema, description);
        if nullable {
            schema = or_null(schema);
        }
        self.properties.insert(name.to_owned(), schema);
    }

    /// The whole schema; `example` is shown with it. The objects to choose from go into `schemas`.
    pub fn finish(mut self, description: &str, example: Option<Value>, schemas: &mut Schemas) -> Value {
        let mut schema = match std::mem::take(&mut self.choices) {
            choices if choices.is_empty() => self.closed(description),
            choices => {
                let references = choices.into_iter().map(|choice| {
                    let name = choice.name.clone();
                    let own = self.with(choice).closed(description);
                    if name.is_empty() { own } else { schemas.named(&name, |_| own) }
                });
                json!({"description": description, "anyOf": references.collect::<Vec<_>>()})
            }
        };
        if let Some(example) = example {
            schema["example"] = example;
        }
        schema
    }

    /// The members of both.
    fn with(&self, other: Self) -> Self {
        let mut both = self.clone();
        both.properties.extend(other.properties);
        both.required.extend(other.required);
        both.any_of.extend(other.any_of);
        both
    }

    /// Members that are not named are refused.
    fn closed(self, description: &str) -> Value {
        let mut schema = json!({"type": "object", "description": description});
        if !self.required.is_empty() {
            schema["required"] = self.required.into();
        }
        schema["properties"] = self.properties.into();
        if !self.any_of.is_empty() {
            schema["anyOf"] = self.any_of.into();
        }
        schema["additionalProperties"] = false.into();
        schema
    }
}

/// The schema with a description of its own.
pub(super) fn described(mut schema: Value, description: &str) -> Value {
    if let Some(members) = schema.as_object_mut().filter(|_| !description.is_empty()) {
        members.insert("description".to_owned(), description.into());
    }
    schema
}

/// The schema, or null.
pub fn or_null(mut schema: Value) -> Value {
    match schema.get("type").cloned() {
        Some(Value::String(name)) => {
            schema["type"] = json!([name, "null"]);
            schema
        }
        Some(_) => schema,
        None if schema.get("$ref").is_some() => json!({"anyOf": [schema, {"type": "null"}]}),
        None => match schema.get_mut("anyOf").and_then(Value::as_array_mut) {
            Some(options) => {
                if !options.contains(&json!({"type": "null"})) {
                    options.push(json!({"type": "null"}));
                }
                schema
            }
            // Without a type it takes null anyway.
            None => schema,
        },
    }
}
