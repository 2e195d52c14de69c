//! The limits of the keys of one config, as this process sees them.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use beadle_application::port::StoreError;
use beadle_domain::gate::{GateKey, GatePart, GateState, GateSubject, KeysState};
use beadle_values::{duration, id::ConfigId};
use jiff::Timestamp;

use super::{GateContext, document::Document, tokens::Tokens, waiting::lock};

/// The most keys of a config that a process remembers; beyond that it forgets the one that it used the longest ago. What
/// it had leased of it expires.
const MAX_KEYS: usize = 1_000;

/// For how long an unused key is remembered.
const IDLE_TTL: Duration = Duration::from_secs(120);

/// How often a process tells which keys it held back.
const TELLS_EVERY: Duration = Duration::from_secs(5);

/// The keys of one config.
#[derive(Debug)]
pub(super) struct Keys {
    config: ConfigId,
    cached: Mutex<HashMap<String, CachedKey>>,
    held_back: Mutex<HeldBack>,
    document: tokio::sync::Mutex<Document>,
}

#[derive(Debug)]
struct CachedKey {
    tokens: Arc<Tokens>,
    used_at: Timestamp,
}

/// How often each key was held back since that was told.
#[derive(Debug, Default)]
struct HeldBack {
    counts: HashMap<String, u32>,
    told_at: Option<Timestamp>,
}

impl Keys {
    pub(super) fn new(config: ConfigId) -> Self {
        let document = Document::new(GateKey::of_config(config, GatePart::Keys));
        Self { config, cached: Mutex::default(), held_back: Mutex::default(), document: document.into() }
    }

    /// The tokens of `key`.
    pub(super) fn tokens(&self, key: &str, context: &GateContext) -> Arc<Tokens> {
        let now = context.clock.now();
        let mut cached = lock(&self.cached);
        if let Some(known) = cached.get_mut(key) {
            known.used_at = now;
            return Arc::clone(&known.tokens);
        }
        if cached.len() >= MAX_KEYS {
            forget(&mut cached, now);
        }
        let tokens = Arc::new(Tokens::new(GateSubject::Key(self.config, key.to_owned()), context));
        cached.insert(key.to_owned(), CachedKey { tokens: Arc::clone(&tokens), used_at: now });
        tokens
    }

    /// How many keys are remembered.
    #[cfg(test)]
    pub(super) fn remembered(&self) -> usize {
        lock(&self.cached).len()
    }

    /// Notes that a call with `key` was held back.
    pub(super) fn hold_back(&self, key: &str) {
        let counts = &mut lock(&self.held_back).counts;
        if let Some(count) = counts.get_mut(key) {
            *count = count.saturating_add(1);
        } else if counts.len() < MAX_KEYS {
            counts.insert(key.to_owned(), 1);
        }
    }

    /// Tells which keys were held back, if some were and the last time was a while ago.
    pub(super) async fn publish(&self, context: &GateContext) -> Result<(), StoreError> {
        let now = context.clock.now();
        let counts: Vec<(String, u32)> = {
            let mut held_back = lock(&self.held_back);
            let too_soon = |told_at| duration::between(told_at, now) < TELLS_EVERY;
            if held_back.counts.is_empty() || held_back.told_at.is_some_and(too_soon) {
                return Ok(());
            }
            held_back.told_at = Some(now);
            held_back.counts.drain().collect()
        };
        let mut document = self.document.lock().await;
        let told = document.update(context, |state, now| {
            let state = state.cloned().and_then(GateState::keys);
            (Some(GateState::Keys(KeysState::add(state.as_ref(), &counts, now))), ())
        });
        told.await?;
        Ok(())
    }
}

/// Makes room for one more key.
fn forget(cached: &mut HashMap<String, CachedKey>, now: Timestamp) {
    cached.retain(|_, known| {
        duration::between(known.used_at, now) < IDLE_TTL || Arc::strong_count(&known.tokens) > 1
    });
    if cached.len() < MAX_KEYS {
        return;
    }
    let idle = cached.iter().filter(|(_, known)| Arc::strong_count(&known.tokens) == 1);
    if let Some(oldest) = idle.min_by_key(|(_, known)| known.used_at).map(|(key, _)| key.clone()) {
        cached.remove(&oldest);
    }
}
