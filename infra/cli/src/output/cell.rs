//! The columns of tables, and how values of the API read there.

use beadle_values::duration;
use jiff::Timestamp;
use serde_json::Value;

/// A column of a list, or a field of one thing.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its heading.
    pub title: &'static str,
    /// What it shows of an item.
    pub cell: fn(&Value) -> Cell,
}

/// A column.
pub const fn column(title: &'static str, cell: fn(&Value) -> Cell) -> Column {
    Column { title, cell }
}

/// A text in a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// The text.
    pub text: String,
    /// What it means.
    pub tone: Tone,
}

/// What a text means, and so its colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Plain,
    /// It went well.
    Good,
    /// It did not.
    Bad,
    /// It goes on.
    Busy,
    /// It matters less.
    Faint,
}

impl Cell {
    /// A text of no particular meaning.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Plain }
    }
}

/// The id of an item: its `id`, or the name that stands for it.
pub fn id(item: &Value) -> Option<&str> {
    ["id", "execution_id", "name"].iter().find_map(|member| item[*member].as_str())
}

/// A text or a number, and nothing for `null`.
pub fn text(value: &Value) -> Cell {
    Cell::plain(match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(|item| text(item).text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    })
}

/// The status of an execution, a task or a batch.
pub fn status(value: &Value) -> Cell {
    let text = value.as_str().unwrap_or_default();
    let tone = match text {
        "completed" => Tone::Good,
        "failed" | "cancelled" => Tone::Bad,
        "running" | "retrying" | "waiting" | "deferred" => Tone::Busy,
        "skipped" | "paused" => Tone::Faint,
        _ => Tone::Plain,
    };
    Cell { text: text.to_owned(), tone }
}

/// How long ago a time is, or how far ahead.
pub fn ago(value: &Value) -> Cell {
    let time = value.as_str().and_then(|text| text.parse::<Timestamp>().ok());
    Cell::plain(time.map(|time| relative(time, Timestamp::now())).unwrap_or_default())
}

fn relative(time: Timestamp, now: Timestamp) -> String {
    let (earlier, later) = if time <= now { (time, now) } else { (now, time) };
    let far = coarse(duration::between(earlier, later).as_secs());
    if time <= now { format!("{far} ago") } else { format!("in {far}") }
}

fn coarse(seconds: u64) -> String {
    match seconds {
        0..=119 => format!("{seconds}s"),
        120..=7199 => format!("{}m", seconds / 60),
        7200..=172_799 => format!("{}h", seconds / 3600),
        _ => format!("{}d", seconds / 86_400),
    }
}

/// Milliseconds.
pub fn milliseconds(value: &Value) -> Cell {
    Cell::plain(value.as_u64().map(elapsed).unwrap_or_default())
}

/// A number of milliseconds as a person reads it.
pub fn elapsed(milliseconds: u64) -> String {
    match milliseconds {
        0..=999 => format!("{milliseconds} ms"),
        1000..=59_999 => format!("{:.1} s", precise(milliseconds) / 1000.0),
        60_000..=3_599_999 => format!("{} min {} s", milliseconds / 60_000, milliseconds % 60_000 / 1000),
        _ => format!("{} h {} min", milliseconds / 3_600_000, milliseconds % 3_600_000 / 60_000),
    }
}

#[expect(clippy::cast_precision_loss, reason = "below a minute every number of milliseconds is exact")]
fn precise(milliseconds: u64) -> f64 {
    milliseconds as f64
}

/// Dollars, with as many digits as a small sum needs.
pub fn dollars(value: &Value) -> Cell {
    Cell::plain(value.as_f64().map(sum).unwrap_or_default())
}

/// A sum of dollars.
pub fn sum(dollars: f64) -> String {
    if dollars != 0.0 && dollars.abs() < 0.01 { format!("${dollars:.8}") } else { format!("${dollars:.2}") }
}

/// `yes`, or nothing.
pub fn yes(value: &Value) -> Cell {
    Cell::plain(if value.as_bool() == Some(true) { "yes" } else { "" })
}

/// JSON on one line, and nothing for `null` and what is empty.
pub fn json(value: &Value) -> Cell {
    let empty = match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    };
    match value {
        _ if empty => Cell::default(),
        Value::String(text) => Cell::plain(text.clone()),
        value => Cell::plain(value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn times_are_told_from_now() {
        let now: Timestamp = "2027-01-15T12:00:00Z".parse().unwrap();
        let table = [
            ("2027-01-15T11:59:01Z", "59s ago"),
            ("2027-01-15T11:00:00Z", "60m ago"),
            ("2027-01-15T12:05:00Z", "in 5m"),
            ("2027-01-14T13:00:00Z", "23h ago"),
            ("2027-02-15T12:00:00Z", "in 31d"),
        ];
        for (time, shown) in table {
            assert_eq!(relative(time.parse().unwrap(), now), shown);
        }
        assert_eq!(ago(&Value::Null).text, "");
    }

    #[test]
    fn small_sums_are_not_rounded_to_nothing() {
        assert_eq!([0.0, 12.345, 0.000_001_5].map(sum), ["$0.00", "$12.35", "$0.00000150"]);
    }

    #[test]
    fn durations_have_the_unit_that_fits() {
        let shown = [0, 999, 1500, 61_000, 3_660_000].map(elapsed);
        assert_eq!(shown, ["0 ms", "999 ms", "1.5 s", "1 min 1 s", "1 h 1 min"]);
    }

    #[test]
    fn an_item_without_an_id_is_known_by_its_name() {
        assert_eq!(id(&json!({"name": "f"})), Some("f"));
        assert_eq!(id(&json!({"id": "tsk_1", "name": "f"})), Some("tsk_1"));
        assert_eq!(id(&json!({"at": 1})), None);
    }
}
