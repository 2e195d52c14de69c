//! Takes the tokens of a call: that of its key, if its config has keys, and then that of its config.
//!
//! A key with many calls waits for tokens of its own and asks the config for none meanwhile, so it does not keep back the other keys. A
//! call whose config has only a slot ahead keeps the token of its key while it waits for that, two seconds at most: taking another then would
//! use up the slots of the config for calls that their keys hold back.

use beadle_application::port::StoreError;
use beadle_domain::{
    config::Config,
    execution::{Execution, HoldKind},
    gate::limiter::TRANSIT,
    policy::RateLimit,
};
use beadle_values::duration;
use jiff::Timestamp;

use super::{
    Gates, Pass,
    gates::Limited,
    holds::{hold, hold_by_key},
    local_wait::{Dates, Waited},
    waiting::{Acquired, Waiter},
};

impl Gates {
    /// Takes the tokens for `pass`, a call of `execution`, or uses those whose dates it has waited for.
    pub(super) async fn take_tokens(
        &self,
        (config, limit): (&Config, &RateLimit),
        execution: &Execution,
        kind: Waiter,
        Waited { dates, collected, .. }: Waited,
        pass: &mut Pass,
    ) -> Result<Limited, StoreError> {
        let (context, gate) = (&*self.context, &*pass.gate);
        // An execution whose key can't be resolved is refused at admission.
        let of_key = limit.of_key(&execution.request.input).ok().flatten();
        let mut key_at = None;
        if let Some((key, of_key)) = &of_key {
            // A timer may fire a moment early, and in tests the time stands still.
            let now = context.clock.now();
            let is_good =
                |date: &Timestamp| dates.config.is_some() || duration::between(*date, now) <= TRANSIT;
            let granted = dates.key.filter(is_good);
            key_at = Some(match granted {
                Some(date) => date.min(now),
                None => {
                    match gate.keys.tokens(key, context).take(context, of_key, 1.0, kind, None, false).await?
                    {
                        Acquired::Granted(at) if at > context.clock.now() => {
                            gate.keys.hold_back(key);
                            return Ok(Limited::Wait(Dates { key: Some(at), config: None }.into()));
                        }
                        Acquired::Granted(at) => at,
                        Acquired::Wait(collected) => return Ok(Limited::Wait(collected.into())),
                        Acquired::RetryAt(due) => {
                            gate.keys.hold_back(key);
                            return Ok(Limited::RetryAt(due, hold_by_key(config, key, of_key)));
                        }
                    }
                }
            });
        }
        let now = context.clock.now();
        let at: Timestamp = match dates.config {
            Some(date) => date.min(now),
            // A token of its key would not wait for the others.
            None => match gate
                .tokens
                .take(context, limit, gate.breaker.factor(now), kind, collected, of_key.is_none())
                .await?
            {
                // A permit that waited too would be missing elsewhere.
                Acquired::Granted(at) if at > context.clock.now() => {
                    return Ok(Limited::Wait(Dates { config: Some(at), key: key_at }.into()));
                }
                Acquired::Granted(at) => at,
                Acquired::Wait(collected) => return Ok(Limited::Wait(collected.into())),
                Acquired::RetryAt(due) => {
                    return Ok(Limited::RetryAt(due, hold(config, HoldKind::RateLimit)));
                }
            },
        };
        pass.granted_at = Some(at);
        Ok(Limited::Passed)
    }
}
