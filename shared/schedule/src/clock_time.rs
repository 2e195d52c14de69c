//! Times of day in phrases.

use std::fmt;

use super::error::Error;

/// A time of day, to the minute. Displays as `09:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ClockTime {
    hour: u16,
    minute: u16,
}

impl ClockTime {
    pub(super) fn hour(self) -> u16 {
        self.hour
    }

    pub(super) fn minute(self) -> u16 {
        self.minute
    }

    /// Parses `9:00`, `14:30`, `9am`, `9:30pm`, `noon` or `midnight`. A bare hour is rejected because it is
    /// ambiguous.
    pub(super) fn parse(text: &str) -> Result<Self, Error> {
        Self::read(text).ok_or_else(|| {
            let hint = "write hours and minutes, such as `09:00`, `14:30` or `2:30pm`";
            Error::new(format!("`{text}` is not a time of day")).hint(hint)
        })
    }

    fn read(text: &str) -> Option<Self> {
        match text {
            "noon" => return Some(Self { hour: 12, minute: 0 }),
            "midnight" => return Some(Self { hour: 0, minute: 0 }),
            _ => {}
        }
        let digits = |text: &str, most: usize| {
            let plain = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| text.parse::<u16>().ok()).flatten()
        };
        let (clock, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
            (Some(clock), _) => (clock, Some(0)),
            (_, Some(clock)) => (clock, Some(12)),
            _ => (text, None),
        };
        let (hour, minute) = match (clock.split_once(':'), half) {
            (Some((hour, minute)), _) if minute.len() == 2 => (digits(hour, 2)?, digits(minute, 2)?),
            (None, Some(_)) => (digits(clock, 2)?, 0),
            _ => return None,
        };
        let hour = match half {
            Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
            None if hour <= 23 => hour,
            _ => return None,
        };
        (minute <= 59).then_some(Self { hour, minute })
    }

    /// The full hour `hour`, if it exists.
    pub(super) fn full_hour(hour: u16) -> Option<Self> {
        (hour <= 23).then_some(Self { hour, minute: 0 })
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}
