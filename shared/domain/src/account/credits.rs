//! Credits, counted exactly.

use std::{fmt, iter::Sum, ops::Add};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An amount of credits, in thousandths, so that sums are exact. Written as a JSON number with at most three
/// decimals (seed 003 has `DOUBLE PRECISION`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Credits(u64);

/// A number that is not an amount of credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is no amount of credits: 0 to {} with at most three decimals", Credits::MAX)]
pub struct InvalidCredits;

impl Credits {
    /// No credits.
    pub const ZERO: Self = Self(0);

    /// The maximum amount, in whole credits.
    const MAX: u32 = 1_000_000_000;

    /// An amount in thousandths of a credit.
    pub const fn from_thousandths(thousandths: u64) -> Self {
        Self(thousandths)
    }

    /// The amount in thousandths of a credit.
    pub const fn thousandths(self) -> u64 {
        self.0
    }

    /// Whether the amount is zero.
    pub fn is_zero(&self) -> bool {
        self.0 == 0
    }

    /// Converts a number of credits.
    ///
    /// # Errors
    /// [`InvalidCredits`] if the number is negative, too large, not finite, or finer than a thousandth.
    pub fn from_number(credits: f64) -> Result<Self, InvalidCredits> {
        let thousandths = credits * 1000.0;
        let whole = thousandths.round();
        if !(0.0..=f64::from(Self::MAX)).contains(&credits)
            || (thousandths - whole).abs() > 1e-6 * whole.max(1.0)
        {
            return Err(InvalidCredits);
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 10^12, checked above"
        )]
        Ok(Self(whole as u64))
    }

    /// The amount in credits, for responses. Sums stay below 2^53 thousandths, so this is exact.
    #[expect(clippy::cast_precision_loss, reason = "amounts stay below 2^53 thousandths")]
    pub fn as_number(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// The difference, or zero if `other` is greater.
    #[must_use]
    pub fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Add for Credits {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for Credits {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Credits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.as_number(), f)
    }
}

impl Serialize for Credits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_multiple_of(1000) {
            serializer.serialize_u64(self.0 / 1000)
        } else {
            serializer.serialize_f64(self.as_number())
        }
    }
}

impl<'de> Deserialize<'de> for Credits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_number(f64::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("0", Some(0))]
    #[case("1", Some(1000))]
    #[case("0.25", Some(250))]
    #[case("1.005", Some(1005))]
    #[case("0.0005", None)]
    #[case("-1", None)]
    #[case("1e12", None)]
    fn parses_amounts(#[case] json: &str, #[case] thousandths: Option<u64>) {
        let read = serde_json::from_str::<Credits>(json).ok();
        assert_eq!(read.map(Credits::thousandths), thousandths);
    }

    proptest! {
        #[test]
        fn amounts_round_trip(thousandths in 0..=1_000_000_000_000_u64) {
            let amount = Credits::from_thousandths(thousandths);
            let json = serde_json::to_string(&amount).unwrap();
            prop_assert_eq!(serde_json::from_str::<Credits>(&json).unwrap(), amount);
        }
    }
}
