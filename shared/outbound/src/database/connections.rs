//! A pool of idle connections.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use aws_lc_rs::digest::{SHA256, digest};

/// How long an idle connection stays open: less than the minute after which proxies commonly close it.
const IDLE_TIMEOUT: Duration = Duration::from_secs(50);

/// How many idle connections stay open.
const MAX_IDLE: usize = 16;

/// The key of a connection: a digest of its URL, including the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key([u8; 32]);

impl Key {
    pub fn of(connection: &str) -> Self {
        let mut key = [0; 32];
        key.copy_from_slice(digest(&SHA256, connection.as_bytes()).as_ref());
        Self(key)
    }
}

/// The idle connections, the longest idle first.
pub(super) struct Connections<C> {
    idle: Mutex<VecDeque<(Key, Instant, C)>>,
}

impl<C> Default for Connections<C> {
    fn default() -> Self {
        Self { idle: Mutex::default() }
    }
}

impl<C> Connections<C> {
    /// Takes the most recently used connection to `key`.
    pub fn take(&self, key: Key, now: Instant) -> Option<C> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|(_, since, _)| now.duration_since(*since) < IDLE_TIMEOUT);
        let last = idle.iter().rposition(|(known, ..)| *known == key)?;
        idle.remove(last).map(|(.., connection)| connection)
    }

    /// Adds a connection that has been reset.
    pub fn put(&self, key: Key, connection: C, now: Instant) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() == MAX_IDLE {
            idle.pop_front();
        }
        idle.push_back((key, now, connection));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_is_reused_for_its_own_url_until_it_is_too_old() {
        let (connections, start) = (Connections::default(), Instant::now());
        let (one, other) = (Key::of("postgres://a:1@h/"), Key::of("postgres://a:2@h/"));
        connections.put(one, 1, start);
        connections.put(one, 2, start + Duration::from_secs(10));
        assert_eq!(connections.take(other, start), None);
        assert_eq!(connections.take(one, start + Duration::from_secs(55)), Some(2));
        assert_eq!(connections.take(one, start + Duration::from_secs(55)), None, "the first is too old");
    }

    #[test]
    fn the_pool_keeps_the_most_recently_used() {
        let (connections, now) = (Connections::default(), Instant::now());
        let key = Key::of("mysql://h/");
        (0..100).for_each(|number| connections.put(key, number, now));
        let kept: Vec<i32> = std::iter::from_fn(|| connections.take(key, now)).collect();
        assert_eq!(kept, (84..100).rev().collect::<Vec<_>>());
    }
}
