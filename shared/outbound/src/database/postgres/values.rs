//! Converts values of rows to JSON.

use std::error::Error;

use base64::{Engine, engine::general_purpose::STANDARD};
use beadle_domain::call::DatabaseError;
use jiff::{Timestamp, civil};
use serde_json::{Number, Value};
use tokio_postgres::{
    Row,
    types::{FromSql, Kind, Type},
};
use uuid::Uuid;

/// A value as the server sends it.
struct Raw<'a>(&'a [u8]);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(raw))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// The values of `row`, one per column.
///
/// # Errors
/// [`DatabaseError::InvalidResponse`] for a value that does not fit its column's type.
pub(super) fn of(row: &Row) -> Result<Vec<Value>, DatabaseError> {
    let columns = row.columns().iter().enumerate();
    columns
        .map(|(number, column)| {
            let raw: Option<Option<Raw<'_>>> = row.try_get(number).ok();
            raw.and_then(|raw| raw.map_or(Some(Value::Null), |raw| value(column.type_(), raw.0))).ok_or_else(
                || {
                    let name = column.name();
                    DatabaseError::InvalidResponse(format!(
                        "the value of the column `{name}` has no form in JSON"
                    ))
                },
            )
        })
        .collect()
}

/// Converts a value of type `kind` to JSON. Numbers of arbitrary precision become strings, bytes and unknown
/// types base64.
fn value(kind: &Type, raw: &[u8]) -> Option<Value> {
    match kind.kind() {
        Kind::Array(element) => return array(kind, element, raw),
        Kind::Domain(base) => return value(base, raw),
        Kind::Enum(_) => return text(raw),
        _ => {}
    }
    Some(match *kind {
        Type::BOOL => bool::from_sql(kind, raw).ok()?.into(),
        Type::INT2 => i16::from_sql(kind, raw).ok()?.into(),
        Type::INT4 => i32::from_sql(kind, raw).ok()?.into(),
        Type::INT8 => i64::from_sql(kind, raw).ok()?.into(),
        Type::OID => u32::from_sql(kind, raw).ok()?.into(),
        Type::FLOAT4 => single(f32::from_sql(kind, raw).ok()?),
        Type::FLOAT8 => float(f64::from_sql(kind, raw).ok()?),
        Type::NUMERIC => numeric(raw)?.into(),
        Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::XML | Type::UNKNOWN | Type::CHAR => {
            text(raw)?
        }
        Type::UUID => Uuid::from_sql(kind, raw).ok()?.to_string().into(),
        Type::JSON | Type::JSONB => Value::from_sql(kind, raw).ok()?,
        Type::TIMESTAMPTZ => match infinity(raw, i64::MAX.to_be_bytes(), i64::MIN.to_be_bytes()) {
            Some(infinity) => infinity.into(),
            None => Timestamp::from_sql(kind, raw).ok()?.to_string().into(),
        },
        Type::TIMESTAMP => match infinity(raw, i64::MAX.to_be_bytes(), i64::MIN.to_be_bytes()) {
            Some(infinity) => infinity.into(),
            None => civil::DateTime::from_sql(kind, raw).ok()?.to_string().into(),
        },
        Type::DATE => match infinity(raw, i32::MAX.to_be_bytes(), i32::MIN.to_be_bytes()) {
            Some(infinity) => infinity.into(),
            None => civil::Date::from_sql(kind, raw).ok()?.to_string().into(),
        },
        Type::TIME => civil::Time::from_sql(kind, raw).ok()?.to_string().into(),
        Type::BYTEA => STANDARD.encode(raw).into(),
        _ if kind.name() == "citext" => text(raw)?,
        _ => STANDARD.encode(raw).into(),
    })
}

fn array(kind: &Type, element: &Type, raw: &[u8]) -> Option<Value> {
    let elements = Vec::<Option<Raw<'_>>>::from_sql(kind, raw).ok()?;
    elements.into_iter().map(|raw| raw.map_or(Some(Value::Null), |raw| value(element, raw.0))).collect()
}

fn text(raw: &[u8]) -> Option<Value> {
    Some(std::str::from_utf8(raw).ok()?.into())
}

/// A number that JSON can't represent becomes a string.
fn float(number: f64) -> Value {
    Number::from_f64(number).map_or_else(|| number.to_string().into(), Value::Number)
}

/// The shortest number that rounds to the same value: 0.1 instead of 0.10000000149011612.
fn single(number: f32) -> Value {
    number.to_string().parse().map_or(Value::Null, float)
}

fn infinity<const N: usize>(raw: &[u8], future: [u8; N], past: [u8; N]) -> Option<&'static str> {
    match raw {
        raw if raw == future => Some("infinity"),
        raw if raw == past => Some("-infinity"),
        _ => None,
    }
}

/// A number of arbitrary precision: digits to base 10,000, the exponent of the first, the sign, and the
/// number of decimal places (PostgreSQL source, `numeric_send`).
fn numeric(raw: &[u8]) -> Option<String> {
    let mut words = raw.chunks_exact(2).filter_map(|word| Some(u16::from_be_bytes(word.try_into().ok()?)));
    let (count, weight, sign, places) = (words.next()?, words.next()?, words.next()?, words.next()?);
    match sign {
        0xC000 => return Some("NaN".to_owned()),
        0xD000 => return Some("infinity".to_owned()),
        0xF000 => return Some("-infinity".to_owned()),
        _ => {}
    }
    let digits: Vec<u16> = words.take(count.into()).collect();
    let weight = i32::from(i16::from_be_bytes(weight.to_be_bytes()));
    let group = |power: i32| {
        usize::try_from(weight - power).ok().and_then(|at| digits.get(at)).copied().unwrap_or_default()
    };
    let mut text = String::new();
    for power in (0..=weight.max(0)).rev() {
        match text.is_empty() {
            true if power > 0 && group(power) == 0 => {}
            true => text = group(power).to_string(),
            false => text += &format!("{:04}", group(power)),
        }
    }
    let places = usize::from(places);
    if places > 0 {
        let groups = i32::try_from(places.div_ceil(4)).ok()?;
        let decimals: String = (1..=groups).map(|power| format!("{:04}", group(-power))).collect();
        text = format!("{text}.{}", decimals.get(..places)?);
    }
    Some(if sign == 0x4000 { format!("-{text}") } else { text })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(&[0, 0, 0, 0], "0")]
    #[case(&[0, 0, 0, 2], "0.00")]
    #[case(&[1, 0, 0, 0, 42], "42")]
    #[case(&[2, 0, 0x4000, 2, 12, 3400], "-12.34")]
    #[case(&[1, 1, 0, 0, 5], "50000")]
    #[case(&[1, 0xFFFF, 0, 4, 1], "0.0001")]
    #[case(&[1, 0xFFFE, 0, 6, 1200], "0.000012")]
    #[case(&[3, 1, 0, 3, 1, 2, 5000], "10002.500")]
    #[case(&[0, 0, 0xC000, 0], "NaN")]
    fn numbers_of_arbitrary_precision_are_decoded(#[case] words: &[u16], #[case] expected: &str) {
        let raw: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
        assert_eq!(numeric(&raw).as_deref(), Some(expected));
    }

    #[test]
    fn a_truncated_number_is_rejected() {
        assert_eq!(numeric(&[0, 1, 0]), None);
    }
}
