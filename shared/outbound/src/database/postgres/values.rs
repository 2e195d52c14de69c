//! Converts values of rows to JSON.

use base64::{Engine, engine::general_purpose::STANDARD};
use beadle_values::hexadecimal;
use jiff::{Timestamp, civil};
use postgres_types::{Kind, Type};
use serde_json::{Number, Value};

use super::arrays;
use crate::database::json;

/// Converts the server's text of a value of type `kind` to JSON. What JSON can't hold, what does not fit and
/// what has no form in JSON of its own remains the text.
pub(super) fn of(kind: &Type, text: &str) -> Value {
    converted(kind, text).unwrap_or_else(|| text.into())
}

fn converted(kind: &Type, text: &str) -> Option<Value> {
    match *kind {
        Type::INT2_VECTOR | Type::OID_VECTOR => return vector(text),
        Type::RECORD_ARRAY => return arrays::read(text, &Type::RECORD, ','),
        _ => {}
    }
    match kind.kind() {
        Kind::Array(element) => return arrays::read(text, element, delimiter(element)),
        Kind::Domain(base) => return converted(base, text),
        _ => {}
    }
    Some(match *kind {
        Type::BOOL => (text == "t").into(),
        Type::INT2 | Type::INT4 | Type::INT8 => text.parse::<i64>().ok()?.into(),
        Type::OID => text.parse::<u32>().ok()?.into(),
        Type::FLOAT4 | Type::FLOAT8 => Value::Number(Number::from_f64(text.parse().ok()?)?),
        Type::JSON | Type::JSONB => json::read(text)?,
        Type::TIMESTAMPTZ => text.parse::<Timestamp>().ok()?.to_string().into(),
        Type::TIMESTAMP => text.parse::<civil::DateTime>().ok()?.to_string().into(),
        Type::BYTEA => STANDARD.encode(hexadecimal::read(text.strip_prefix("\\x")?)?).into(),
        _ => return None,
    })
}

/// The numbers of the catalog's own kind of array, which has spaces between them.
fn vector(text: &str) -> Option<Value> {
    let numbers = text.split_ascii_whitespace().map(|number| number.parse::<i64>().ok().map(Value::from));
    numbers.collect()
}

/// What separates elements in the text of an array (`pg_type.typdelim`).
fn delimiter(element: &Type) -> char {
    if *element == Type::BOX { ';' } else { ',' }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case(Type::BOOL, "t", json!(true))]
    #[case(Type::INT8, "-9223372036854775808", json!(i64::MIN))]
    #[case(Type::FLOAT4, "0.1", json!(0.1))]
    #[case(Type::FLOAT8, "-1.5e+300", json!(-1.5e300))]
    #[case(Type::NUMERIC, "0.00", json!("0.00"))]
    #[case(Type::BYTEA, "\\x00ff", json!("AP8="))]
    #[case(Type::JSONB, r#"{"a": [1, "]"]}"#, json!({"a": [1, "]"]}))]
    #[case(Type::JSONB, "12345678901234567890.5", json!("12345678901234567890.5"))]
    #[case(Type::TIMESTAMPTZ, "2026-01-31 12:00:00.5+01", json!("2026-01-31T11:00:00.5Z"))]
    #[case(Type::TIMESTAMPTZ, "1890-01-01 00:53:28+00:53:28", json!("1890-01-01T00:00:00Z"))]
    #[case(Type::TIMESTAMP, "2026-01-31 12:00:00", json!("2026-01-31T12:00:00"))]
    #[case(Type::INT2_VECTOR, "1 -2", json!([1, -2]))]
    #[case(Type::RECORD_ARRAY, r#"{"(1,a)"}"#, json!(["(1,a)"]))]
    #[case(Type::INT4_ARRAY, "{{1,2},{3,NULL}}", json!([[1, 2], [3, null]]))]
    fn values_become_json(#[case] kind: Type, #[case] text: &str, #[case] expected: Value) {
        assert_eq!(of(&kind, text), expected);
    }

    #[rstest]
    #[case(Type::FLOAT8, "NaN")]
    #[case(Type::FLOAT8, "-Infinity")]
    #[case(Type::TIMESTAMPTZ, "infinity")]
    #[case(Type::TIMESTAMPTZ, "10000-01-01 00:00:00+00")]
    #[case(Type::TIMESTAMP, "0044-03-15 12:00:00 BC")]
    #[case(Type::DATE, "294276-12-31")]
    #[case(Type::TIME, "24:00:00")]
    #[case(Type::MONEY, "$1,234.50")]
    #[case(Type::INTERVAL, "1 mon -2 days 03:00:00")]
    #[case(Type::INET, "10.0.0.0/8")]
    #[case(Type::INT4_RANGE, "[1,5)")]
    #[case(Type::INT4_ARRAY, "[0:1]={1,2}")]
    #[case(Type::BYTEA, "abc")]
    fn what_does_not_fit_remains_the_servers_text(#[case] kind: Type, #[case] text: &str) {
        assert_eq!(of(&kind, text), json!(text));
    }
}
