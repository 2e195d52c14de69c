//! Tokens cached in this process.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use beadle_application::port::{AuthError, TokenKey};
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};

use super::lifetime::{Token, TokenState};

/// The most grants that are cached. Beyond that the cache is cleared, which costs one read of the store per
/// grant.
const MAX_GRANTS: usize = 1024;

/// The cached tokens, by grant.
#[derive(Default)]
pub(super) struct TokenCache(Mutex<HashMap<TokenKey, Arc<Slot>>>);

/// The cached token of one grant.
#[derive(Default)]
pub(super) struct Slot {
    /// Locked by the one task of this process that fetches the next token.
    pub turn: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    refused: Option<SecretString>,
    /// How many tasks have fetched a token, and why the last one failed.
    turns: u64,
    failure: Option<AuthError>,
}

impl TokenCache {
    pub fn slot(&self, key: &TokenKey) -> Arc<Slot> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= MAX_GRANTS && !slots.contains_key(key) {
            slots.clear();
        }
        Arc::clone(slots.entry(key.clone()).or_default())
    }
}

impl Slot {
    /// The token, if its state at `now` is at least `state`.
    pub fn token(&self, state: TokenState, now: Timestamp) -> Option<Token> {
        let token = self.state().token.clone()?;
        (token.lifetime.state_at(now) >= state).then_some(Token { stored: true, ..token })
    }

    /// Caches `token`, unless a destination refused it or a token that expires later is cached.
    pub fn store(&self, token: Token) {
        let mut state = self.state();
        let refused = state.refused.as_ref().map(SecretString::expose_secret);
        let expires_later = |cached: &Token| cached.lifetime.expires_at > token.lifetime.expires_at;
        if refused != Some(token.text.expose_secret()) && !state.token.as_ref().is_some_and(expires_later) {
            state.token = Some(token);
        }
    }

    /// Drops the token if `matches` accepts it, and never caches it again.
    pub fn refuse(&self, matches: impl Fn(&str) -> bool) {
        let mut state = self.state();
        if let Some(token) = state.token.take_if(|token| matches(token.text.expose_secret())) {
            state.refused = Some(token.text);
        }
    }

    /// How many tasks have fetched a token.
    pub fn turns(&self) -> u64 {
        self.state().turns
    }

    /// Records the result of a fetch.
    pub fn record(&self, failure: Option<&AuthError>) {
        let mut state = self.state();
        state.turns += 1;
        state.failure = failure.cloned();
    }

    /// Why the last fetch failed, if there was one since the count was `turns`.
    pub fn failure_since(&self, turns: u64) -> Option<AuthError> {
        let state = self.state();
        state.failure.clone().filter(|_| state.turns != turns)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
