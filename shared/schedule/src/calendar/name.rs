//! Names of calendars.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::phrase::WEEKDAYS;

/// The longest name, in characters.
pub const MAX_NAME: usize = 64;

/// The pattern of a name, for schemas.
pub const NAME_PATTERN: &str = "^[a-z][a-z0-9_-]{0,63}$";

/// A text that is not the name of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotACalendarName;

impl fmt::Display for NotACalendarName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not the name of a calendar")
    }
}

impl std::error::Error for NotACalendarName {}

/// The name of a calendar: 1 to 64 lower-case letters, digits, `-` and `_`, beginning with a letter. Not that of a day of the
/// week, which means that day wherever a calendar may be named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CalendarName(String);

impl CalendarName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CalendarName {
    type Err = NotACalendarName;

    fn from_str(text: &str) -> Result<Self, NotACalendarName> {
        let goes_on = |character: char| {
            character.is_ascii_lowercase() || character.is_ascii_digit() || matches!(character, '-' | '_')
        };
        let is_name = text.len() <= MAX_NAME
            && text.starts_with(|first: char| first.is_ascii_lowercase())
            && text.chars().all(goes_on)
            && !WEEKDAYS.contains(&text);
        if is_name { Ok(Self(text.to_owned())) } else { Err(NotACalendarName) }
    }
}

impl fmt::Display for CalendarName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for CalendarName {
    type Error = NotACalendarName;

    fn try_from(text: String) -> Result<Self, NotACalendarName> {
        text.parse()
    }
}

impl From<CalendarName> for String {
    fn from(name: CalendarName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("de-holidays", true)]
    #[case("a", true)]
    #[case("q4_2027", true)]
    #[case("", false)]
    #[case("saturday", false)]
    #[case("De-Holidays", false)]
    #[case("de holidays", false)]
    #[case("9-to-5", false)]
    #[case("-holidays", false)]
    fn names_are_told_from_other_texts(#[case] text: &str, #[case] is_name: bool) {
        assert_eq!(text.parse::<CalendarName>().is_ok(), is_name);
        assert!("a".repeat(MAX_NAME).parse::<CalendarName>().is_ok());
        assert!("a".repeat(MAX_NAME + 1).parse::<CalendarName>().is_err());
    }
}
