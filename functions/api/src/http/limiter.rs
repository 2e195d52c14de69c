//! Rate limits of callers by subscription level.
//!
//! Each process counts on its own, because a shared counter would cost a write per request. Lambda may run
//! several processes, so a caller may get a multiple of the quota. API Gateway limits the API as a whole.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, PoisonError},
};

use axum::response::Response;
use beadle_domain::{
    access::{Pace, Principal, QuotaState, Usage},
    account::{LimitType, Limits},
};
use beadle_runtime::env::Reader;
use beadle_values::id::OwnerId;
use http::{HeaderName, HeaderValue, StatusCode, header};
use jiff::Timestamp;

use super::{
    Problem,
    client::{Client, Network},
};

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// Maximum rate that can be configured.
const MAX_PER_MINUTE: u32 = 1_000_000;

/// Number of callers above which those with a full quota are evicted.
const MAX_CALLERS: usize = 10_000;

/// Rate limit of a caller.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RequestRate {
    /// The limit of the caller's subscription level.
    #[default]
    ByLevel,
    /// Requests per minute for every caller.
    PerMinute(u32),
    /// No limit.
    Unlimited,
}

impl RequestRate {
    /// Reads `CALLER_RATE_LIMIT`: requests per minute for every caller, `level` for the limit of the caller's
    /// level, or `none`.
    pub fn from_environment(env: &mut Reader<'_>, default: Self) -> Self {
        let accepts = "a number of requests a minute from 1 to 1000000, level or none";
        env.parsed("CALLER_RATE_LIMIT", default, accepts, |text| match text {
            "level" => Ok(Self::ByLevel),
            "none" => Ok(Self::Unlimited),
            _ => per_minute(text).map(Self::PerMinute).ok_or(()),
        })
    }
}

/// How much of their quotas several have used.
#[derive(Debug)]
pub(crate) struct Quotas<K>(Mutex<HashMap<K, Usage>>);

impl<K> Default for Quotas<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash + Clone> Quotas<K> {
    /// Counts a request of `key` at `now`, which may send at this pace.
    pub(crate) fn take(&self, key: &K, pace: Pace, now: Timestamp) -> QuotaState {
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if used.len() >= MAX_CALLERS {
            used.retain(|_, usage| !usage.is_full_again(now));
        }
        let (usage, state) = pace.take(used.get(key).copied(), now);
        used.insert(key.clone(), usage);
        state
    }
}

/// How many requests that are denied for want of valid credentials an address may send.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DeniedRate {
    /// Requests per minute from each address.
    PerMinute(u32),
    /// No limit.
    #[default]
    Unlimited,
}

impl DeniedRate {
    /// Reads `DENIED_RATE_LIMIT`: requests per minute from each address, or `none`.
    pub fn from_environment(env: &mut Reader<'_>, default: Self) -> Self {
        let accepts = "a number of requests a minute from 1 to 1000000, or none";
        env.parsed("DENIED_RATE_LIMIT", default, accepts, |text| match text {
            "none" => Ok(Self::Unlimited),
            _ => per_minute(text).map(Self::PerMinute).ok_or(()),
        })
    }
}

fn per_minute(text: &str) -> Option<u32> {
    text.parse().ok().filter(|quota| (1..=MAX_PER_MINUTE).contains(quota))
}

/// Limits the requests of callers, and of addresses from which nobody could be authenticated.
#[derive(Debug, Default)]
pub struct RequestLimiter {
    rate: RequestRate,
    callers: Quotas<OwnerId>,
    denied_rate: DeniedRate,
    denied: Quotas<Network>,
}

impl RequestLimiter {
    /// Creates a limiter with `rate`.
    pub fn new(rate: RequestRate) -> Self {
        Self { rate, ..Self::default() }
    }

    /// The same with a limit of denied requests. It never refuses valid credentials, since many may share an address.
    #[must_use]
    pub fn with_denied_rate(self, denied_rate: DeniedRate) -> Self {
        Self { denied_rate, ..self }
    }

    /// Counts a request of `client` at `now` that was denied for want of valid credentials. Returns the problem of one too many.
    pub(crate) fn deny(&self, client: &Client, now: Timestamp) -> Option<Problem> {
        let DeniedRate::PerMinute(quota) = self.denied_rate else { return None };
        exceeded(&self.denied.take(&client.network(), Pace::per_minute(quota), now))
    }

    /// Counts a request of `by` at `now`; `None` without a limit.
    pub(crate) fn take(&self, by: &Principal, now: Timestamp) -> Option<QuotaState> {
        let quota = match self.rate {
            RequestRate::ByLevel => Limits::of(by.level).requests_per_minute?,
            RequestRate::PerMinute(quota) => quota,
            RequestRate::Unlimited => return None,
        };
        Some(self.callers.take(&by.owner, Pace::per_minute(quota), now))
    }
}

/// Writes the rate limit headers (draft-ietf-httpapi-ratelimit-headers-11).
pub(crate) fn write_headers(state: &QuotaState, response: &mut Response) {
    let QuotaState { pace, remaining, full_in, .. } = state;
    let policy = format!("\"caller\";q={};w={}", pace.quota, pace.window.as_secs());
    let limit = format!("\"caller\";r={remaining};t={}", whole_seconds(*full_in));
    for (name, value) in [(POLICY, policy), (LIMIT, limit)] {
        if let Ok(value) = HeaderValue::try_from(value) {
            response.headers_mut().insert(name, value);
        }
    }
}

/// Returns the problem for a request above the limit.
pub(crate) fn exceeded(state: &QuotaState) -> Option<Problem> {
    let wait = whole_seconds(state.refused_for?);
    let detail = "You have sent too many requests; try again later";
    let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "limit_exceeded", detail)
        .member("limit_type", LimitType::RequestsPerMinute.as_str())
        .member("limit", state.pace.quota)
        .member("window_s", state.pace.window.as_secs())
        .header(header::RETRY_AFTER, HeaderValue::from(wait));
    Some(problem)
}

/// Rounds up, so that a caller that waits this long waits long enough.
fn whole_seconds(duration: std::time::Duration) -> u64 {
    duration.as_secs() + u64::from(duration.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use beadle_domain::{access::Role, account::SubscriptionLevel};

    use super::*;

    #[test]
    fn the_quota_depends_on_the_level() {
        let limiter = RequestLimiter::default();
        let table = [
            (SubscriptionLevel::Free, Some(60)),
            (SubscriptionLevel::Basic, Some(300)),
            (SubscriptionLevel::Pro, Some(1_200)),
            (SubscriptionLevel::Enterprise, None),
        ];
        for (level, expected) in table {
            let owner = OwnerId::parse(level.as_str()).unwrap();
            let by = Principal { level, ..Principal::in_person(owner, Role::User) };
            let state = limiter.take(&by, Timestamp::UNIX_EPOCH);
            assert_eq!(state.map(|state| state.pace.quota), expected, "{level}");
        }
    }

    #[test]
    fn callers_with_a_full_quota_are_evicted() {
        let limiter = RequestLimiter::new(RequestRate::PerMinute(60));
        let caller =
            |number: usize| Principal::in_person(OwnerId::parse(number.to_string()).unwrap(), Role::User);
        for number in 0..MAX_CALLERS {
            limiter.take(&caller(number), Timestamp::UNIX_EPOCH);
        }
        limiter.take(&caller(MAX_CALLERS), Timestamp::from_second(1).unwrap());
        assert_eq!(limiter.callers.0.lock().unwrap().len(), 1);
    }
}
