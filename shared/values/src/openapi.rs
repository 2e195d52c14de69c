//! Schemas of names and ids for an OpenAPI document; without the feature `openapi` nothing of this is compiled.

use std::{borrow::Cow, marker::PhantomData};

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::names::Named;

#[doc(hidden)]
pub use utoipa;

/// The schema of an enum of names.
pub fn names<T: Named>() -> RefOr<Schema> {
    choices(T::DESCRIPTION, T::NAMES.iter().copied())
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

/// An enum of names as a request may write it: aliases included.
#[derive(Debug)]
pub struct Written<T>(PhantomData<T>);

impl<T: Named> PartialSchema for Written<T> {
    fn schema() -> RefOr<Schema> {
        let (mut description, mut name) = (T::DESCRIPTION.to_owned(), "");
        for (spelling, _) in T::SPELLINGS {
            if T::NAMES.contains(spelling) {
                name = spelling;
            } else {
                description.push_str(&format!(" `{spelling}` is read as `{name}`."));
            }
        }
        choices(&description, T::SPELLINGS.iter().map(|(spelling, _)| *spelling))
    }
}

impl<T: Named> ToSchema for Written<T> {
    fn name() -> Cow<'static, str> {
        format!("{}Text", T::SCHEMA).into()
    }
}

fn choices(description: &str, choices: impl Iterator<Item = &'static str>) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .enum_values(Some(choices))
        .into()
}
