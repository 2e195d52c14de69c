//! Takes a permit: a free one of this process, one that another execution passes on, or one that the store grants.

use std::{sync::Arc, time::Duration};

use beadle_application::port::StoreError;
use beadle_domain::gate::permits::{NEAR, PATIENCE, RETURNS_EARLY};
use beadle_values::duration;
use jiff::Timestamp;

use super::{Permit, Permits, holdings::Holdings, queue::Ticket};
use crate::gate::{
    GateContext,
    waiting::{Acquired, MAX_ROUNDS, Waiter, lock, retry_soon},
};

/// While the store refused some this recently, those that come wait for the next look.
pub(super) const RECENTLY: Duration = Duration::from_secs(1);

/// An answer that needs no store.
enum Answer {
    Granted(Permit),
    Wait,
    RetryAt(Timestamp),
}

impl Permits {
    /// Acquires a permit for one call under the limit `concurrency`. Where one is near, and not too many wait in this
    /// process, the execution gets a ticket, waits, and asks again with it.
    pub(in crate::gate) async fn take(
        self: &Arc<Self>,
        context: &Arc<GateContext>,
        concurrency: u32,
        kind: Waiter,
        ticket: Option<Ticket>,
    ) -> Result<Acquired<Permit, Ticket>, StoreError> {
        let mut ticket = match ticket {
            Some(ticket) => ticket,
            None => {
                if let Some(permit) = lock(&self.holdings).take(context.clock.now()) {
                    return Ok(Acquired::Granted(permit));
                }
                Ticket::draw(context, self, kind)
            }
        };
        let may_wait = context.may_wait() > 0;
        for _ in 0..MAX_ROUNDS {
            let mut answer = self.answer(context, kind, &mut ticket, may_wait);
            if answer.is_none() {
                let mut documents = self.documents.lock().await;
                // The caller that held the lock before may have asked for this one too.
                answer = self.answer(context, kind, &mut ticket, may_wait);
                if answer.is_none() {
                    self.ask(context, concurrency, may_wait, &mut documents).await?;
                    answer = self.answer(context, kind, &mut ticket, may_wait);
                }
            }
            match answer {
                Some(Answer::Granted(permit)) => return Ok(Acquired::Granted(permit)),
                Some(Answer::RetryAt(due)) => return Ok(Acquired::RetryAt(due)),
                Some(Answer::Wait) => return Ok(Acquired::Wait(ticket)),
                None => {}
            }
        }
        Ok(Acquired::RetryAt(retry_soon(context.clock.now(), context)))
    }

    /// The answer that needs no store, if there is one.
    fn answer(
        &self,
        context: &GateContext,
        kind: Waiter,
        ticket: &mut Ticket,
        may_wait: bool,
    ) -> Option<Answer> {
        let now = context.clock.now();
        let mut holdings = lock(&self.holdings);
        if let Some(permit) = ticket.permit() {
            if holdings.covers(permit, now) {
                return Some(Answer::Granted(permit));
            }
            // The process may have stood still since it was passed on.
            drop(holdings);
            self.release(permit, now, None);
            return Some(Answer::RetryAt(retry_soon(now, context)));
        }
        let awaits_renewal = holdings.awaits_renewal(now);
        let Holdings { refusals, queue, .. } = &mut *holdings;
        // Who returns waits for the next look.
        let comes = may_wait && kind != Waiter::Newcomer && ticket.until().is_none();
        let waits_first = comes && refusals.are_within(RECENTLY, now) && refusals.blocked_by_jobs() == 0;
        let is_refused = waits_first || refusals.empty_until.is_some_and(|until| until > now);
        if !is_refused || awaits_renewal {
            return None;
        }
        if let Some(due) = refusals.blocked_until(now, context) {
            return Some(Answer::RetryAt(due));
        }
        let until = match (ticket.until(), kind) {
            (Some(until), _) if until > now => until,
            (Some(_), _) => return refusals.place_between(now).map(Answer::RetryAt),
            (None, Waiter::Newcomer) => {
                if !refusals.knows_pace && ticket.waits_for_pace() {
                    return Some(Answer::Wait);
                }
                let place = refusals.place(now)?;
                if !may_wait || duration::between(now, place) > NEAR {
                    let early = place.checked_sub(RETURNS_EARLY).unwrap_or(place);
                    return Some(Answer::RetryAt(early.max(now)));
                }
                duration::after(now, PATIENCE)
            }
            (None, Waiter::Returning | Waiter::Urgent) if may_wait => duration::after(now, PATIENCE),
            (None, Waiter::Returning | Waiter::Urgent) => {
                return refusals.due(kind, now, context).map(Answer::RetryAt);
            }
        };
        ticket.wait(queue, until, refusals.pause);
        Some(Answer::Wait)
    }
}
