//! Tokens of authorization servers by client credentials (RFC 6749 section 4.4).
//!
//! A token is held in this process ([`held`]), shared with other processes through a store, in which it is [`seal`]ed, and
//! fetched by one of them at a time ([`request`], [`answer`]). It is fetched anew some time before it expires; until the new
//! one is there the old one stays in use.

mod answer;
mod held;
mod life;
mod request;
mod seal;

use std::{sync::Arc, time::Duration};

use beadle_application::port::{AuthError, Clock, HttpCaller, Replaced, StoreError, TokenRow, Tokens, Used};
use beadle_domain::{call::CallLimits, destination::credential::ClientGrant};
use jiff::Timestamp;
use tokio::time;

pub(super) use self::life::Token;
use self::{
    held::{Held, Slot},
    life::Standing,
    seal::Sealer,
};

/// The bounds of a call to a token endpoint: shorter than the lease, and no redirect is followed with a client's secret.
const LIMITS: CallLimits =
    CallLimits { timeout: Duration::from_secs(8), max_body: 64 * 1024, max_redirects: 0 };

/// How often it is looked whether another process has fetched the token, and in what interval: two seconds in all.
const LOOKS: u32 = 20;
const INTERVAL: Duration = Duration::from_millis(100);

/// Has tokens.
pub(super) struct OAuth2 {
    caller: Arc<dyn HttpCaller>,
    tokens: Arc<dyn Tokens>,
    clock: Arc<dyn Clock>,
    held: Held,
}

/// What a look into the store came to.
enum Look {
    /// A token to use.
    Found(Token),
    /// None, and the lease to fetch one.
    Leased(TokenRow),
    /// None, and another process is fetching one.
    Busy,
}

impl OAuth2 {
    pub fn new(caller: Arc<dyn HttpCaller>, tokens: Arc<dyn Tokens>, clock: Arc<dyn Clock>) -> Self {
        Self { caller, tokens, clock, held: Held::default() }
    }

    /// A token for `grant`.
    ///
    /// # Errors
    /// [`AuthError`] where there is none to be had now.
    pub async fn token(&self, grant: &ClientGrant) -> Result<Token, AuthError> {
        let sealer = Sealer::of(grant)?;
        let slot = self.held.slot(sealer.row());
        if let Some(token) = slot.token(Standing::Fresh, self.clock.now()) {
            return Ok(token);
        }
        // One task of this process goes for the next token; the others use the old one while it holds, and share what
        // the one comes to otherwise.
        let turns = slot.turns();
        let _turn = match slot.turn.try_lock() {
            Ok(turn) => turn,
            Err(_) => {
                if let Some(token) = slot.token(Standing::Aging, self.clock.now()) {
                    return Ok(token);
                }
                let turn = slot.turn.lock().await;
                if let Some(error) = slot.failure_since(turns) {
                    return Err(error);
                }
                turn
            }
        };
        let outcome = self.shared_or_fetched(grant, &sealer, &slot).await;
        slot.note(outcome.as_ref().err());
        outcome
    }

    async fn shared_or_fetched(
        &self,
        grant: &ClientGrant,
        sealer: &Sealer,
        slot: &Slot,
    ) -> Result<Token, AuthError> {
        if let Some(token) = slot.token(Standing::Fresh, self.clock.now()) {
            return Ok(token);
        }
        for _ in 0..LOOKS {
            match self.look(sealer, slot).await? {
                Look::Found(token) => return Ok(token),
                Look::Leased(row) => return self.fetch(grant, sealer, slot, row).await,
                Look::Busy => time::sleep(INTERVAL).await,
            }
        }
        Err(AuthError::Busy)
    }

    /// Uses the token that is among what was `used` no more.
    pub fn forget(&self, grant: &ClientGrant, used: &Used) {
        if let Ok(sealer) = Sealer::of(grant) {
            self.held.slot(sealer.row()).refuse(|token| used.texts().any(|text| text == token));
        }
    }

    async fn look(&self, sealer: &Sealer, slot: &Slot) -> Result<Look, AuthError> {
        let row = self.tokens.read(sealer.row()).await.map_err(unavailable)?;
        let now = self.clock.now();
        if let Some(token) = row.as_ref().and_then(|row| sealer.open(row.sealed.as_deref()?)) {
            slot.hold(token);
        }
        if let Some(token) = slot.token(Standing::Fresh, now) {
            return Ok(Look::Found(token));
        }
        if let Some(leased) = TokenRow::leased(row.as_ref(), now)
            && self.tokens.write(sealer.row(), &leased).await.map_err(unavailable)? == Replaced::Done
        {
            return Ok(Look::Leased(leased));
        }
        Ok(slot.token(Standing::Aging, now).map_or(Look::Busy, Look::Found))
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
            Ok(token) => Some((sealer.seal(token)?, token.life.expires_at)),
            Err(_) => None,
        };
        // Who took over after the lease stored a token of its own; this one is good here all the same.
        if let Err(error) = self.tokens.write(sealer.row(), &row.settled(sealed)).await {
            tracing::warn!(%error, "a token could not be shared");
        }
        match fetched {
            Ok(token) => {
                slot.hold(token.clone());
                Ok(token)
            }
            // The next attempt tries again; until the old token expires nothing is lost.
            Err(error) => match slot.token(Standing::Aging, self.clock.now()) {
                Some(token) => {
                    tracing::warn!(%error, "a token could not be renewed early");
                    Ok(token)
                }
                None => Err(error),
            },
        }
    }

    async fn ask(&self, grant: &ClientGrant, now: Timestamp) -> Result<Token, AuthError> {
        let request = request::of(grant)?;
        match self.caller.call(request, LIMITS).await {
            Ok(response) => answer::read(&response, grant, now),
            Err(error) => Err(answer::no_answer(error)),
        }
    }
}

fn unavailable(error: StoreError) -> AuthError {
    AuthError::Unavailable(error.to_string())
}
