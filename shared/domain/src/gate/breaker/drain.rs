//! The pace at which calls are let through after an outage: it begins slowly and doubles every second.

use std::{f64::consts::LN_2, time::Duration};

use crate::{gate::line, policy::BreakerPolicy};

/// At this many calls a second the drain is over, whatever its time.
const FULL_PACE: f64 = 10_000.0;

/// How many calls a second it begins with: what the breaker needs to judge the destination again within its window.
fn first_pace(policy: &BreakerPolicy) -> f64 {
    (f64::from(policy.minimum) / policy.window.as_secs_f64().max(0.001)).max(1.0)
}

/// How many calls may have been let through after so much time.
pub(super) fn allowed(policy: &BreakerPolicy, elapsed: Duration) -> u32 {
    let made = first_pace(policy) * (elapsed.as_secs_f64().min(60.0).exp2() - 1.0) / LN_2;
    // A float is cast to the nearest number that there is.
    (1.0 + made).floor() as u32
}

/// After how much time the call at this place of the line may be let through.
pub(super) fn reached(policy: &BreakerPolicy, place: u32) -> Duration {
    line::seconds((1.0 + f64::from(place) * LN_2 / first_pace(policy)).log2())
}

/// Whether the drain is over.
pub(super) fn is_over(policy: &BreakerPolicy, elapsed: Duration) -> bool {
    elapsed >= policy.window || first_pace(policy) * elapsed.as_secs_f64().exp2() >= FULL_PACE
}
