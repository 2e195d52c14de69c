//! Converts JSON values to parameters, and values of rows to JSON.

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::{Timestamp, tz::TimeZone};
use mysql_async::{
    Column, Value as Sql,
    consts::{ColumnFlags, ColumnType},
};
use serde_json::{Number, Value};

use crate::database::json;

/// The character set of binary columns.
const BINARY: u16 = 63;

/// Converts a parameter. Its type on the server is unknown beforehand, so the server converts it by its own
/// rules. Arrays and objects are sent as JSON, and times with an offset in UTC, which is the zone of the
/// session: the server would take them without their offset.
pub(super) fn param(value: &Value) -> Sql {
    match value {
        Value::Null => Sql::NULL,
        Value::Bool(given) => Sql::Int((*given).into()),
        Value::Number(number) => number
            .as_i64()
            .map(Sql::Int)
            .or_else(|| number.as_u64().map(Sql::UInt))
            .or_else(|| number.as_f64().map(Sql::Double))
            .unwrap_or(Sql::NULL),
        Value::String(text) => Sql::Bytes(utc(text).unwrap_or_else(|| text.clone()).into_bytes()),
        Value::Array(_) | Value::Object(_) => Sql::Bytes(value.to_string().into_bytes()),
    }
}

/// A time with an offset as the server reads it (MySQL manual, section 11.1.3).
fn utc(text: &str) -> Option<String> {
    let time = text.parse::<Timestamp>().ok()?.to_zoned(TimeZone::UTC).datetime();
    let micros = u32::try_from(time.subsec_nanosecond() / 1_000).ok()?;
    let (date, clock) = (time.date(), time.time());
    let (hour, minute, second) = (clock.hour(), clock.minute(), clock.second());
    (date.year() >= 0).then(|| format!("{date} {hour:02}:{minute:02}:{second:02}{}", fraction(micros)))
}

/// The name of a column's SQL type.
pub(super) fn type_name(column: &Column) -> String {
    let binary = column.character_set() == BINARY;
    let name = match column.column_type() {
        ColumnType::MYSQL_TYPE_TINY => "tinyint",
        ColumnType::MYSQL_TYPE_SHORT => "smallint",
        ColumnType::MYSQL_TYPE_INT24 => "mediumint",
        ColumnType::MYSQL_TYPE_LONG => "int",
        ColumnType::MYSQL_TYPE_LONGLONG => "bigint",
        ColumnType::MYSQL_TYPE_DECIMAL | ColumnType::MYSQL_TYPE_NEWDECIMAL => "decimal",
        ColumnType::MYSQL_TYPE_FLOAT => "float",
        ColumnType::MYSQL_TYPE_DOUBLE => "double",
        ColumnType::MYSQL_TYPE_NULL => "null",
        ColumnType::MYSQL_TYPE_TIMESTAMP | ColumnType::MYSQL_TYPE_TIMESTAMP2 => "timestamp",
        ColumnType::MYSQL_TYPE_DATETIME | ColumnType::MYSQL_TYPE_DATETIME2 => "datetime",
        ColumnType::MYSQL_TYPE_DATE | ColumnType::MYSQL_TYPE_NEWDATE => "date",
        ColumnType::MYSQL_TYPE_TIME | ColumnType::MYSQL_TYPE_TIME2 => "time",
        ColumnType::MYSQL_TYPE_YEAR => "year",
        ColumnType::MYSQL_TYPE_BIT => "bit",
        ColumnType::MYSQL_TYPE_JSON => "json",
        ColumnType::MYSQL_TYPE_ENUM => "enum",
        ColumnType::MYSQL_TYPE_SET => "set",
        ColumnType::MYSQL_TYPE_GEOMETRY => "geometry",
        ColumnType::MYSQL_TYPE_VARCHAR | ColumnType::MYSQL_TYPE_VAR_STRING if binary => "varbinary",
        ColumnType::MYSQL_TYPE_VARCHAR | ColumnType::MYSQL_TYPE_VAR_STRING => "varchar",
        ColumnType::MYSQL_TYPE_STRING if binary => "binary",
        ColumnType::MYSQL_TYPE_STRING => "char",
        ColumnType::MYSQL_TYPE_TINY_BLOB
        | ColumnType::MYSQL_TYPE_MEDIUM_BLOB
        | ColumnType::MYSQL_TYPE_LONG_BLOB
        | ColumnType::MYSQL_TYPE_BLOB => {
            if binary {
                "blob"
            } else {
                "text"
            }
        }
        _ => "unknown",
    };
    let unsigned = column.flags().contains(ColumnFlags::UNSIGNED_FLAG) && name.ends_with("int");
    if unsigned { format!("{name} unsigned") } else { name.to_owned() }
}

/// Converts a value of `column` to JSON: decimals become strings, bytes base64, and `timestamp` values are
/// in UTC.
pub(super) fn of(column: &Column, value: Sql) -> Value {
    match value {
        Sql::NULL => Value::Null,
        Sql::Int(number) => number.into(),
        Sql::UInt(number) => number.into(),
        Sql::Float(number) => number.to_string().parse().map_or(Value::Null, float),
        Sql::Double(number) => float(number),
        Sql::Bytes(bytes) => of_bytes(column, bytes),
        Sql::Date(year, month, day, hour, minute, second, micros) => {
            let date = format!("{year:04}-{month:02}-{day:02}");
            let time = || format!("{hour:02}:{minute:02}:{second:02}{}", fraction(micros));
            match type_name(column).as_str() {
                "date" => date.into(),
                "timestamp" => format!("{date}T{}Z", time()).into(),
                _ => format!("{date}T{}", time()).into(),
            }
        }
        Sql::Time(negative, days, hours, minutes, seconds, micros) => {
            let (sign, hours) = (if negative { "-" } else { "" }, days * 24 + u32::from(hours));
            format!("{sign}{hours:02}:{minutes:02}:{seconds:02}{}", fraction(micros)).into()
        }
    }
}

fn of_bytes(column: &Column, bytes: Vec<u8>) -> Value {
    match column.column_type() {
        ColumnType::MYSQL_TYPE_JSON => {
            let text = String::from_utf8_lossy(&bytes);
            json::read(&text).unwrap_or_else(|| text.into())
        }
        ColumnType::MYSQL_TYPE_DECIMAL | ColumnType::MYSQL_TYPE_NEWDECIMAL => {
            String::from_utf8_lossy(&bytes).into_owned().into()
        }
        _ if column.character_set() == BINARY => STANDARD.encode(bytes).into(),
        _ => match String::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(error) => STANDARD.encode(error.into_bytes()).into(),
        },
    }
}

fn float(number: f64) -> Value {
    Number::from_f64(number).map_or_else(|| number.to_string().into(), Value::Number)
}

fn fraction(micros: u32) -> String {
    if micros == 0 { String::new() } else { format!(".{micros:06}") }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2026-01-31T12:00:00Z", "2026-01-31 12:00:00")]
    #[case("2026-01-31T00:30:00.5+01:00", "2026-01-30 23:30:00.500000")]
    #[case("2026-01-31T12:00:00.123456789Z", "2026-01-31 12:00:00.123456")]
    #[case("2026-01-31T12:00:00", "2026-01-31T12:00:00")]
    #[case("2026-01-31", "2026-01-31")]
    #[case("at 2026-01-31T12:00:00Z", "at 2026-01-31T12:00:00Z")]
    fn times_with_an_offset_are_sent_in_utc(#[case] given: &str, #[case] sent: &str) {
        assert_eq!(param(&given.into()), Sql::Bytes(sent.into()));
    }
}
