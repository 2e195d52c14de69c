//! Tokens held in this process.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use beadle_application::port::{AuthError, TokenKey};
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};

use super::life::{Standing, Token};

/// How many grants are known at most; past that all are forgotten, which costs a look into the store each.
const MOST: usize = 1024;

/// The grants that were asked for.
#[derive(Default)]
pub(super) struct Held(Mutex<HashMap<TokenKey, Arc<Slot>>>);

/// What is known of a grant.
#[derive(Default)]
pub(super) struct Slot {
    /// Held by the one task of this process that goes for the next token.
    pub turn: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    refused: Option<SecretString>,
    /// How many tasks have gone for a token, and why the last one had none.
    turns: u64,
    failure: Option<AuthError>,
}

impl Held {
    pub fn slot(&self, key: &TokenKey) -> Arc<Slot> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= MOST && !slots.contains_key(key) {
            slots.clear();
        }
        Arc::clone(slots.entry(key.clone()).or_default())
    }
}

impl Slot {
    /// The token, if it is at least as good as `standing` at `now`.
    pub fn token(&self, standing: Standing, now: Timestamp) -> Option<Token> {
        let held = self.state().token.clone()?;
        (held.life.standing(now) >= standing).then_some(Token { stored: true, ..held })
    }

    /// Holds `token`, unless a destination refused it or a younger one is held.
    pub fn hold(&self, token: Token) {
        let mut state = self.state();
        let refused = state.refused.as_ref().map(SecretString::expose_secret);
        let younger = |held: &Token| held.life.expires_at > token.life.expires_at;
        if refused != Some(token.text.expose_secret()) && !state.token.as_ref().is_some_and(younger) {
            state.token = Some(token);
        }
    }

    /// Drops the token if it is `the_one`, for good.
    pub fn refuse(&self, the_one: impl Fn(&str) -> bool) {
        let mut state = self.state();
        if let Some(held) = state.token.take_if(|held| the_one(held.text.expose_secret())) {
            state.refused = Some(held.text);
        }
    }

    /// How many tasks have gone for a token.
    pub fn turns(&self) -> u64 {
        self.state().turns
    }

    /// Notes what a turn came to.
    pub fn note(&self, failure: Option<&AuthError>) {
        let mut state = self.state();
        state.turns += 1;
        state.failure = failure.cloned();
    }

    /// Why the last task to go for a token had none, if one has gone since there were `turns`.
    pub fn failure_since(&self, turns: u64) -> Option<AuthError> {
        let state = self.state();
        state.failure.clone().filter(|_| state.turns != turns)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
