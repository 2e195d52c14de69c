//! The verdict of a call result about its destination.

use jiff::Timestamp;

use super::throttle;
use crate::execution::{Failure, FailureCode};

/// The verdict of a call result about its destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The destination works, whatever its response.
    Healthy,
    /// It is unreachable, does not respond in time, or reports a server error.
    Unhealthy,
    /// It rejected the call because there were too many.
    Throttled {
        /// Until when it requests not to be called, if it says so.
        until: Option<Timestamp>,
        /// Whether it works otherwise.
        healthy: bool,
    },
    /// It works, and its own rate limit is exhausted.
    Exhausted {
        /// Until then.
        until: Timestamp,
    },
    /// Nothing, because the call was not made.
    NotSent,
}

impl Verdict {
    /// The verdict on a call with `failure`, or with none, and a response with `status` and `headers` (names
    /// in lower case) if there was one.
    pub fn of(
        failure: Option<&Failure>,
        status: Option<u16>,
        headers: &[(String, String)],
        now: Timestamp,
    ) -> Self {
        let status = status.or_else(|| failure.and_then(|failure| failure.http_status));
        match status {
            Some(429) => {
                return Self::Throttled { until: throttle::asked_until(headers, now), healthy: true };
            }
            Some(503) => {
                if let Some(until) = throttle::asked_until(headers, now) {
                    return Self::Throttled { until: Some(until), healthy: false };
                }
                return Self::Unhealthy;
            }
            Some(500..=599) => return Self::Unhealthy,
            Some(_) => {}
            None => match failure.map(|failure| failure.code) {
                None | Some(FailureCode::Redirect | FailureCode::Unexpected | FailureCode::Transform) => {}
                Some(
                    FailureCode::Graphql
                    | FailureCode::Database
                    | FailureCode::Mail
                    | FailureCode::HttpStatus,
                ) => {}
                Some(
                    FailureCode::Connect
                    | FailureCode::Tls
                    | FailureCode::Timeout
                    | FailureCode::ProxyConnect
                    | FailureCode::ProxyAuth
                    | FailureCode::ProxyRefused
                    | FailureCode::ProxyTimeout
                    | FailureCode::InvalidResponse
                    | FailureCode::DatabaseBusy
                    | FailureCode::MailBusy
                    | FailureCode::SandboxBusy
                    | FailureCode::SandboxCrashed,
                ) => return Self::Unhealthy,
                Some(_) => return Self::NotSent,
            },
        }
        throttle::exhausted_until(headers, now).map_or(Self::Healthy, |until| Self::Exhausted { until })
    }

    /// Whether the destination works; `None` if the call says nothing about it.
    pub fn is_healthy(&self) -> Option<bool> {
        match self {
            Self::Healthy | Self::Exhausted { .. } => Some(true),
            Self::Unhealthy => Some(false),
            Self::Throttled { healthy, .. } => Some(*healthy),
            Self::NotSent => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_second(1_800_000_000).unwrap()
    }

    #[rstest]
    #[case(200, &[], Verdict::Healthy)]
    #[case(404, &[], Verdict::Healthy)]
    #[case(500, &[], Verdict::Unhealthy)]
    #[case(503, &[], Verdict::Unhealthy)]
    #[case(503, &[("retry-after", "1")], Verdict::Throttled { until: Timestamp::from_second(1_800_000_001).ok(), healthy: false })]
    #[case(429, &[], Verdict::Throttled { until: None, healthy: true })]
    #[case(429, &[("retry-after", "1")], Verdict::Throttled { until: Timestamp::from_second(1_800_000_001).ok(), healthy: true })]
    #[case(200, &[("ratelimit", "\"a\";r=0;t=1")], Verdict::Exhausted { until: Timestamp::constant(1_800_000_001, 0) })]
    #[case(200, &[("retry-after", "1")], Verdict::Healthy)]
    fn verdicts_on_responses(
        #[case] status: u16,
        #[case] headers: &[(&str, &str)],
        #[case] expected: Verdict,
    ) {
        let headers: Vec<_> = headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        assert_eq!(Verdict::of(None, Some(status), &headers, now()), expected);
    }

    #[rstest]
    #[case(FailureCode::Connect, Some(false))]
    #[case(FailureCode::Tls, Some(false))]
    #[case(FailureCode::Timeout, Some(false))]
    #[case(FailureCode::InvalidResponse, Some(false))]
    #[case(FailureCode::ProxyConnect, Some(false))]
    #[case(FailureCode::ProxyAuth, Some(false))]
    #[case(FailureCode::ProxyRefused, Some(false))]
    #[case(FailureCode::ProxyTimeout, Some(false))]
    #[case(FailureCode::DatabaseBusy, Some(false))]
    #[case(FailureCode::Database, Some(true))]
    #[case(FailureCode::Mail, Some(true))]
    #[case(FailureCode::MailBusy, Some(false))]
    #[case(FailureCode::Graphql, Some(true))]
    #[case(FailureCode::Redirect, Some(true))]
    #[case(FailureCode::Unexpected, Some(true))]
    #[case(FailureCode::InvalidRequest, None)]
    #[case(FailureCode::Egress, None)]
    #[case(FailureCode::Secret, None)]
    #[case(FailureCode::Interpolation, None)]
    #[case(FailureCode::Auth, None)]
    fn verdicts_on_failures(#[case] code: FailureCode, #[case] healthy: Option<bool>) {
        let failure = Failure::new(code, "it failed");
        assert_eq!(Verdict::of(Some(&failure), None, &[], now()).is_healthy(), healthy);
    }
}
