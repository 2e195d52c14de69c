//! Numbers, and true and false.

use std::marker::PhantomData;

use serde_json::{Value, json};

use super::{Custom, Schemas, Shape, custom};
use crate::{
    integer,
    violation::{Path, Violation, Violations},
};

/// True or false.
pub const fn flag() -> Custom<bool> {
    custom(
        |value, path| {
            let wrong = || Violation::new(path.clone(), "type_error", "must be true or false");
            value.as_bool().ok_or_else(|| wrong().into())
        },
        |_| json!({"type": "boolean"}),
    )
}

/// An integer type that whole numbers are read into.
pub trait Integer: TryFrom<u64> {
    /// The `format` that schemas show.
    const FORMAT: Option<&'static str>;
}

impl Integer for u16 {
    const FORMAT: Option<&'static str> = None;
}

impl Integer for u32 {
    const FORMAT: Option<&'static str> = Some("int32");
}

impl Integer for u64 {
    const FORMAT: Option<&'static str> = Some("int64");
}

impl Integer for usize {
    const FORMAT: Option<&'static str> = None;
}

/// A whole number between two others.
#[derive(Debug, Clone, Copy)]
pub struct Whole<T> {
    min: u64,
    max: u64,
    into: PhantomData<fn() -> T>,
}

/// A whole number from `min` to `max`.
pub const fn whole<T: Integer>(min: u64, max: u64) -> Whole<T> {
    Whole { min, max, into: PhantomData }
}

impl<T: Integer> Shape for Whole<T> {
    type Value = T;

    fn read(&self, value: &Value, path: &Path) -> Result<T, Violations> {
        let Self { min, max, .. } = self;
        let number = integer::integer(value).filter(|number| (min..=max).contains(&number));
        number.and_then(|number| T::try_from(number).ok()).ok_or_else(|| {
            let message = format!("must be a whole number from {min} to {max}");
            Violation::new(path.clone(), "out_of_range", message).into()
        })
    }

    fn schema(&self, _: &mut Schemas) -> Value {
        let mut schema = json!({"type": "integer"});
        if let Some(format) = T::FORMAT {
            schema["format"] = format.into();
        }
        schema["minimum"] = self.min.into();
        schema["maximum"] = self.max.into();
        schema
    }
}

/// A number between two others.
#[derive(Debug, Clone, Copy)]
pub struct Number {
    min: u32,
    max: u32,
    above: bool,
}

/// A number from `min` to `max`.
pub const fn number(min: u32, max: u32) -> Number {
    Number { min, max, above: false }
}

impl Number {
    /// The same without the lower bound itself.
    pub const fn above(self) -> Self {
        Self { above: true, ..self }
    }
}

impl Shape for Number {
    type Value = f64;

    fn read(&self, value: &Value, path: &Path) -> Result<f64, Violations> {
        let Self { min, max, above } = *self;
        let low = f64::from(min);
        let fits = |number: &f64| (low..=f64::from(max)).contains(number) && !(above && *number == low);
        value.as_f64().filter(fits).ok_or_else(|| {
            let message = match above {
                true => format!("must be a number above {min} and at most {max}"),
                false => format!("must be a number from {min} to {max}"),
            };
            Violation::new(path.clone(), "out_of_range", message).into()
        })
    }

    fn schema(&self, _: &mut Schemas) -> Value {
        let low = if self.above { "exclusiveMinimum" } else { "minimum" };
        json!({"type": "number", "format": "double", low: self.min, "maximum": self.max})
    }
}
