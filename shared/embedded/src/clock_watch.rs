//! Notices a clock that was set: between two looks, the time of day has to advance as much as the time since
//! the start of the machine.

use std::time::{Duration, Instant};

use jiff::Timestamp;

/// A difference up to this is drift, or a correction in small steps. It is also how far ahead of the clock a
/// stored time may lie that was the present when it was stored.
pub(crate) const MAX_DRIFT: Duration = Duration::from_secs(60);

/// How the clock was set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Jump {
    /// By so many milliseconds; also the time that the machine slept.
    Ahead(u64),
    /// By so many milliseconds.
    Back(u64),
}

/// Compares the clock with the time that passes.
#[derive(Debug)]
pub(crate) struct ClockWatch {
    time: Timestamp,
    seen: Instant,
}

impl ClockWatch {
    /// Begins when the clock shows `time`, at `seen`.
    pub(crate) fn new(time: Timestamp, seen: Instant) -> Self {
        Self { time, seen }
    }

    /// How the clock was set since the last look, if it was.
    pub(crate) fn look(&mut self, time: Timestamp, seen: Instant) -> Option<Jump> {
        let advanced = i128::from(time.as_millisecond()) - i128::from(self.time.as_millisecond());
        let passed = seen.saturating_duration_since(self.seen).as_millis();
        let jumped = advanced - i128::try_from(passed).unwrap_or(i128::MAX);
        *self = Self { time, seen };
        let by = u64::try_from(jumped.unsigned_abs()).unwrap_or(u64::MAX);
        match Duration::from_millis(by) <= MAX_DRIFT {
            true => None,
            false if jumped > 0 => Some(Jump::Ahead(by)),
            false => Some(Jump::Back(by)),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::as_much_as_passed(1_000, 1_000, None)]
    #[case::drift_of_a_minute(61_000, 1_000, None)]
    #[case::drift_back(1_000, 61_000, None)]
    #[case::ahead(100_000, 1_000, Some(Jump::Ahead(99_000)))]
    #[case::back(-100_000, 1_000, Some(Jump::Back(101_000)))]
    fn a_clock_that_was_set_is_noticed(
        #[case] time: i64,
        #[case] passed: u64,
        #[case] expected: Option<Jump>,
    ) {
        let began = Instant::now();
        let at = |milliseconds| Timestamp::from_millisecond(1_800_000_000_000 + milliseconds).unwrap();
        let mut watch = ClockWatch::new(at(0), began);
        let seen = began + Duration::from_millis(passed);
        assert_eq!(watch.look(at(time), seen), expected);
        assert_eq!(watch.look(at(time), seen), None, "it is reported once");
    }
}
