//! Request headers in the API document.

use beadle_values::body::{openapi, query::Parameter};
use serde_json::Value;
use utoipa::openapi::path;

/// The optional header `name`.
pub(super) fn header(
    name: &str,
    description: &str,
    schema: Value,
    example: Option<Value>,
) -> Vec<path::Parameter> {
    let (name, description) = (name.to_owned(), description.to_owned());
    let described = Parameter { name, description, required: false, schema, example };
    vec![openapi::parameter(path::ParameterIn::Header, described)]
}
