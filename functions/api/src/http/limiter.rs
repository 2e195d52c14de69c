//! How many requests a caller may send, by the caller's level.
//!
//! Each process counts for itself: a shared count would cost a write for every request. Lambda may run several processes at
//! once, so a caller gets up to as many times the quota; what the whole API takes, API Gateway limits.

use std::{
    collections::HashMap,
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

use super::Problem;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// The largest rate that can be asked for.
const MOST_A_MINUTE: u32 = 1_000_000;

/// How many callers are kept before those are forgotten that have their whole quota again.
const MOST_KEPT: usize = 10_000;

/// How many requests a caller may send.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RequestRate {
    /// As many as the caller's level says.
    #[default]
    ByLevel,
    /// So many a minute, whoever it is.
    PerMinute(u32),
    /// Any number.
    Unlimited,
}

impl RequestRate {
    /// `CALLER_RATE_LIMIT`: requests a minute of every caller, `level` for what the caller's level says, or `none`.
    pub fn from_environment(env: &mut Reader<'_>, default: Self) -> Self {
        let accepts = "a number of requests a minute from 1 to 1000000, level or none";
        env.parsed("CALLER_RATE_LIMIT", default, accepts, |text| match text {
            "level" => Ok(Self::ByLevel),
            "none" => Ok(Self::Unlimited),
            _ => text
                .parse()
                .ok()
                .filter(|quota| (1..=MOST_A_MINUTE).contains(quota))
                .map(Self::PerMinute)
                .ok_or(()),
        })
    }
}

/// Counts the requests of callers.
#[derive(Debug, Default)]
pub struct RequestLimiter {
    rate: RequestRate,
    callers: Mutex<HashMap<OwnerId, Usage>>,
}

impl RequestLimiter {
    /// Holds callers to `rate`.
    pub fn new(rate: RequestRate) -> Self {
        Self { rate, callers: Mutex::default() }
    }

    /// Takes a request of `by` at `now`; `None` where there is no limit.
    pub(crate) fn take(&self, by: &Principal, now: Timestamp) -> Option<QuotaState> {
        let quota = match self.rate {
            RequestRate::ByLevel => Limits::of(by.level).requests_per_minute?,
            RequestRate::PerMinute(quota) => quota,
            RequestRate::Unlimited => return None,
        };
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        if callers.len() >= MOST_KEPT {
            callers.retain(|_, asked| !asked.is_full_again(now));
        }
        let (asked, state) = Pace::per_minute(quota).take(callers.get(&by.owner).copied(), now);
        callers.insert(by.owner.clone(), asked);
        Some(state)
    }
}

/// The headers of every answer to a caller whose requests are counted (draft-ietf-httpapi-ratelimit-headers-11).
pub(crate) fn write(state: &QuotaState, response: &mut Response) {
    let QuotaState { pace, remaining, full_in, .. } = state;
    let policy = format!("\"caller\";q={};w={}", pace.quota, pace.window.as_secs());
    let limit = format!("\"caller\";r={remaining};t={}", whole_seconds(*full_in));
    for (name, value) in [(POLICY, policy), (LIMIT, limit)] {
        if let Ok(value) = HeaderValue::try_from(value) {
            response.headers_mut().insert(name, value);
        }
    }
}

/// The answer to a request too many.
pub(crate) fn refusal(state: &QuotaState) -> Option<Problem> {
    let wait = whole_seconds(state.refused_for?);
    let detail = "You have sent too many requests; try again later";
    let refused = Problem::new(StatusCode::TOO_MANY_REQUESTS, "limit_exceeded", detail)
        .member("limit_type", LimitType::RequestsPerMinute.as_str())
        .member("limit", state.pace.quota)
        .member("window_s", state.pace.window.as_secs())
        .header(header::RETRY_AFTER, HeaderValue::from(wait));
    Some(refused)
}

/// Rounded up, so that who waits for them waits long enough.
fn whole_seconds(duration: std::time::Duration) -> u64 {
    duration.as_secs() + u64::from(duration.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use beadle_domain::{access::Role, account::SubscriptionLevel};

    use super::*;

    #[test]
    fn the_level_says_how_many() {
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
    fn callers_with_their_whole_quota_are_forgotten() {
        let limiter = RequestLimiter::new(RequestRate::PerMinute(60));
        let caller =
            |number: usize| Principal::in_person(OwnerId::parse(number.to_string()).unwrap(), Role::User);
        for number in 0..MOST_KEPT {
            limiter.take(&caller(number), Timestamp::UNIX_EPOCH);
        }
        limiter.take(&caller(MOST_KEPT), Timestamp::from_second(1).unwrap());
        assert_eq!(limiter.callers.lock().unwrap().len(), 1);
    }
}
