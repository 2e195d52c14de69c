//! Evaluates answers about jobs, and notes in the claimed execution what they say.

use std::sync::Arc;

use beadle_domain::{
    call::{self, CallError, HttpResponse, JobStep, Polled, Started},
    execution::{
        Failure, FailureCode,
        conclude::Outcome,
        job::{self, Accepted},
    },
    spec::{TaskSpec, wait::WaitSpec},
};
use jiff::Timestamp;
use url::Url;

use crate::stage::{Job, Redaction};

/// The outcome of a start that was answered by `url`.
pub(super) fn started(
    job: &mut Job,
    response: HttpResponse,
    url: &Url,
    now: Timestamp,
    redaction: &Redaction,
) -> Outcome {
    let request = Arc::clone(&job.execution.request);
    let TaskSpec::Wait(spec) = &request.spec else { return no_job() };
    match call::judge_start(&request.spec, spec, response, url, now, &redaction.redactor) {
        Started::Ended(outcome) => outcome,
        Started::Runs { accepted, answer } => {
            job.execution.progress.answer = answer;
            goes_on(job, spec, accepted)
        }
    }
}

/// The outcome of a poll of `url`.
pub(super) fn polled(
    job: &mut Job,
    answered: Result<HttpResponse, CallError>,
    url: Option<&Url>,
    now: Timestamp,
    redaction: &Redaction,
) -> Outcome {
    let request = Arc::clone(&job.execution.request);
    let (TaskSpec::Wait(spec), Some(accepted), Some(url)) =
        (&request.spec, job.execution.progress.job.accepted.clone(), url)
    else {
        return no_job();
    };
    let is_result = matches!(job.step, Some(JobStep::Fetch(_)));
    let polled = match answered {
        Ok(response) => call::judge_poll(spec, &accepted, response, url, is_result, now, &redaction.redactor),
        Err(error) => Polled::unanswered(spec, &accepted, error, now),
    };
    match polled {
        Polled::Ended(Outcome::Failed { failure, answer }) => {
            Outcome::Failed { failure: redaction.redactor.failure(failure), answer }
        }
        Polled::Ended(outcome) => outcome,
        Polled::Fetch(target) => goes_on(job, spec, Box::new(accepted.fetched_from(target.into(), now))),
        Polled::Runs(accepted) => goes_on(job, spec, accepted),
    }
}

fn goes_on(job: &mut Job, spec: &WaitSpec, accepted: Box<Accepted>) -> Outcome {
    job.execution.progress.job.accepted = Some(accepted);
    job::waits(&job.execution, spec)
}

fn no_job() -> Outcome {
    let failure = Failure::new(FailureCode::InvalidRequest, "the execution has no job");
    Outcome::Failed { failure, answer: None }
}
