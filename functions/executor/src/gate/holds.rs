//! What blocks an execution, in one sentence for API clients.

use beadle_domain::{
    config::Config,
    execution::{Hold, HoldKind},
    policy::RateLimit,
};
use beadle_values::duration;
use jiff::Timestamp;

use super::GateAdmission;

/// The refusal of an execution that asks again at `due`.
pub(super) fn later(config: &Config, due: Timestamp, kind: HoldKind) -> GateAdmission {
    GateAdmission::Defer { due, hold: hold(config, kind) }
}

/// What blocks an execution, in one sentence for API clients.
pub(super) fn hold(config: &Config, kind: HoldKind) -> Hold {
    let name = &config.name;
    let reason = match (kind, &config.profile) {
        (HoldKind::RateLimit, profile) => {
            let allowed = profile.rate_limit.as_ref().map_or_else(|| "no calls".to_owned(), calls);
            format!("the config `{name}` allows {allowed}")
        }
        (HoldKind::Throttled, _) => format!("the destination of the config `{name}` asked for fewer calls"),
        _ => format!("too many calls of the config `{name}` failed; its circuit breaker keeps them back"),
    };
    Hold::new(kind, reason)
}

/// That the calls of `config` with `key` are at their limit.
pub(super) fn hold_by_key(config: &Config, key: &str, limit: &RateLimit) -> Hold {
    let (name, allowed) = (&config.name, calls(limit));
    Hold::new(HoldKind::RateLimitKey, format!("the config `{name}` allows {allowed} with the key `{key}`"))
}

/// How many calls in how much time.
fn calls(limit: &RateLimit) -> String {
    let noun = if limit.rate == 1 { "call" } else { "calls" };
    format!("{} {noun} in {}", limit.rate, duration::text(limit.per))
}

/// That the permits of `config` are in use, and how many of them jobs keep.
pub(super) fn hold_by_permits(config: &Config, kept_by_jobs: u32) -> Hold {
    let (name, most) = (&config.name, config.profile.concurrency.unwrap_or_default());
    let mut reason = format!("the config `{name}` allows {most} calls at once");
    if kept_by_jobs > 0 {
        reason.push_str("; jobs that have not ended keep their permits");
    }
    Hold::new(HoldKind::Concurrency, reason)
}
