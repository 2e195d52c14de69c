//! The lifetime of a token.

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;
use secrecy::SecretString;

/// The lifetime of a token whose server states none (RFC 6749 section 5.1 leaves it open).
pub(super) const DEFAULT_LIFETIME: Duration = Duration::from_secs(300);

/// How long before its expiry a token is refreshed, at most; a tenth of its lifetime if that is shorter.
const REFRESH_AHEAD: Duration = Duration::from_secs(60);

/// A token.
#[derive(Debug, Clone)]
pub(in crate::auth) struct Token {
    /// The token itself.
    pub text: SecretString,
    /// Its lifetime.
    pub lifetime: Lifetime,
    /// Whether it comes from the cache or the shared store and was not fetched for this request.
    pub stored: bool,
}

/// The lifetime of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::auth) struct Lifetime {
    /// When it was requested.
    pub issued_at: Timestamp,
    /// When it expires.
    pub expires_at: Timestamp,
}

/// Whether a token may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TokenState {
    /// It has expired.
    Expired,
    /// It is valid but about to expire, so it is time to refresh it.
    Aging,
    /// It is valid.
    Fresh,
}

impl Lifetime {
    /// The lifetime of a token that was requested at `issued_at` and expires after `expires_in`, as its
    /// server says.
    pub fn of(issued_at: Timestamp, expires_in: Option<Duration>) -> Self {
        Self { issued_at, expires_at: duration::after(issued_at, expires_in.unwrap_or(DEFAULT_LIFETIME)) }
    }

    /// The token's state at `now`.
    pub(super) fn state_at(&self, now: Timestamp) -> TokenState {
        let early = REFRESH_AHEAD.min(duration::between(self.issued_at, self.expires_at) / 10);
        let left = duration::between(now, self.expires_at);
        match left {
            Duration::ZERO => TokenState::Expired,
            left if left <= early => TokenState::Aging,
            _ => TokenState::Fresh,
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Some(3600), 3539, TokenState::Fresh)]
    #[case(Some(3600), 3540, TokenState::Aging)]
    #[case(Some(3600), 3599, TokenState::Aging)]
    #[case(Some(3600), 3600, TokenState::Expired)]
    #[case(Some(100), 89, TokenState::Fresh)]
    #[case(Some(100), 90, TokenState::Aging)]
    #[case(Some(0), 0, TokenState::Expired)]
    #[case(None, 269, TokenState::Fresh)]
    #[case(None, 270, TokenState::Aging)]
    #[case(None, 300, TokenState::Expired)]
    fn a_token_is_aging_a_minute_or_a_tenth_of_its_lifetime_before_it_expires(
        #[case] expires_in: Option<u64>,
        #[case] age: i64,
        #[case] state_at: TokenState,
    ) {
        let lifetime = Lifetime::of(Timestamp::UNIX_EPOCH, expires_in.map(Duration::from_secs));
        assert_eq!(lifetime.state_at(Timestamp::from_second(age).unwrap()), state_at);
    }
}
