//! Schemas of names and ids for an OpenAPI document; without the feature `openapi` nothing of this is compiled.

use utoipa::openapi::{ObjectBuilder, RefOr, Schema, schema::Type};

use crate::names::Named;

#[doc(hidden)]
pub use utoipa;

/// The schema of an enum of names.
pub fn names<T: Named>() -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(T::DESCRIPTION))
        .enum_values(Some(T::NAMES.iter().copied()))
        .into()
}

/// The schema of an id with this prefix.
#[expect(deprecated, reason = "the document says `example` everywhere, as derived schemas do")]
pub(crate) fn id(description: &str, prefix: &str) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description.trim()))
        .pattern(Some(format!("^{prefix}_[0-9a-f]{{32}}$")))
        .example(Some(format!("{prefix}_0198c1f4a2b37c7e9d1a2b3c4d5e6f70").into()))
        .into()
}
