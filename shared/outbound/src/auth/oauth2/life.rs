//! How long a token is good for.

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;
use secrecy::SecretString;

/// How long a token holds whose server does not say (RFC 6749 section 5.1 leaves it open).
pub(super) const UNSAID: Duration = Duration::from_secs(300);

/// How long before its end a token is fetched anew at most; a tenth of its life if that is shorter.
const EARLY: Duration = Duration::from_secs(60);

/// A token.
#[derive(Debug, Clone)]
pub(in crate::auth) struct Token {
    /// The token itself.
    pub text: SecretString,
    /// How long it is good for.
    pub life: Life,
    /// Whether it was held in store, here or elsewhere, and not fetched for the request at hand.
    pub stored: bool,
}

/// From when until when a token is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::auth) struct Life {
    /// When it was asked for.
    pub issued_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// How good a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// No good any more.
    Expired,
    /// Good, but about to expire: time to fetch the next one.
    Aging,
    /// Good.
    Fresh,
}

impl Life {
    /// That of a token asked for at `issued_at` whose server says that it holds for `expires_in`.
    pub fn of(issued_at: Timestamp, expires_in: Option<Duration>) -> Self {
        Self { issued_at, expires_at: duration::after(issued_at, expires_in.unwrap_or(UNSAID)) }
    }

    /// Its standing at `now`.
    pub(super) fn standing(&self, now: Timestamp) -> Standing {
        let early = EARLY.min(duration::between(self.issued_at, self.expires_at) / 10);
        let left = duration::between(now, self.expires_at);
        match left {
            Duration::ZERO => Standing::Expired,
            left if left <= early => Standing::Aging,
            _ => Standing::Fresh,
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Some(3600), 3539, Standing::Fresh)]
    #[case(Some(3600), 3540, Standing::Aging)]
    #[case(Some(3600), 3599, Standing::Aging)]
    #[case(Some(3600), 3600, Standing::Expired)]
    #[case(Some(100), 89, Standing::Fresh)]
    #[case(Some(100), 90, Standing::Aging)]
    #[case(Some(0), 0, Standing::Expired)]
    #[case(None, 269, Standing::Fresh)]
    #[case(None, 270, Standing::Aging)]
    #[case(None, 300, Standing::Expired)]
    fn a_token_ages_a_minute_or_a_tenth_of_its_life_before_it_expires(
        #[case] expires_in: Option<u64>,
        #[case] age: i64,
        #[case] standing: Standing,
    ) {
        let life = Life::of(Timestamp::UNIX_EPOCH, expires_in.map(Duration::from_secs));
        assert_eq!(life.standing(Timestamp::from_second(age).unwrap()), standing);
    }
}
