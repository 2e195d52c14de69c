//! The rate of calls after an outage: it starts low and doubles every second.

use std::{f64::consts::LN_2, time::Duration};

use crate::{gate::line, policy::BreakerPolicy};

/// The drain is over at this many calls a second, whatever its time.
const FULL_PACE: f64 = 10_000.0;

/// The initial calls per second: enough for the breaker to evaluate the destination again within its window.
fn first_pace(policy: &BreakerPolicy) -> f64 {
    (f64::from(policy.minimum) / policy.window.as_secs_f64().max(0.001)).max(1.0)
}

/// How many calls may have passed after `elapsed`.
pub(super) fn allowed(policy: &BreakerPolicy, elapsed: Duration) -> u32 {
    let made = first_pace(policy) * (elapsed.as_secs_f64().min(60.0).exp2() - 1.0) / LN_2;
    // `as` saturates.
    (1.0 + made).floor() as u32
}

/// The time after which the call at `place` may pass.
pub(super) fn reached(policy: &BreakerPolicy, place: u32) -> Duration {
    line::seconds((1.0 + f64::from(place) * LN_2 / first_pace(policy)).log2())
}

/// Whether the drain is over after `elapsed`.
pub(super) fn is_over(policy: &BreakerPolicy, elapsed: Duration) -> bool {
    elapsed >= policy.window || first_pace(policy) * elapsed.as_secs_f64().exp2() >= FULL_PACE
}
