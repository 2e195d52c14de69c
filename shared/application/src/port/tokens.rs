//! Storage of the tokens of authorization servers, shared between processes.

use async_trait::async_trait;
use beadle_values::duration;
use jiff::Timestamp;

use super::{Replaced, StoreError};

/// The key of a token's row; derived from the client's secret, so that another secret leads to another row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TokenKey(String);

impl TokenKey {
    /// The key `text`: at most 64 letters and digits.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A stored token, encrypted, and the lease of the process that fetches the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// The version, from 1.
    pub version: u64,
    /// The token, encrypted under a key that is not stored.
    pub sealed: Option<Vec<u8>>,
    /// When the lease of the process that fetches the next token ends.
    pub leased_until: Option<Timestamp>,
    /// When the row may be removed.
    pub keep_until: Timestamp,
}

impl TokenRow {
    /// The longest time to fetch a token; after that another process may try.
    pub const LEASE: std::time::Duration = std::time::Duration::from_secs(10);

    /// The row with a lease of its writer from `now` on; `None` while another process has one. `row` is the
    /// stored row.
    pub fn leased(row: Option<&Self>, now: Timestamp) -> Option<Self> {
        let until = duration::after(now, Self::LEASE);
        match row {
            Some(row) if row.leased_until.is_some_and(|until| until > now) => None,
            Some(row) => Some(Self {
                version: row.version.saturating_add(1),
                sealed: row.sealed.clone(),
                leased_until: Some(until),
                keep_until: row.keep_until.max(until),
            }),
            None => Some(Self { version: 1, sealed: None, leased_until: Some(until), keep_until: until }),
        }
    }

    /// The row without its lease: with the fetched token, or with the old one if none was fetched.
    #[must_use]
    pub fn settled(self, fetched: Option<(Vec<u8>, Timestamp)>) -> Self {
        let (sealed, keep_until) = match fetched {
            Some((sealed, expires_at)) => (Some(sealed), expires_at),
            None => (self.sealed, self.keep_until),
        };
        Self { version: self.version.saturating_add(1), sealed, leased_until: None, keep_until }
    }
}

/// Shares tokens between processes. A process that wants to fetch one writes a lease first; a concurrent
/// write is a conflict.
#[async_trait]
pub trait Tokens: Send + Sync {
    /// The row as it was last written; `None` as well once it may have been removed.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn read(&self, key: &TokenKey) -> Result<Option<TokenRow>, StoreError>;

    /// Writes `row` in place of the version before it; there is none before version 1.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written.
    async fn write(&self, key: &TokenKey, row: &TokenRow) -> Result<Replaced, StoreError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_fetches_and_who_vanishes_is_replaced() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let first = TokenRow::leased(None, at(0)).unwrap();
        assert_eq!((first.version, first.leased_until), (1, Some(at(10))));
        assert_eq!(TokenRow::leased(Some(&first), at(9)), None);
        let second = TokenRow::leased(Some(&first), at(10)).unwrap();
        assert_eq!((second.version, second.leased_until), (2, Some(at(20))));

        let settled = second.settled(Some((vec![1], at(3600))));
        assert_eq!((settled.version, settled.leased_until, settled.keep_until), (3, None, at(3600)));
        let third = TokenRow::leased(Some(&settled), at(11)).unwrap();
        assert_eq!((third.version, third.sealed.as_deref()), (4, Some(&[1][..])), "the old one stays in use");
        assert_eq!(third.settled(None).sealed, Some(vec![1]), "also when no new one came");
    }
}
