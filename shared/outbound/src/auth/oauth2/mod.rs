//! Tokens of authorization servers by client credentials (RFC 6749 section 4.4).
//!
//! A token is cached in this process ([`cache`]) and shared with other processes through a store, in which
//! it is encrypted ([`seal`]). One process at a time fetches it ([`request`], [`response`]), some time
//! before the old one expires; until then the old one stays in use.

mod cache;
mod lifetime;
mod request;
mod response;
mod seal;

use std::{sync::Arc, time::Duration};

use beadle_application::port::{
    AuthError, Clock, HttpCaller, Replaced, SentSecrets, StoreError, TokenRow, Tokens,
};
use beadle_domain::{call::CallLimits, destination::credential::ClientGrant};
use beadle_values::cause::{Cause, Chain};
use jiff::Timestamp;
use tokio::time;

pub(super) use self::lifetime::Token;
use self::{
    cache::{Slot, TokenCache},
    lifetime::TokenState,
    request::token_request,
    seal::Sealer,
};

/// The limits of a call to a token endpoint. It is shorter than the lease.
const LIMITS: CallLimits = CallLimits { timeout: Duration::from_secs(8), max_body: 64 * 1024 };

/// How often the store is polled while another process fetches the token: for two seconds in all.
const MAX_POLLS: u32 = 20;
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// Provides tokens.
pub(super) struct OAuth2 {
    caller: Arc<dyn HttpCaller>,
    tokens: Arc<dyn Tokens>,
    clock: Arc<dyn Clock>,
    cache: TokenCache,
}

/// The result of reading the store.
enum Lookup {
    /// A token to use.
    Found(Token),
    /// No token, but the lease to fetch one.
    Leased(TokenRow),
    /// No token, and another process is fetching one.
    Busy,
}

impl OAuth2 {
    pub fn new(caller: Arc<dyn HttpCaller>, tokens: Arc<dyn Tokens>, clock: Arc<dyn Clock>) -> Self {
        Self { caller, tokens, clock, cache: TokenCache::default() }
    }

    /// A token for `grant`.
    ///
    /// # Errors
    /// [`AuthError`] if none is available.
    pub async fn token(&self, grant: &ClientGrant) -> Result<Token, AuthError> {
        let sealer = Sealer::of(grant)?;
        let slot = self.cache.slot(sealer.row());
        if let Some(token) = slot.token(TokenState::Fresh, self.clock.now()) {
            return Ok(token);
        }
        // One task of this process fetches the next token. The others use the old one while it is valid, and
        // otherwise share the result.
        let turns = slot.turns();
        let _turn = match slot.turn.try_lock() {
            Ok(turn) => turn,
            Err(_) => {
                if let Some(token) = slot.token(TokenState::Aging, self.clock.now()) {
                    return Ok(token);
                }
                let turn = slot.turn.lock().await;
                if let Some(error) = slot.failure_since(turns) {
                    return Err(error);
                }
                turn
            }
        };
        let outcome = self.share_or_fetch(grant, &sealer, &slot).await;
        slot.record(outcome.as_ref().err());
        outcome
    }

    async fn share_or_fetch(
        &self,
        grant: &ClientGrant,
        sealer: &Sealer,
        slot: &Slot,
    ) -> Result<Token, AuthError> {
        if let Some(token) = slot.token(TokenState::Fresh, self.clock.now()) {
            return Ok(token);
        }
        for _ in 0..MAX_POLLS {
            match self.look_up(sealer, slot).await? {
                Lookup::Found(token) => return Ok(token),
                Lookup::Leased(row) => return self.fetch(grant, sealer, slot, row).await,
                Lookup::Busy => time::sleep(POLL_INTERVAL).await,
            }
        }
        Err(AuthError::Busy)
    }

    /// Stops using the token that is among the texts in `used`.
    pub fn forget(&self, grant: &ClientGrant, used: &SentSecrets) {
        if let Ok(sealer) = Sealer::of(grant) {
            self.cache.slot(sealer.row()).refuse(|token| used.texts().any(|text| text == token));
        }
    }

    async fn look_up(&self, sealer: &Sealer, slot: &Slot) -> Result<Lookup, AuthError> {
        let row = self.tokens.read(sealer.row()).await.map_err(unavailable)?;
        let now = self.clock.now();
        if let Some(token) = row.as_ref().and_then(|row| sealer.open(row.sealed.as_deref()?)) {
            slot.store(token);
        }
        if let Some(token) = slot.token(TokenState::Fresh, now) {
            return Ok(Lookup::Found(token));
        }
        if let Some(leased) = TokenRow::leased(row.as_ref(), now)
            && self.tokens.write(sealer.row(), &leased).await.map_err(unavailable)? == Replaced::Done
        {
            return Ok(Lookup::Leased(leased));
        }
        Ok(slot.token(TokenState::Aging, now).map_or(Lookup::Busy, Lookup::Found))
    }

    async fn fetch(
        &self,
        grant: &ClientGrant,
        sealer: &Sealer,
        slot: &Slot,
        row: TokenRow,
    ) -> Result<Token, AuthError> {
        let asked_at = self.clock.now();
        let fetched = self.ask(grant, asked_at).await;
        let sealed = match &fetched {
            Ok(token) => Some((sealer.seal(token)?, token.lifetime.expires_at)),
            Err(_) => None,
        };
        // A process that took the lease over has stored its own token; this one is valid here all the same.
        if let Err(error) = self.tokens.write(sealer.row(), &row.settled(sealed)).await {
            tracing::warn!(error = %Chain(&error), "failed to share a token");
        }
        match fetched {
            Ok(token) => {
                slot.store(token.clone());
                Ok(token)
            }
            // The next attempt tries again; nothing is lost until the old token expires.
            Err(error) => match slot.token(TokenState::Aging, self.clock.now()) {
                Some(token) => {
                    tracing::warn!(error = %Chain(&error), "failed to refresh a token early; the old one stays in use");
                    Ok(token)
                }
                None => Err(error),
            },
        }
    }

    async fn ask(&self, grant: &ClientGrant, now: Timestamp) -> Result<Token, AuthError> {
        let request = token_request(grant)?;
        match self.caller.call(request, LIMITS).await {
            Ok(response) => response::read(&response, grant, now),
            Err(error) => Err(response::no_answer(error)),
        }
    }
}

fn unavailable(error: StoreError) -> AuthError {
    AuthError::Unavailable(Cause::of(error))
}
