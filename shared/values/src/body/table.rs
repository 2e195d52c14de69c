//! The macro that makes a body of a table.

/// Makes a struct of a table, and all that a request body needs: its parser, the list of its members, its schema.
///
/// ```
/// use beadle_values::{body, body::{Body, optional, otherwise, required, text, whole}, violation::Path};
/// use serde_json::json;
///
/// body! {
///     /// A new shelf.
///     #[derive(Debug, PartialEq)]
///     pub struct Shelf as "ShelfRequest" {
///         /// What its owner calls it.
///         pub name: String = required(text(1, 80)),
///         /// How wide it is, in millimetres.
///         "widthMm" => pub width: Option<u32> = optional(whole(1, 5_000)).alias("width"),
///         /// How many boards it has.
///         pub boards: u32 = otherwise(whole(1, 20), || 4),
///     }
///     example {"name": "Office", "widthMm": 800}
///     check |given, _members, path, violations| {
///         if given.boards > Some(10) && given.width == Some(None) {
///             violations.add(path.key("widthMm"), "missing", "is required with more than 10 boards");
///         }
///     }
///     /// What is different about a shelf.
///     change pub enum ShelfChange example {"boards": 5}
/// }
///
/// let shelf = Shelf::parse(&json!({"name": "Office"}), &Path::body()).unwrap();
/// assert_eq!(shelf, Shelf { name: "Office".to_owned(), width: None, boards: 4 });
/// assert_eq!(Shelf::members(), ["name", "widthMm", "width", "boards"]);
/// let faults = Shelf::parse(&json!({"nam": 1, "boards": 11}), &Path::body()).unwrap_err();
/// assert_eq!(faults.iter().count(), 3);
/// ```
///
/// A row is a field of the struct, its doc comment (the description that the schema shows), and its
/// [slot](crate::body::Slot). A literal before it is its name in the body, where that is not the field's.
///
/// Everything else may be left out: `as` and the name of the schema (a table without one is shown where it is used), an
/// example, rules between members (`given` has the field of every row, `None` where it has a fault; `members` is the body
/// as it was sent), and the form of a change:
/// the schema of the same table in which nothing is required.
#[macro_export]
macro_rules! body {
    (
        $(#[$($outer:tt)*])*
        $vis:vis struct $body:ident $(as $schema:literal)? {
            $(
                $(#[$($attribute:tt)*])*
                $($wire:literal =>)? $field_vis:vis $field:ident: $type:ty = $slot:expr
            ),* $(,)?
        }
        $(example $example:tt)?
        $(check |$given:ident, $members:ident, $path:ident, $violations:ident| $rules:block)?
        $(
            $(#[$($change_outer:tt)*])*
            change $change_vis:vis enum $change:ident $(example $change_example:tt)?
        )?
    ) => {
        $(#[$($outer)*])*
        $vis struct $body {
            $($(#[$($attribute)*])* $field_vis $field: $type,)*
        }

        const _: () = {
            /// The fields of a body that is being read; one with a fault is `None`.
            struct Given {
                $($field: Option<$type>,)*
            }

            impl $crate::body::Body for $body {
                fn names(names: &mut $crate::body::Names) {
                    $($crate::body::Slot::names(&$crate::body::row::<$type, _>($slot), $crate::body!(@name $field $($wire)?), names);)*
                }

                fn read(
                    members: &$crate::body::Members,
                    path: &$crate::violation::Path,
                    violations: &mut $crate::violation::Violations,
                ) -> Option<Self> {
                    let given = Given {
                        $($field: $crate::body::Slot::read(
                            &$crate::body::row::<$type, _>($slot),
                            $crate::body!(@name $field $($wire)?),
                            members,
                            path,
                            violations,
                        ),)*
                    };
                    $({
                        let ($given, $members, $path, $violations) = (&given, members, path, &mut *violations);
                        $rules
                    })?
                    Some(Self { $($field: given.$field?,)* })
                }

                fn describe(
                    object: &mut $crate::body::ObjectSchema,
                    schemas: &mut $crate::body::Schemas,
                ) {
                    $($crate::body::Slot::describe(
                        &$crate::body::row::<$type, _>($slot),
                        $crate::body!(@name $field $($wire)?),
                        &$crate::body::joined(&[$($crate::body!(@doc $($attribute)*)),*]),
                        object,
                        schemas,
                    );)*
                }
            }

            impl $body {
                /// Reads it from a request.
                ///
                /// # Errors
                /// All its faults, unknown members included.
                $vis fn parse(
                    value: &$crate::body::JsonValue,
                    path: &$crate::violation::Path,
                ) -> Result<Self, $crate::violation::Violations> {
                    $crate::body::parse_like(value, || $crate::body!(@example $($example)?), path)
                }
            }

            impl $crate::body::Member for $body {
                fn parse(
                    value: &$crate::body::JsonValue,
                    path: &$crate::violation::Path,
                ) -> Result<Self, $crate::violation::Violations> {
                    <$body>::parse(value, path)
                }

                fn schema(schemas: &mut $crate::body::Schemas) -> $crate::body::JsonValue {
                    $crate::body::schema_of::<Self>(
                        concat!($($schema)?),
                        $crate::body::Form::New,
                        &$crate::body::joined(&[$($crate::body!(@doc $($outer)*)),*]),
                        $crate::body!(@example $($example)?),
                        schemas,
                    )
                }
            }

            $($crate::schema_for_utoipa!($body, $schema, <$body as $crate::body::Member>::schema);)?
        };

        $(
            $(#[$($change_outer)*])*
            #[derive(Debug)]
            $change_vis enum $change {}

            const _: () = {
                impl $change {
                    fn schema(schemas: &mut $crate::body::Schemas) -> $crate::body::JsonValue {
                        $crate::body::schema_of::<$body>(
                            stringify!($change),
                            $crate::body::Form::Change,
                            &$crate::body::joined(&[$($crate::body!(@doc $($change_outer)*)),*]),
                            $crate::body!(@example $($change_example)?),
                            schemas,
                        )
                    }
                }

                $crate::schema_for_utoipa!($change, stringify!($change), $change::schema);
            };
        )?
    };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $wire:literal) => { $wire };
    (@doc doc = $text:literal) => { $text };
    (@doc $($other:tt)*) => { "" };
    (@example) => { None };
    (@example $example:tt) => { Some($crate::body::json!($example)) };
}

/// Lets utoipa collect a schema.
#[cfg(feature = "openapi")]
#[macro_export]
macro_rules! schema_for_utoipa {
    ($type:ty, $name:expr, $schema:expr) => {
        impl $crate::openapi::utoipa::PartialSchema for $type {
            fn schema()
            -> $crate::openapi::utoipa::openapi::RefOr<$crate::openapi::utoipa::openapi::schema::Schema> {
                $crate::body::openapi::own($name, $schema)
            }
        }

        impl $crate::openapi::utoipa::ToSchema for $type {
            fn name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn schemas(
                collected: &mut Vec<(
                    String,
                    $crate::openapi::utoipa::openapi::RefOr<$crate::openapi::utoipa::openapi::schema::Schema>,
                )>,
            ) {
                $crate::body::openapi::collect($schema, collected);
            }
        }
    };
}

/// Lets utoipa collect a schema; without the feature `openapi` it is only checked.
#[cfg(not(feature = "openapi"))]
#[macro_export]
macro_rules! schema_for_utoipa {
    ($type:ty, $name:expr, $schema:expr) => {
        const _: fn(&mut $crate::body::Schemas) -> $crate::body::JsonValue = $schema;
    };
}
