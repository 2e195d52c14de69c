//! A long job at another system: a request that starts it, then a callback, a poll rule or both that report how it ended.

use std::time::Duration;

use beadle_values::{
    body,
    body::{Custom, Form, Shape, custom, flag, length, of, one_of, optional, otherwise, required, schema_of},
    names,
    violation::Violation,
};
use serde::{Deserialize, Serialize};

use super::{
    HttpSpec, address,
    response::{Expect, Extract, ReadAs, extract},
};
use crate::{
    interpolation::{self, Template},
    policy::Milliseconds,
    signature::SignatureRules,
};

/// How long a job may take unless it says so.
const DEFAULT_DEADLINE: Duration = Duration::from_secs(24 * 60 * 60);

/// The longest that a job may take.
pub const MAX_DEADLINE: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The shortest deadline, heartbeat timeout and pause between polls.
pub const MIN_PAUSE: Duration = Duration::from_secs(1);

/// The longest pause between polls.
pub const MAX_PAUSE: Duration = Duration::from_secs(60 * 60);

/// The pause before the first poll unless it says so.
const DEFAULT_INTERVAL: Duration = Duration::from_secs(10);

body! {
    /// A job that answers later: the request that starts it, and how its end is told.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct WaitSpec {
        /// The call that starts the job. It may hold `${callback.url}` and `${callback.token}`.
        pub request: HttpSpec = required(call()),
        /// How long the job may take from the start's answer on, 1 second to 365 days; 24 hours unless given.
        #[serde(rename = "deadline_ms")]
        pub deadline: Milliseconds = otherwise(
            length(MIN_PAUSE, MAX_DEADLINE).map(Milliseconds), || Milliseconds(DEFAULT_DEADLINE),
        ).alias("deadline_ms"),
        /// How long may pass without a heartbeat, a callback or a successful poll, 1 second to 365 days. It never moves the
        /// deadline.
        #[serde(default, rename = "heartbeat_timeout_ms", skip_serializing_if = "Option::is_none")]
        pub heartbeat_timeout: Option<Milliseconds> =
            optional(length(MIN_PAUSE, MAX_DEADLINE).map(Milliseconds)).alias("heartbeat_timeout_ms"),
        /// What a callback or the answer to a poll holds once the job has succeeded. Without it every callback and every
        /// answer other than 202 is the end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub until: Option<Expect> = optional(of()),
        /// What it holds once the job has failed. What matches neither is progress.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub fail_when: Option<Expect> = optional(of()),
        /// How a callback is read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub callback: Option<CallbackRules> = optional(of()),
        /// How the job is asked about; with callbacks too, a net for lost ones.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub poll: Option<PollRules> = optional(of()),
        /// A call that stops the job when it is cancelled or its time is up. It may hold `${job.location}` and
        /// `${job.response…}`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub abandon: Option<Box<HttpSpec>> = optional(call().boxed()),
        /// Whether it keeps the permit of its config's concurrency limit until the job has ended. Otherwise only its calls
        /// count.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub hold_permit: bool = otherwise(flag(), || false),
    }
    check |given, members, path, violations| {
        let polls = given.poll.as_ref().is_some_and(Option::is_some);
        if let Some(request) = &given.request
            && given.poll.is_some() && !polls && !names_callback(request)
        {
            let message = "nothing could ever end it: the request holds no callback and there is no `poll`";
            let hint = "send `${callback.url}` or `${callback.token}` in the request, or say how to poll";
            violations.push(Violation::new(path.key("request"), "missing", message).hint(hint));
        }
        let abandon = given.abandon.as_ref().and_then(Option::as_deref);
        for (name, call) in [("request", given.request.as_ref()), ("abandon", abandon)] {
            if call.is_some_and(|call| call.effects.is_some()) {
                let fault = path.key(name).key("effects");
                violations.add(fault, "conflict", "a job is started and stopped once where that is possible");
            }
        }
        let response = given.request.as_ref().and_then(|request| request.response.as_deref());
        if response.is_some_and(|rules| rules.function().is_some()) {
            let place = path.key("request").key("response").key("transform");
            let fault = Violation::new(place, "conflict", "no function transforms the answer to the start of a job");
            violations.push(fault.hint("write an expression, or let a task of type `custom` depend on this one"));
        }
        if let (Some(deadline), Some(Some(heartbeat))) = (given.deadline, given.heartbeat_timeout)
            && heartbeat.0 > deadline.0
        {
            violations.add(path.key("heartbeat_timeout"), "out_of_range", "must not be longer than `deadline`");
        }
        if let Some(Some(abandon)) = &given.abandon {
            let place = path.key("abandon");
            if abandon.auth.is_some() {
                violations.add(place.key("auth"), "conflict", "it shows who calls as `request` does, to the same origin");
            }
            if abandon.response.is_some() {
                violations.add(place.key("response"), "conflict", "its response is not evaluated");
            }
        }
        for name in ["until", "fail_when"] {
            let rule = if name == "until" { &given.until } else { &given.fail_when };
            if rule.as_ref().and_then(Option::as_ref).is_some_and(Expect::is_empty) && members.contains_key(name) {
                let fault = Violation::new(path.key(name), "missing", "says nothing");
                violations.push(fault.hint("such as {\"body\": [{\"path\": \"$.status\", \"equals\": \"done\"}]}"));
            }
        }
    }
}

body! {
    /// How a callback is read, and how its sender proves who it is.
    #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
    pub struct CallbackRules as "CallbackRules" {
        /// How its body is read.
        #[serde(default)]
        pub parse: ReadAs = otherwise(one_of(), ReadAs::default),
        /// What is taken out of it, and of the answer to a poll, as the result: a JSONPath, or an object of several.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub extract: Option<Extract> = optional(extract()),
        /// The signature that each report has to have, beside the token.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub signature: Option<SignatureRules> = optional(of()),
    }
    example {"extract": "$.output"}
}

body! {
    /// How a job is asked about.
    #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
    pub struct PollRules as "PollRules" {
        /// Where to ask, unless the start's answer says so in `Operation-Location` or `Location`. It may hold
        /// `${job.location}` and `${job.response…}`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub url: Option<Template> = optional(address::shape()),
        /// How long after the start's answer to ask for the first time; as `interval` unless given.
        #[serde(default, rename = "after_ms", skip_serializing_if = "Option::is_none")]
        pub after: Option<Milliseconds> =
            optional(length(Duration::ZERO, MAX_DEADLINE).map(Milliseconds)).alias("after_ms"),
        /// The first pause between two polls, 1 second to 1 hour; 10 seconds unless given. It grows by half each time up to
        /// 5 minutes; the destination's `Retry-After` takes precedence.
        #[serde(rename = "interval_ms")]
        pub interval: Milliseconds = otherwise(
            length(MIN_PAUSE, MAX_PAUSE).map(Milliseconds), || Milliseconds(DEFAULT_INTERVAL),
        ).alias("interval_ms"),
        /// The conventions of a provider, in place of `until` and `fail_when`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub preset: Option<PollPreset> = optional(one_of()),
    }
    example {"interval": "30s"}
}

names! {
    /// The conventions of long-running operations of a provider.
    pub enum PollPreset {
        /// `Operation-Location` and `status` as in the guidelines of Azure's REST APIs.
        Azure = "azure",
        /// `done`, `error` and `response` as in Google's `google.longrunning.Operation`.
        GoogleLro = "google_lro",
    }
}

impl WaitSpec {
    /// The signature that its reports have to have, if they need one.
    pub fn signature(&self) -> Option<&SignatureRules> {
        self.callback.as_ref().and_then(|callback| callback.signature.as_ref())
    }

    /// Whether a callback may come.
    pub fn expects_callback(&self) -> bool {
        self.callback.is_some() || names_callback(&self.request)
    }
}

/// A call as it stands in a member.
fn call() -> Custom<HttpSpec> {
    custom(HttpSpec::parse, |schemas| {
        schema_of::<HttpSpec>("JobCall", Form::New, "An HTTP call about a job.", None, schemas)
    })
}

/// Whether the request tells the destination where to call back.
fn names_callback(request: &HttpSpec) -> bool {
    let HttpSpec { url, headers, query, body, .. } = request;
    url.names_callback()
        || headers.values().any(Template::names_callback)
        || query.values().chain(body).any(interpolation::names_callback)
}

#[cfg(test)]
mod tests {
    use beadle_values::{
        body::Body,
        violation::{Path, Violations},
    };
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::*;

    fn parse(config: &Value) -> Result<WaitSpec, Violations> {
        WaitSpec::parse_beside(config.as_object().unwrap(), &["type"], &Path::body())
    }

    fn called_back() -> Value {
        json!({"method": "POST", "url": "https://a.example/jobs", "body": {"hook": ["${callback.url}"]}})
    }

    #[test]
    fn what_is_left_out_has_its_defaults() {
        let spec = parse(&json!({"request": called_back(), "poll": {}})).unwrap();
        assert_eq!(spec.deadline.0, Duration::from_secs(86_400));
        assert_eq!((spec.heartbeat_timeout, spec.until.clone()), (None, None));
        assert!(!spec.hold_permit);
        assert_eq!(spec.poll.as_ref().unwrap().interval.0, Duration::from_secs(10));
        assert!(spec.expects_callback());
        let stored = serde_json::to_value(&spec).unwrap();
        assert_eq!(parse(&stored).unwrap(), spec, "what is stored reads back");
    }

    #[rstest]
    #[case::in_the_url(json!({"url": "https://a.example/?hook=${callback.url}"}))]
    #[case::in_a_header(json!({"url": "https://a.example/", "headers": {"x-token": "Bearer ${callback.token}"}}))]
    #[case::in_a_parameter(json!({"url": "https://a.example/", "query": {"hook": "${callback.url}"}}))]
    #[case::deep_in_the_body(called_back())]
    fn a_request_that_tells_where_to_call_back_needs_no_poll(#[case] request: Value) {
        assert!(parse(&json!({"request": request})).is_ok());
    }

    #[rstest]
    #[case(json!({"request": {"url": "https://a.example/"}}), "body.request")]
    #[case(json!({"request": {"url": "https://a.example/", "body": "$${callback.url}", "method": "POST"}}), "body.request")]
    #[case(json!({"request": {"url": "https://a.example/"}, "callback": {}}), "body.request")]
    #[case(json!({"request": called_back(), "deadline": "0s"}), "body.deadline")]
    #[case(json!({"request": called_back(), "deadline": "366d"}), "body.deadline")]
    #[case(json!({"request": called_back(), "deadline": "1h", "heartbeat_timeout": "61m"}), "body.heartbeat_timeout")]
    #[case(json!({"request": called_back(), "until": {}}), "body.until")]
    #[case(json!({"request": called_back(), "fail_when": {"body": []}}), "body.fail_when")]
    #[case(json!({"request": called_back(), "poll": {"interval": "500ms"}}), "body.poll.interval")]
    #[case(json!({"request": called_back(), "poll": {"preset": "azur"}}), "body.poll.preset")]
    #[case(json!({"request": called_back(), "poll": {"url": "ftp://a.example"}}), "body.poll.url")]
    #[case(json!({"request": called_back(), "abandon": {"url": "${job.location}", "auth": {"type": "bearer", "token": "${secret:t}"}}}), "body.abandon.auth")]
    #[case(json!({"request": called_back(), "abandon": {"url": "${job.location}", "response": {"parse": "json"}}}), "body.abandon.response")]
    #[case(json!({"request": called_back(), "callback": {"signature": {"scheme": "github"}}}), "body.callback.signature.secret")]
    #[case(json!({"request": called_back(), "callback": {"signature": {"scheme": "github", "secret": "in the clear"}}}), "body.callback.signature.secret")]
    #[case(json!({"request": called_back(), "callback": {"signature": {"scheme": "github", "secret": "${secret:crm}"}}}), "body.callback.signature.secret")]
    #[case(json!({"request": called_back(), "callback": {"signature": {"scheme": "gitea", "secret": "${secret:senders/s}"}}}), "body.callback.signature.scheme")]
    #[case(json!({"request": called_back(), "callback": {"signature": {"scheme": "slack", "secret": "${secret:senders/s}", "header": "x-a"}}}), "body.callback.signature.header")]
    #[case(json!({"request": called_back(), "callback": {"signature": {"scheme": "token", "secret": "${secret:senders/s}", "header": "Authorization"}}}), "body.callback.signature.header")]
    #[case(json!({"request": called_back(), "hold_permit": "yes"}), "body.hold_permit")]
    fn faults_are_named_with_their_places(#[case] config: Value, #[case] place: &str) {
        let violations = parse(&config).unwrap_err();
        assert_eq!(violations.iter().map(|v| v.path.to_string()).collect::<Vec<_>>(), [place]);
    }
}
