//! How schemas get into the document that utoipa collects.
//!
//! utoipa's own types can't say all that JSON Schema says (an object that is a choice too, for instance), so a schema travels
//! as the extension [`CARRIED`] of an empty one; whoever writes the document puts it in the place of that.

use serde_json::Value;
use utoipa::openapi::{
    RefOr, Required,
    extensions::Extensions,
    path::{Parameter, ParameterBuilder, ParameterIn},
    schema::{ObjectBuilder, Schema},
};

use super::{Body, Schemas, query};

/// The extension that holds the schema itself.
pub const CARRIED: &str = "x-json-schema";

/// The schema as utoipa carries it.
pub fn carried(schema: Value) -> RefOr<Schema> {
    let extensions = Extensions::from_iter([(CARRIED, schema)]);
    ObjectBuilder::new().extensions(Some(extensions)).build().into()
}

/// The schemas that `schema` refers to, as utoipa collects them.
pub fn collect(schema: fn(&mut Schemas) -> Value, collected: &mut Vec<(String, RefOr<Schema>)>) {
    let mut schemas = Schemas::default();
    schema(&mut schemas);
    collected.extend(schemas.into_map().into_iter().map(|(name, schema)| (name, carried(schema))));
}

/// The schema with the name `name` itself, not a reference to it.
pub fn own(name: &str, schema: fn(&mut Schemas) -> Value) -> RefOr<Schema> {
    let mut schemas = Schemas::default();
    let inline = schema(&mut schemas);
    carried(schemas.into_map().shift_remove(name).unwrap_or(inline))
}

/// The query parameters of a table.
pub fn query_parameters<B: Body>() -> Vec<Parameter> {
    let described = query::parameters::<B>().into_iter();
    described.map(|described| parameter(ParameterIn::Query, described)).collect()
}

/// The parameter `described` in this place.
pub fn parameter(place: ParameterIn, described: query::Parameter) -> Parameter {
    ParameterBuilder::new()
        .name(described.name)
        .parameter_in(place)
        .description(Some(described.description))
        .required(if described.required { Required::True } else { Required::False })
        .schema(Some(carried(described.schema)))
        .example(described.example)
        .build()
}
