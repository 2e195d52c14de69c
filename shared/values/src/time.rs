//! Points in time: how callers write them (RFC 3339), those far in the future included, and the precision of
//! stored rows and messages.

use std::{fmt, str::FromStr, time::Duration};

use jiff::{Timestamp, civil::DateTime, tz::Offset};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The years that RFC 3339 can write, in UTC.
const FIRST_YEAR: i16 = 1;
/// What [`TimeError::OutOfRange`] asks for.
const RANGE: &str = "0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z";

/// Truncates `time` to whole milliseconds.
pub fn whole_milliseconds(time: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(time.as_millisecond()).unwrap_or(time)
}

/// A point in time in the years 0001 to 9999. A [`Timestamp`] ends a day and some hours before the year 9999 does,
/// and `9999-12-31T23:59:59Z` is how many systems write "never".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcTime(DateTime);

/// Why a text is not a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// It is not written as RFC 3339 asks.
    #[error("is not a time")]
    NotATime,
    /// Its offset is missing, or not one of RFC 3339.
    #[error("is a time without an offset of RFC 3339")]
    Offset,
    /// It lies outside the years 0001 to 9999 in UTC.
    #[error("lies outside the years 0001 to 9999")]
    OutOfRange,
}

impl TimeError {
    /// What to write instead.
    pub fn hint(self) -> String {
        match self {
            Self::NotATime => "RFC 3339, such as 2027-01-01T09:00:00Z".to_owned(),
            Self::Offset => {
                "end it with `Z` or with hours and minutes, such as 2027-01-01T09:00:00+01:00".to_owned()
            }
            Self::OutOfRange => format!("from {RANGE}"),
        }
    }
}

impl UtcTime {
    /// The nearest time that can be computed with: the same, unless it lies in the last two days of the year 9999.
    pub fn timestamp(self) -> Timestamp {
        Offset::UTC.to_timestamp(self.0).unwrap_or(Timestamp::MAX)
    }

    /// The time `length` later; `None` after the year 9999.
    pub fn checked_add(self, length: Duration) -> Option<Self> {
        self.0.checked_add(length).ok().map(Self)
    }

    /// The date and the time of day in UTC; `None` for a stored time before the year 0001.
    pub fn civil(self) -> Option<DateTime> {
        (self.0.year() >= FIRST_YEAR).then_some(self.0)
    }
}

impl From<Timestamp> for UtcTime {
    fn from(time: Timestamp) -> Self {
        Self(Offset::UTC.to_datetime(time))
    }
}

impl FromStr for UtcTime {
    type Err = TimeError;

    /// Reads a time of RFC 3339: `2027-01-01T09:00:00Z`. The seconds may be left out; the offset may not.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        if is_expanded(text) {
            return Err(TimeError::OutOfRange);
        }
        let (local, offset) = split(text)?;
        let local: DateTime = local.parse().map_err(|_| TimeError::NotATime)?;
        let utc =
            local.checked_sub(jiff::SignedDuration::from_mins(offset)).map_err(|_| TimeError::OutOfRange)?;
        match utc.year() >= FIRST_YEAR {
            true => Ok(Self(utc)),
            false => Err(TimeError::OutOfRange),
        }
    }
}

/// Whether the year has a sign or more than four digits, as ISO 8601 writes years before 0 and after 9999.
fn is_expanded(text: &str) -> bool {
    let (signed, digits) = match text.strip_prefix(['-', '+', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let year = digits.bytes().take_while(u8::is_ascii_digit).count();
    (year > 4 || signed && year == 4) && digits.as_bytes().get(year) == Some(&b'-')
}

/// The local time, and the minutes that it is ahead of UTC.
fn split(text: &str) -> Result<(&str, i64), TimeError> {
    let end = text.find(|c: char| !c.is_ascii_digit() && !"-T t:.".contains(c)).unwrap_or(text.len());
    // The offset `-05:00` begins with a sign that a date contains as well.
    let time = text.find(['T', 't', ' ']).ok_or(TimeError::NotATime)?;
    let end = text.get(time..end).and_then(|clock| clock.find('-')).map_or(end, |sign| time + sign);
    let (local, offset) = text.split_at_checked(end).ok_or(TimeError::NotATime)?;
    let ends_well = offset.chars().next().is_none_or(|c| "Zz+-[".contains(c));
    if !is_local(local.as_bytes()) || !ends_well {
        return Err(TimeError::NotATime);
    }
    Ok((local, minutes(offset).ok_or(TimeError::Offset)?))
}

/// Whether `text` has the shape of `2027-01-01T09:00:00.123`, its seconds below 60.
fn is_local(text: &[u8]) -> bool {
    let fits = |text: &[u8], shape: &[u8]| {
        text.len() == shape.len()
            && text.iter().zip(shape).all(|(c, shape)| match shape {
                b'0' => c.is_ascii_digit(),
                b'T' => matches!(c, b'T' | b't' | b' '),
                other => c == other,
            })
    };
    let (minute, seconds) = text.split_at(text.len().min("yyyy-mm-ddThh:mm".len()));
    let (whole, fraction) = seconds.split_at(seconds.len().min(":ss".len()));
    let fraction_fits = match fraction {
        [] => true,
        [b'.', digits @ ..] => (1..=9).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    fits(minute, b"0000-00-00T00:00")
        && (whole.is_empty() || fits(whole, b":00") && whole < b":60".as_slice())
        && fraction_fits
}

/// The minutes of an offset: `Z`, `+02:00`, `-00:30`.
fn minutes(offset: &str) -> Option<i64> {
    if matches!(offset, "Z" | "z") {
        return Some(0);
    }
    let [sign, hour @ .., b':', tens, ones] = offset.as_bytes() else { return None };
    let number = |digits: &[u8]| {
        let text = std::str::from_utf8(digits).ok().filter(|_| digits.iter().all(u8::is_ascii_digit))?;
        text.parse::<i64>().ok().filter(|_| digits.len() == 2)
    };
    let (hours, minutes) = (number(hour)?, number(&[*tens, *ones])?);
    let total = (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)?;
    match sign {
        b'+' => Some(total),
        b'-' => Some(-total),
        _ => None,
    }
}

impl fmt::Display for UtcTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}Z", self.0)
    }
}

impl Serialize for UtcTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for UtcTime {
    /// Reads what is stored: rows of earlier versions may lie before the year 0001.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.parse() {
            Ok(time) => Ok(time),
            Err(fault) => text.parse::<Timestamp>().map(Self::from).map_err(|_| de::Error::custom(fault)),
        }
    }
}

#[cfg(feature = "openapi")]
mod openapi {
    use serde_json::json;

    crate::schema_for_utoipa!(
        super::UtcTime,
        "UtcTime",
        |_| json!({"type": "string", "format": "date-time"})
    );
}

#[cfg(test)]
mod tests;
