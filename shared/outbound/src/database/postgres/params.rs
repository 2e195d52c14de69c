//! Converts JSON values to the parameters of a prepared statement.

use base64::{Engine, engine::general_purpose::STANDARD};
use beadle_domain::call::DatabaseError;
use beadle_values::hexadecimal;
use jiff::{Timestamp, civil, tz::TimeZone};
use postgres_types::{Kind, Type};
use serde_json::Value;
use uuid::Uuid;

use crate::database::error::check_param_count;

/// The parameters of a statement with parameters of `types`, in the text formats of these; `None` is NULL.
///
/// # Errors
/// [`DatabaseError::InvalidRequest`] that names every parameter of the wrong type.
pub(super) fn of(values: &[Value], types: &[Type]) -> Result<Vec<Option<String>>, DatabaseError> {
    check_param_count(types.len(), values.len())?;
    let mut errors = Vec::new();
    let mut params = Vec::with_capacity(values.len());
    for (number, (value, kind)) in values.iter().zip(types).enumerate() {
        match text(value, kind) {
            Ok(text) => params.push(text),
            Err(expected) => {
                let text =
                    format!("params[{number}] (${}) is {} and has to be {expected}", number + 1, kind.name());
                errors.push(text);
            }
        }
    }
    if errors.is_empty() { Ok(params) } else { Err(DatabaseError::InvalidRequest(errors.join("; "))) }
}

/// Converts `value` to the text format of `kind` (PostgreSQL manual, chapter 8); `None` is NULL. The error
/// is the expected type.
fn text(value: &Value, kind: &Type) -> Result<Option<String>, &'static str> {
    if value.is_null() {
        return Ok(None);
    }
    match kind.kind() {
        Kind::Array(element) => return array(value, element).map(Some),
        Kind::Domain(base) => return text(value, base),
        _ => {}
    }
    let text = match *kind {
        Type::BOOL => value.as_bool().map(|given| given.to_string()).ok_or("true or false")?,
        Type::INT2 => integer(value, i16::MIN.into(), i16::MAX.into()).ok_or("an integer of 16 bits")?,
        Type::INT4 => integer(value, i32::MIN.into(), i32::MAX.into()).ok_or("an integer of 32 bits")?,
        Type::INT8 => integer(value, i64::MIN, i64::MAX).ok_or("an integer of 64 bits")?,
        Type::OID => integer(value, 0, u32::MAX.into()).ok_or("an integer of 32 bits without a sign")?,
        Type::FLOAT4 | Type::FLOAT8 | Type::NUMERIC => number(value).ok_or("a number")?,
        Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::XML | Type::UNKNOWN => {
            value.as_str().ok_or("a string")?.to_owned()
        }
        Type::UUID => parsed::<Uuid>(value).ok_or("a UUID")?,
        Type::JSON | Type::JSONB => value.to_string(),
        Type::TIMESTAMPTZ => parsed::<Timestamp>(value)
            .or_else(|| beyond(value).filter(|text| has_offset(text)))
            .ok_or("a time such as 2026-01-31T12:00:00Z")?,
        Type::TIMESTAMP => utc(value)
            .map(|time| time.to_string())
            .or_else(|| parsed::<civil::DateTime>(value))
            .or_else(|| beyond(value))
            .ok_or("a time such as 2026-01-31T12:00:00; one with an offset is converted to UTC")?,
        Type::DATE => utc(value)
            .map(|time| time.date().to_string())
            .or_else(|| parsed::<civil::Date>(value))
            .or_else(|| beyond(value))
            .ok_or("a date such as 2026-01-31")?,
        Type::TIME => utc(value)
            .map(|time| time.time().to_string())
            .or_else(|| parsed::<civil::Time>(value))
            .or_else(|| midnight(value))
            .ok_or("a time of day such as 12:00:00")?,
        Type::BYTEA => bytes(value).ok_or("bytes in base64")?,
        _ => match value {
            Value::String(given) => given.clone(),
            Value::Bool(_) | Value::Number(_) => value.to_string(),
            _ => return Err("a string, a number, true or false"),
        },
    };
    Ok(Some(text))
}

/// Integers that JSON can't represent exactly are given as strings.
fn integer(value: &Value, min: i64, max: i64) -> Option<String> {
    let number = value.as_i64().or_else(|| value.as_str()?.parse().ok())?;
    (min..=max).contains(&number).then(|| number.to_string())
}

fn number(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => text.parse::<f64>().ok().map(|_| text.clone()),
        _ => None,
    }
}

fn parsed<T: std::str::FromStr>(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    text.parse::<T>().ok().map(|_| text.to_owned())
}

/// The UTC time of a text with an offset.
fn utc(value: &Value) -> Option<civil::DateTime> {
    let time: Timestamp = value.as_str()?.parse().ok()?;
    Some(time.to_zoned(TimeZone::UTC).datetime())
}

/// What the server has beyond the years of RFC 3339: years of five and six digits, years BC, and infinity. It
/// parses them itself.
fn beyond(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_year = digits > 0 && text.as_bytes().get(digits) == Some(&b'-');
    let is_beyond = matches!(text, "infinity" | "-infinity")
        || (is_year && (matches!(digits, 5 | 6) || text.ends_with(" BC")));
    is_beyond.then(|| text.to_owned())
}

/// Whether the time of day in a text has an offset. Infinity needs none.
fn has_offset(text: &str) -> bool {
    match text.split_once(['T', ' ']) {
        Some((_, time)) => time.contains(['Z', '+', '-']),
        None => text.ends_with("infinity"),
    }
}

/// The end of a day, which PostgreSQL distinguishes from its beginning.
fn midnight(value: &Value) -> Option<String> {
    let zeros = value.as_str()?.strip_prefix("24:00")?;
    zeros.bytes().all(|byte| matches!(byte, b'0' | b':' | b'.')).then(|| format!("24:00{zeros}"))
}

fn bytes(value: &Value) -> Option<String> {
    let bytes = STANDARD.decode(value.as_str()?).ok()?;
    Some(format!("\\x{}", hexadecimal::write(bytes)))
}

/// An array in the format of section 8.15.2, with every element quoted.
fn array(value: &Value, element: &Type) -> Result<String, &'static str> {
    let elements = value.as_array().ok_or("an array")?;
    let mut literals = Vec::with_capacity(elements.len());
    for value in elements {
        literals.push(match value {
            Value::Array(_) if !matches!(*element, Type::JSON | Type::JSONB) => array(value, element)?,
            value => match text(value, element)? {
                Some(text) => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
                None => "NULL".to_owned(),
            },
        });
    }
    Ok(format!("{{{}}}", literals.join(",")))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case(json!(null), Type::INT4, None)]
    #[case(json!(true), Type::BOOL, Some("true"))]
    #[case(json!(-32768), Type::INT2, Some("-32768"))]
    #[case(json!("9007199254740993"), Type::INT8, Some("9007199254740993"))]
    #[case(json!(1.5), Type::FLOAT8, Some("1.5"))]
    #[case(json!("12345678901234567890.12"), Type::NUMERIC, Some("12345678901234567890.12"))]
    #[case(json!("it's"), Type::TEXT, Some("it's"))]
    #[case(json!({"a": [1]}), Type::JSONB, Some(r#"{"a":[1]}"#))]
    #[case(json!("2026-01-31T12:00:00+01:00"), Type::TIMESTAMPTZ, Some("2026-01-31T12:00:00+01:00"))]
    #[case(json!("2026-01-31"), Type::DATE, Some("2026-01-31"))]
    #[case(json!("2026-01-31T12:00:00Z"), Type::TIMESTAMP, Some("2026-01-31T12:00:00"))]
    #[case(json!("2026-01-31T00:30:00.5+01:00"), Type::TIMESTAMP, Some("2026-01-30T23:30:00.5"))]
    #[case(json!("2026-01-31T00:30:00+01:00"), Type::DATE, Some("2026-01-30"))]
    #[case(json!("2026-01-31T00:30:00+01:00"), Type::TIME, Some("23:30:00"))]
    #[case(json!("24:00:00"), Type::TIME, Some("24:00:00"))]
    #[case(json!("12026-01-31T12:00:00Z"), Type::TIMESTAMPTZ, Some("12026-01-31T12:00:00Z"))]
    #[case(json!("0044-03-15 BC"), Type::DATE, Some("0044-03-15 BC"))]
    #[case(json!("-infinity"), Type::TIMESTAMPTZ, Some("-infinity"))]
    #[case(json!("AP8="), Type::BYTEA, Some("\\x00ff"))]
    #[case(json!(["a\"b", null, "c\\d", "{}"]), Type::TEXT_ARRAY, Some(r#"{"a\"b",NULL,"c\\d","{}"}"#))]
    #[case(json!([[1, 2], [3, 4]]), Type::INT4_ARRAY, Some(r#"{{"1","2"},{"3","4"}}"#))]
    #[case(json!("10.0.0.1"), Type::INET, Some("10.0.0.1"))]
    fn values_are_written_in_the_text_format_of_their_type(
        #[case] value: Value,
        #[case] kind: Type,
        #[case] expected: Option<&str>,
    ) {
        assert_eq!(text(&value, &kind), Ok(expected.map(str::to_owned)));
    }

    #[rstest]
    #[case(json!("yes"), Type::BOOL)]
    #[case(json!(32768), Type::INT2)]
    #[case(json!(1.5), Type::INT4)]
    #[case(json!("1; drop table a"), Type::INT8)]
    #[case(json!("one"), Type::NUMERIC)]
    #[case(json!(1), Type::TEXT)]
    #[case(json!("not-a-uuid"), Type::UUID)]
    #[case(json!("2026-02-30"), Type::DATE)]
    #[case(json!("2026-01-31T12:00:00"), Type::TIMESTAMPTZ)]
    #[case(json!("12026-01-31T12:00:00"), Type::TIMESTAMPTZ)]
    #[case(json!("now"), Type::TIMESTAMP)]
    #[case(json!("24:01"), Type::TIME)]
    #[case(json!("%"), Type::BYTEA)]
    #[case(json!("a"), Type::TEXT_ARRAY)]
    #[case(json!(["a"]), Type::INT4_ARRAY)]
    #[case(json!({}), Type::INET)]
    fn parameters_of_the_wrong_type_are_named(#[case] value: Value, #[case] kind: Type) {
        let Err(DatabaseError::InvalidRequest(text)) = of(&[json!(null), value], &[Type::TEXT, kind]) else {
            panic!("it fits")
        };
        assert!(text.starts_with("params[1] ($2) is "), "{text}");
    }

    #[test]
    fn the_number_of_parameters_must_match() {
        let error = of(&[json!(1)], &[Type::INT4, Type::INT4]).unwrap_err();
        assert!(error.to_string().contains("takes 2 parameters, and 1 are given"), "{error}");
    }
}
