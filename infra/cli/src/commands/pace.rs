//! Paces, such as `5/s`.

use std::{str::FromStr, time::Duration};

use beadle_values::duration;
use serde_json::{Value, json};

/// So many in a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How many, 1 or more.
    rate: u32,
    /// In which time.
    per: Duration,
}

impl Pace {
    /// As the API takes it.
    pub fn json(self) -> Value {
        json!({"rate": self.rate, "per": duration::millis(self.per)})
    }

    /// How long after the first one the one with this index comes.
    pub fn delay(self, index: u32) -> Duration {
        self.per.saturating_mul(index) / self.rate
    }
}

impl FromStr for Pace {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "write it as 5/s, 100/m, 1000/h or 10/30s".to_owned();
        let (rate, per) = text.split_once('/').ok_or_else(wrong)?;
        let per = match per.chars().next() {
            Some(first) if first.is_ascii_digit() => per.to_owned(),
            Some(_) => format!("1{per}"),
            None => return Err(wrong()),
        };
        let per = duration::parse_text(&per).filter(|per| !per.is_zero()).ok_or_else(wrong)?;
        let rate = rate.trim().parse().ok().filter(|rate| *rate > 0).ok_or_else(wrong)?;
        Ok(Self { rate, per })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_a_number_in_a_time() {
        let table =
            [("5/s", 5, 1000), ("100/m", 100, 60_000), ("10/30s", 10, 30_000), ("1/1h", 1, 3_600_000)];
        for (text, rate, per) in table {
            assert_eq!(text.parse::<Pace>().unwrap().json(), json!({"rate": rate, "per": per}), "{text}");
        }
        for wrong in ["5", "0/s", "/s", "5/", "x/s", "5/0s", "-1/s", "5/parsec"] {
            assert!(wrong.parse::<Pace>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_paced_comes_one_after_another() {
        let pace: Pace = "4/s".parse().unwrap();
        assert_eq!([0, 1, 4].map(|index| pace.delay(index).as_millis()), [0, 250, 1000]);
    }
}
