//! Enums of names: [`names!`](crate::names!) declares one from a single list, and this module holds what all of them share.

use std::{fmt, marker::PhantomData};

use serde::{Deserializer, de};

use crate::{
    suggestion,
    violation::{Path, Violation},
};

#[doc(hidden)]
pub use {serde, serde_json::Value};

/// An enum whose variants have names. Implemented by [`names!`](crate::names!).
pub trait Named: Copy + 'static {
    /// The name of each variant, in the order of declaration.
    const NAMES: &'static [&'static str];

    /// Every text that is read as a variant, aliases included.
    const SPELLINGS: &'static [(&'static str, Self)];

    /// The error for any other text.
    const UNKNOWN: UnknownName;

    /// The name of the enum's schema in an OpenAPI document.
    const SCHEMA: &'static str;

    /// The enum's documentation, which is also the description of its schema.
    const DESCRIPTION: &'static str;
}

/// A text that is not a name of the expected enum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownName {
    noun: Option<&'static str>,
    names: &'static [&'static str],
}

impl UnknownName {
    #[doc(hidden)]
    pub const fn new(noun: Option<&'static str>, names: &'static [&'static str]) -> Self {
        Self { noun, names }
    }

    fn choices(self) -> String {
        format!("must be one of {}", self.names.join(", "))
    }
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.noun {
            Some(noun) => write!(f, "unknown {noun}"),
            None => f.write_str(&self.choices()),
        }
    }
}

impl std::error::Error for UnknownName {}

/// The variant that `text` is read as.
///
/// # Errors
/// [`UnknownName`] where there is none.
pub fn find<T: Named>(text: &str) -> Result<T, UnknownName> {
    let found = T::SPELLINGS.iter().find(|(spelling, _)| *spelling == text);
    found.map(|(_, variant)| *variant).ok_or(T::UNKNOWN)
}

/// Reads a name from a request.
///
/// # Errors
/// A violation at `path` with the name that was probably meant, or with all names.
pub fn parse<T: Named>(value: &Value, path: &Path) -> Result<T, Violation> {
    let text = value.as_str().unwrap_or_default();
    find(text).map_err(|unknown| {
        let violation = Violation::new(path.clone(), "enum", unknown.to_string());
        let names = T::SPELLINGS.iter().map(|(spelling, _)| *spelling);
        match suggestion::closest(text, names, (text.len() / 3).min(3)) {
            Some(name) => violation.hint(format!("did you mean \"{name}\"?")),
            None if unknown.noun.is_some() => violation.hint(unknown.choices()),
            None => violation,
        }
    })
}

/// Deserializes a name.
///
/// # Errors
/// The deserializer's, for anything but a name of `T`.
pub fn deserialize<'de, T: Named, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_str(Text(PhantomData))
}

struct Text<T>(PhantomData<T>);

impl<T: Named> de::Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "one of {}", T::NAMES.join(", "))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        find(text).map_err(|_| E::unknown_variant(text, T::NAMES))
    }
}

/// Declares an enum of names from one list of its variants and their texts.
///
/// ```
/// beadle_values::names! {
///     /// The priority of a task.
///     pub enum Priority, default Medium {
///         /// Runs last.
///         Low = "low",
///         /// Runs in the order of arrival.
///         Medium = "medium" | "normal",
///         /// Runs first.
///         High = "high",
///     }
/// }
///
/// assert_eq!(Priority::default().as_str(), "medium");
/// assert_eq!("normal".parse(), Ok(Priority::Medium));
/// ```
///
/// The enum has `ALL` and `as_str`, is read by `parse` (a JSON value of a request) and `FromStr`, and implements `Display`
/// and serde's traits by its texts. Texts after a `|` are aliases: they are read and never written. With the feature
/// `openapi` it also has a schema, whose description is the enum's documentation.
///
/// Options follow the name in this order: `default Variant` implements `Default`, `schema "Name"` names the schema unlike
/// the enum, and `noun "task type"` changes the error from "must be one of …" to "unknown task type".
#[macro_export]
macro_rules! names {
    (@schema $name:ident) => { stringify!($name) };
    (@schema $name:ident $schema:literal) => { $schema };
    (@noun) => { None };
    (@noun $noun:literal) => { Some($noun) };
    (
        $(#[doc = $doc:literal])+
        $vis:vis enum $name:ident
        $(, default $default:ident)?
        $(, schema $schema:literal)?
        $(, noun $noun:literal)?
        {
            $( $(#[doc = $variant_doc:literal])+ $variant:ident = $text:literal $(| $alias:literal)* ),+ $(,)?
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis enum $name {
            $( $(#[doc = $variant_doc])+ $variant ),+
        }

        #[allow(dead_code, reason = "an enum that is not public need not use everything")]
        impl $name {
            /// Every variant, in the order of declaration.
            $vis const ALL: [Self; [$($text),+].len()] = [$(Self::$variant),+];

            /// Its name.
            $vis const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $text ),+ }
            }

            /// Reads a name from a request.
            ///
            /// # Errors
            /// A violation at `path` that says which names there are.
            $vis fn parse(
                value: &$crate::names::Value,
                path: &$crate::violation::Path,
            ) -> Result<Self, $crate::violation::Violation> {
                $crate::names::parse(value, path)
            }
        }

        impl $crate::names::Named for $name {
            const NAMES: &'static [&'static str] = &[$($text),+];
            const SPELLINGS: &'static [(&'static str, Self)] =
                &[$( ($text, Self::$variant), $( ($alias, Self::$variant), )* )+];
            const UNKNOWN: $crate::names::UnknownName =
                $crate::names::UnknownName::new($crate::names!(@noun $($noun)?), Self::NAMES);
            const SCHEMA: &'static str = $crate::names!(@schema $name $($schema)?);
            const DESCRIPTION: &'static str = concat!($($doc),+).trim_ascii();
        }

        $(
            impl Default for $name {
                fn default() -> Self {
                    Self::$default
                }
            }
        )?

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::names::UnknownName;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::names::find(text)
            }
        }

        impl $crate::names::serde::Serialize for $name {
            fn serialize<S: $crate::names::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::names::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::names::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::names::deserialize(deserializer)
            }
        }

        $crate::name_schema!($name);
    };
}

/// Gives an enum of names its schema.
#[cfg(feature = "openapi")]
#[doc(hidden)]
#[macro_export]
macro_rules! name_schema {
    ($name:ident) => {
        impl $crate::openapi::utoipa::PartialSchema for $name {
            fn schema() -> $crate::openapi::utoipa::openapi::RefOr<$crate::openapi::utoipa::openapi::Schema> {
                $crate::openapi::names::<Self>()
            }
        }

        impl $crate::openapi::utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                <Self as $crate::names::Named>::SCHEMA.into()
            }
        }
    };
}

/// Nothing: schemas are compiled with the feature `openapi` only.
#[cfg(not(feature = "openapi"))]
#[doc(hidden)]
#[macro_export]
macro_rules! name_schema {
    ($name:ident) => {};
}
