//! A fixed interval: `rate(5 minutes)`, or `every 30 seconds` below a minute.

use std::fmt;

use super::error::Error;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const MAX_DAYS: u64 = 36_500;

/// A whole number of minutes, or a number of seconds that divides a minute. Days have 24 hours, as in
/// EventBridge Scheduler. Equal intervals compare equal and display alike, however they were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    seconds: u64,
}

impl Rate {
    /// An interval of `seconds`.
    ///
    /// # Errors
    /// An error for zero, for more than 36,500 days, and for intervals that EventBridge's minutes cannot
    /// express.
    pub(super) fn of_seconds(seconds: u64) -> Result<Self, Error> {
        let rate = Self { seconds };
        match seconds {
            0 => Err(Error::new("an interval must be longer than zero").hint("write `every 1 minute`")),
            _ if seconds > MAX_DAYS * DAY => {
                Err(Error::new(format!("an interval is at most {MAX_DAYS} days"))
                    .hint("write `every 365 days`"))
            }
            _ if seconds.is_multiple_of(MINUTE) || MINUTE.is_multiple_of(seconds) => Ok(rate),
            _ => Err(not_in_step_with_minutes(seconds)),
        }
    }

    /// Parses the text inside `rate(…)`: a value and a unit that agrees with it in number.
    pub(super) fn parse_inside(text: &str) -> Result<Self, Error> {
        const HINT: &str =
            "write a whole number and minutes, hours or days, such as `rate(5 minutes)` or `rate(1 hour)`";
        let &[value, unit] = text.split_whitespace().collect::<Vec<_>>().as_slice() else {
            return Err(Error::new(format!("`rate({text})` is not a value and a unit")).hint(HINT));
        };
        let count = match value.parse::<u64>() {
            Ok(count) if count > 0 && value.bytes().all(|byte| byte.is_ascii_digit()) => count,
            _ => return Err(Error::new(format!("`{value}` is not a whole number above zero")).hint(HINT)),
        };
        match Unit::parse(unit) {
            Some(Unit::Second) => {
                let hint = format!("write `every {count} seconds` for less than a minute");
                Err(Error::new("rate(…) has no seconds").hint(hint))
            }
            Some(Unit::Week) => {
                let hint = format!("did you mean `rate({} days)`?", count.saturating_mul(7));
                Err(Error::new("rate(…) has no weeks").hint(hint))
            }
            Some(size) if size.spell(count) == unit => Self::of_count(count, size),
            Some(size) => {
                let right = size.spell(count);
                Err(Error::new(format!("`{unit}` does not agree with {count}"))
                    .hint(format!("did you mean `rate({count} {right})`?")))
            }
            None => Err(Error::new(format!("`{unit}` is not a unit of rate(…)")).hint(HINT)),
        }
    }

    /// An interval of `count` units.
    pub(super) fn of_count(count: u64, unit: Unit) -> Result<Self, Error> {
        Self::of_seconds(count.saturating_mul(unit.seconds()))
    }

    /// The interval in seconds.
    pub fn seconds(self) -> u64 {
        self.seconds
    }

    /// The rate at which EventBridge Scheduler ticks: this one, or once a minute if this one is shorter.
    pub(super) fn tick(self) -> Self {
        Self { seconds: self.seconds.max(MINUTE) }
    }

    /// The offsets in seconds after a tick at which a run is due: only 0, or several for an interval below a
    /// minute.
    pub(super) fn offsets(self) -> impl Iterator<Item = u64> {
        (0..self.tick().seconds).step_by(usize::try_from(self.seconds).unwrap_or(usize::MAX))
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.seconds < MINUTE {
            return write!(f, "every {} {}", self.seconds, Unit::Second.spell(self.seconds));
        }
        let divides = |unit: &Unit| self.seconds.is_multiple_of(unit.seconds());
        let unit = [Unit::Day, Unit::Hour].into_iter().find(divides).unwrap_or(Unit::Minute);
        let count = self.seconds / unit.seconds();
        write!(f, "rate({count} {})", unit.spell(count))
    }
}

/// A unit of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
}

impl Unit {
    /// Parses a unit in singular or plural.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "second" | "seconds" => Self::Second,
            "minute" | "minutes" => Self::Minute,
            "hour" | "hours" => Self::Hour,
            "day" | "days" => Self::Day,
            "week" | "weeks" => Self::Week,
            _ => return None,
        })
    }

    fn seconds(self) -> u64 {
        match self {
            Self::Second => 1,
            Self::Minute => MINUTE,
            Self::Hour => HOUR,
            Self::Day => DAY,
            Self::Week => 7 * DAY,
        }
    }

    fn spell(self, count: u64) -> &'static str {
        let (singular, plural) = match self {
            Self::Second => ("second", "seconds"),
            Self::Minute => ("minute", "minutes"),
            Self::Hour => ("hour", "hours"),
            Self::Day => ("day", "days"),
            Self::Week => ("week", "weeks"),
        };
        if count == 1 { singular } else { plural }
    }
}

fn not_in_step_with_minutes(seconds: u64) -> Error {
    if seconds < MINUTE {
        let below = (1..seconds).rev().find(|shorter| MINUTE.is_multiple_of(*shorter)).unwrap_or(1);
        let above = (seconds..=MINUTE).find(|longer| MINUTE.is_multiple_of(*longer)).unwrap_or(MINUTE);
        let above = Rate { seconds: above };
        return Error::new(format!("{seconds} seconds do not divide a minute"))
            .hint(format!("did you mean `every {below} {}` or `{above}`?", Unit::Second.spell(below)));
    }
    let (below, above) = (seconds / MINUTE, seconds / MINUTE + 1);
    Error::new(format!("{seconds} seconds are not a whole number of minutes")).hint(format!(
        "did you mean `every {below} {}` or `every {above} minutes`? Only divisors of a minute may be shorter",
        Unit::Minute.spell(below)
    ))
}
