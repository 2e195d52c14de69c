//! Query parameters: a table whose members arrive as text.

use serde_json::{Map, Value};

use super::{Body, COMMA_SEPARATED, Form, MAX_EDITS, Members, ObjectSchema, Schemas};
use crate::{
    suggestion,
    violation::{Path, Violation, Violations},
};

/// A parameter as an API document shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: String,
    /// Whether it is required.
    pub required: bool,
    /// Its schema.
    pub schema: Value,
    /// An example of its value.
    pub example: Option<Value>,
}

/// Reads the parameters of a query. The schema of a parameter determines whether its text is a number, true or
/// false, or a string.
///
/// # Errors
/// All violations; unknown parameters come last.
pub fn parse<B: Body>(pairs: impl IntoIterator<Item = (String, String)>) -> Result<B, Violations> {
    let (known, path, mut violations) = (B::members(), Path::of("query"), Violations::new());
    let (given, unknown): (Vec<_>, Vec<_>) =
        pairs.into_iter().partition(|(name, _)| known.contains(&name.as_str()));
    let mut members = Members::new();
    if !given.is_empty() {
        let parameters = parameters::<B>();
        let mut repeated = Vec::new();
        for (name, text) in given {
            let parameter = parameters.iter().find(|parameter| parameter.name == name);
            let mut value = typed(text, parameter.map(|parameter| &parameter.schema));
            let earlier = members.get(&name).and_then(Value::as_str);
            if let (Some(earlier), Some(later)) = (earlier, value.as_str())
                && parameter.is_some_and(|parameter| takes_several(&parameter.schema))
            {
                value = format!("{earlier},{later}").into();
                members.insert(name, value);
            } else if members.insert(name.clone(), value).is_some() && !repeated.contains(&name) {
                repeated.push(name);
            }
        }
        repeated.into_iter().for_each(|name| {
            violations.add(path.key(name), "conflict", "is given more than once");
        });
    }
    let query = B::read(&members, &path, &mut violations);
    unknown.iter().for_each(|(name, _)| violations.push(unknown_parameter(name, &known, &path)));
    match query {
        Some(query) if violations.is_empty() => Ok(query),
        _ => Err(violations),
    }
}

/// The parameters of a table.
pub fn parameters<B: Body>() -> Vec<Parameter> {
    let (mut schemas, mut object) = (Schemas::default(), ObjectSchema::new("", Form::New));
    B::describe(&mut object, &mut schemas);
    let (named, required) = (schemas.into_map(), object.required);
    let described = object.properties.into_iter().map(|(name, schema)| {
        let (mut schema, description) = inline(schema, &named);
        let required = required.contains(&name);
        let example = schema.as_object_mut().and_then(|schema| schema.shift_remove("example"));
        Parameter { name, description, required, schema, example }
    });
    described.collect()
}

/// The schema of a parameter and the description of the parameter. A parameter is never null, and a schema with
/// a name is inlined.
fn inline(schema: Value, named: &Map<String, Value>) -> (Value, String) {
    let mut schema = schema;
    if let Some(options) = schema.get_mut("anyOf").and_then(Value::as_array_mut) {
        options.retain(|option| option["type"] != "null");
        if let [only] = &options[..] {
            schema = only.clone();
        }
    }
    let description = schema.as_object_mut().and_then(|schema| schema.shift_remove("description"));
    let description = description.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
    let reference = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
    if let Some(inlined) = reference.and_then(|name| named.get(name)) {
        schema = inlined.clone();
    }
    if let Some(first) = schema["type"].get(0).cloned() {
        schema["type"] = first;
    }
    (schema, description)
}

/// Whether a parameter of this schema may be repeated: each time it names some of several.
fn takes_several(schema: &Value) -> bool {
    let mut options = schema["anyOf"].as_array().into_iter().flatten();
    options.any(|option| option["format"] == COMMA_SEPARATED)
}

/// The text as the JSON value that `schema` expects; a string if it is not one.
fn typed(text: String, schema: Option<&Value>) -> Value {
    let kind = schema.and_then(|schema| schema["type"].as_str()).unwrap_or_default();
    let read = match kind {
        "integer" => text.parse::<u64>().ok().map(Value::from),
        "boolean" => text.parse::<bool>().ok().map(Value::from),
        _ => None,
    };
    read.unwrap_or(Value::String(text))
}

fn unknown_parameter(name: &str, known: &[&str], path: &Path) -> Violation {
    let violation = Violation::new(path.key(name), "unknown_parameter", "unknown parameter");
    match suggestion::closest(name, known.iter().copied(), MAX_EDITS) {
        Some(meant) => violation.hint(format!("did you mean `{meant}`?")),
        None if known.is_empty() => violation.hint("no parameters are allowed here"),
        None => violation.hint(format!("parameters: {}", known.join(", "))),
    }
}

/// Makes a struct of a table of query parameters. The table is one of [`body!`](crate::body!); its parser is
/// [`parse`], and utoipa collects its rows as parameters.
///
/// ```
/// use beadle_values::{body::{flag, optional, otherwise, query, whole}, query};
///
/// query! {
///     /// Which shelves to list.
///     #[derive(Debug, PartialEq)]
///     pub struct ShelfFilters {
///         /// Only those with this many boards.
///         pub boards: Option<u32> = optional(whole(1, 20)),
///         /// Whether empty ones are listed too.
///         pub empty: bool = otherwise(flag(), || true),
///     }
/// }
///
/// let given = |name: &str, text: &str| [(name.to_owned(), text.to_owned())];
/// assert_eq!(query::parse(given("boards", "3")), Ok(ShelfFilters { boards: Some(3), empty: true }));
/// assert!(query::parse::<ShelfFilters>(given("bords", "3")).is_err());
/// ```
#[macro_export]
macro_rules! query {
    ($(#[$($outer:tt)*])* $vis:vis struct $query:ident $($rest:tt)*) => {
        $crate::body! {
            $(#[$($outer)*])*
            $vis struct $query $($rest)*
        }

        $crate::query_for_utoipa!($query);
    };
}

/// Lets utoipa collect parameters.
#[cfg(feature = "openapi")]
#[macro_export]
macro_rules! query_for_utoipa {
    ($query:ty) => {
        impl $crate::openapi::utoipa::IntoParams for $query {
            fn into_params(
                _: impl Fn() -> Option<$crate::openapi::utoipa::openapi::path::ParameterIn>,
            ) -> Vec<$crate::openapi::utoipa::openapi::path::Parameter> {
                $crate::body::openapi::query_parameters::<$query>()
            }
        }
    };
}

/// Nothing: parameters are collected with the feature `openapi` only.
#[cfg(not(feature = "openapi"))]
#[macro_export]
macro_rules! query_for_utoipa {
    ($query:ty) => {};
}

#[cfg(test)]
mod tests;
