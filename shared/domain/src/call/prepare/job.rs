//! The later calls about a job: polls, and the one that stops it.

use serde_json::{Map, Value};
use url::Url;

use super::{Calling, Values, address, headers::Headers, http, outgoing, unusable};
use crate::{
    call::HttpRequest,
    config::Config,
    execution::{AnswerBody, Execution, Failure, State},
    interpolation::Scope,
    spec::{Redirects, TaskSpec, http::QuerySpaces, wait::WaitSpec},
};

/// A later call about a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobStep {
    /// Asks how it is.
    Poll,
    /// Fetches its result.
    Fetch(Url),
    /// Stops it.
    Abandon,
}

/// The request of a later call about the job of a claimed `execution`, and whether it may carry the credentials of the
/// start: only to the same origin.
///
/// # Errors
/// A [`Failure`] if the execution is not claimed or has no job, or a placeholder has no value. It contains no secrets.
pub fn prepare_job(
    execution: &Execution,
    config: Option<&Config>,
    values: &Values<'_>,
    step: &JobStep,
) -> Result<(Box<HttpRequest>, bool), Failure> {
    let (State::Running { attempt, .. }, TaskSpec::Wait(spec)) = (execution.state(), &execution.request.spec)
    else {
        return Err(unusable("the execution has no job"));
    };
    let job = known(execution);
    let scope = Scope::of(execution, config, values.own, values.dep, values.now);
    let config_scope = Scope { secrets: values.configs, ..scope };
    let scope = Scope { callback: values.callback, job: Some(&job), ..scope };
    let calling = Calling { execution, attempt: *attempt, config, scope, config_scope };
    let start = address::url(&calling, &spec.request.url, &Default::default(), QuerySpaces::Plus)?;
    match step {
        JobStep::Poll => {
            let url = poll_url(&calling, spec)?;
            Ok(get(&calling, spec, url, &start, Redirects::MANUAL)?)
        }
        JobStep::Fetch(url) => Ok(get(&calling, spec, url.clone(), &start, Redirects::default())?),
        JobStep::Abandon => {
            let call =
                spec.abandon.as_deref().ok_or_else(|| unusable("there is nothing to abandon it with"))?;
            let mut request = http(&calling, call, call.redirects.unwrap_or_default())?;
            // The start's own key would make the destination answer as it did then.
            for (name, value) in &mut request.headers {
                if name == "idempotency-key" && *value == execution.request.destination_key() {
                    value.push_str("-abandon");
                }
            }
            let same = request.url.origin() == start.origin();
            Ok((request, same))
        }
    }
}

fn get(
    calling: &Calling<'_>,
    spec: &WaitSpec,
    url: Url,
    start: &Url,
    redirects: Redirects,
) -> Result<(Box<HttpRequest>, bool), Failure> {
    let same = url.origin() == start.origin();
    let headers = if same { Headers::given(calling, &spec.request.headers)? } else { Headers::none() };
    let call = outgoing(calling, "GET".to_owned(), url, headers, Default::default())?;
    let mut request = HttpRequest { redirects, ..call };
    // They are about the body of the start, or mean its effect.
    request.headers.retain(|(name, _)| {
        !matches!(name.as_str(), "content-type" | "content-encoding" | "idempotency-key")
    });
    Ok((Box::new(request), same))
}

fn poll_url(calling: &Calling<'_>, spec: &WaitSpec) -> Result<Url, Failure> {
    let accepted = calling.execution.progress.job.accepted.as_ref();
    let moved = accepted.and_then(|accepted| accepted.location.as_deref());
    match (spec.poll.as_ref().and_then(|poll| poll.url.as_ref()), moved) {
        (Some(template), _) => address::url(calling, template, &Default::default(), QuerySpaces::Plus),
        (None, Some(location)) => {
            Url::parse(location).map_err(|error| unusable(format!("the job's URL is none: {error}")))
        }
        (None, None) => Err(unusable("nobody said where the job is to be polled")),
    }
}

/// What `${job…}` stands for: where the job is, and what the answer to its start said.
fn known(execution: &Execution) -> Map<String, Value> {
    let progress = &execution.progress;
    let mut job = Map::new();
    if let Some(location) = progress.job.accepted.as_ref().and_then(|accepted| accepted.location.clone()) {
        job.insert("location".to_owned(), location.into());
    }
    match progress.answer.as_ref().map(|answer| &answer.body) {
        Some(AnswerBody::Json(value)) => {
            job.insert("response".to_owned(), value.clone());
        }
        Some(AnswerBody::Text(text)) => {
            job.insert("response".to_owned(), text.clone().into());
        }
        Some(AnswerBody::Base64(_) | AnswerBody::Empty | AnswerBody::Apart(_)) | None => {}
    }
    job
}
