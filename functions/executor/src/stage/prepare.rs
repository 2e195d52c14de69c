//! Builds the request. Placeholders and secrets are filled in as late as this, and credentials are added
//! last, because signatures cover the whole request.

mod load;
mod upstream;

use std::{collections::BTreeSet, ops::ControlFlow, time::Duration};

use beadle_application::port::{
    Fetches, SandboxWork, StoreError,
    authorizer::{AuthConsequence, AuthError, SentSecrets},
};
use beadle_domain::{
    call::{self, Outgoing, Redactor, Values},
    execution::{Execution, Failure, FailureCode, Hold, HoldKind, conclude::Outcome, job},
    function::RanFunction,
    interpolation::{CallbackPlace, SecretError, SecretRef, SecretValues, Upstream},
    spec::TaskSpec,
};
use beadle_values::{cause::Chain, duration, id::OwnerId};

use super::{Job, Redaction, admit::Admitted, evaluate::Evaluated, job::Work};
use crate::{HandleError, Ports};

/// How long an execution waits for a token that is being fetched, and for a store that does not respond.
const TOKEN_DELAY: Duration = Duration::from_secs(1);
const STORE_DELAY: Duration = Duration::from_secs(5);

/// An execution with the request of its attempt.
#[derive(Debug)]
pub struct Prepared {
    pub(super) job: Job,
    pub(super) work: Work,
    pub(super) redaction: Redaction,
}

/// Why no request could be built.
enum PrepareError {
    /// It never can; the attempt fails.
    Failed(Failure),
    /// Something it needs is unavailable for the moment; the attempt is deferred.
    Unavailable(Hold, Duration),
    /// The store failed; the message is delivered again.
    Store(StoreError),
}

/// Builds the request, or breaks with the outcome of an attempt that sends nothing.
///
/// # Errors
/// [`HandleError::Store`] if the results of upstream tasks or a function can't be read.
pub async fn prepare(
    ports: &Ports,
    Admitted(mut job): Admitted,
) -> Result<ControlFlow<Evaluated, Prepared>, HandleError> {
    let upstream = upstream::read(ports, &job).await?;
    Ok(match build(ports, &job, upstream.as_ref()).await {
        Ok((work, function, redaction)) => {
            job.function = function;
            ControlFlow::Continue(Prepared { job, work, redaction })
        }
        Err(unprepared) => {
            let outcome = match unprepared {
                PrepareError::Store(error) => return Err(error.into()),
                PrepareError::Failed(failure) => Outcome::Failed { failure, answer: None },
                PrepareError::Unavailable(hold, wait) => {
                    Outcome::Deferred { due: duration::after(ports.clock.now(), wait), hold }
                }
            };
            ControlFlow::Break(Evaluated::without_call(job, outcome))
        }
    })
}

async fn build(
    ports: &Ports,
    job: &Job,
    dep: Option<&Upstream>,
) -> Result<(Work, Option<RanFunction>, Redaction), PrepareError> {
    let (execution, config) = (&*job.execution, job.config.as_deref());
    let own = secrets(ports, &execution.request.owner, &call::secrets(execution)).await?;
    let configs = match config {
        Some(config) => {
            let named = call::secrets_of_config(execution, config);
            secrets(ports, &config.owner, &named).await?
        }
        None => SecretValues::default(),
    };
    let callback = callback(ports, execution)?;
    let values = Values {
        own: &own,
        configs: &configs,
        dep,
        now: ports.clock.now(),
        callback: callback.as_ref().map(Callback::place),
    };
    let (outgoing, shows_caller) = match &job.step {
        Some(step) => {
            let (request, same_origin) = call::prepare_job(execution, config, &values, step)?;
            (Outgoing::Http(request), same_origin)
        }
        None => (call::prepare(execution, config, &values)?, true),
    };
    let (mut work, function) = load::load(ports, outgoing).await?;
    let mut used = SentSecrets::default();
    let mut credential = None;
    if let Work::Call(Outgoing::Http(request)) = &mut work
        && shows_caller
    {
        credential = call::credential(execution, config, &values)?;
        if let Some(credential) = &credential {
            used = ports.authorizer.authorize(request, credential).await?;
        }
        let signing = call::signing_secrets(execution, config, &values)?;
        if !signing.is_empty() {
            used.extend(ports.authorizer.sign(request, &execution.id().to_string(), &signing)?);
        }
    }
    let fetched = match &work {
        Work::Sandbox(SandboxWork::Function(run)) => match &run.fetches {
            Fetches::Sent(secrets) => Some(secrets),
            Fetches::Refused | Fetches::Mocked(_) => None,
        },
        _ => None,
    };
    let fetched = fetched.into_iter().flat_map(SecretValues::texts);
    let token = callback.as_ref().map(|callback| callback.token.as_str());
    let texts = own.texts().chain(configs.texts()).chain(used.texts()).chain(fetched).chain(token);
    let redactor = Redactor::new(texts);
    let credential = credential.map(|credential| (credential, used));
    Ok((work, function, Redaction { redactor, credential }))
}

/// The request of the job's step, if it can be built.
pub(super) async fn built(ports: &Ports, job: &Job) -> Option<Outgoing> {
    match build(ports, job, None).await {
        Ok((Work::Call(outgoing), ..)) => Some(outgoing),
        _ => None,
    }
}

/// Where the job of an execution calls back.
struct Callback {
    url: String,
    token: String,
}

impl Callback {
    fn place(&self) -> CallbackPlace<'_> {
        CallbackPlace { url: &self.url, token: &self.token }
    }
}

/// Where the job of `execution` calls back, if it has one and callbacks are configured.
fn callback(ports: &Ports, execution: &Execution) -> Result<Option<Callback>, Failure> {
    let TaskSpec::Wait(spec) = &execution.request.spec else { return Ok(None) };
    let Some(callbacks) = &ports.callbacks else {
        if spec.expects_callback() {
            let message = "this service takes no callbacks: CALLBACK_KEYS and PUBLIC_URL are not set";
            return Err(Failure::new(FailureCode::InvalidRequest, message));
        }
        return Ok(None);
    };
    let token = job::token(execution, callbacks);
    Ok(token.map(|token| Callback { url: callbacks.url(&token), token }))
}

/// Resolves the secrets of `owner` at `places`. The store is not asked if there are none.
async fn secrets(
    ports: &Ports,
    owner: &OwnerId,
    places: &BTreeSet<SecretRef>,
) -> Result<SecretValues, PrepareError> {
    if places.is_empty() {
        return Ok(SecretValues::default());
    }
    Ok(ports.secrets.resolve(owner, places).await?)
}

impl From<StoreError> for PrepareError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Failure> for PrepareError {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<SecretError> for PrepareError {
    fn from(error: SecretError) -> Self {
        error.failure().map_or_else(
            || {
                tracing::error!(error = %Chain(&error), "failed to read secrets; the attempt is deferred");
                Self::Unavailable(
                    Hold::new(HoldKind::Credential, "the store of secrets does not answer"),
                    STORE_DELAY,
                )
            },
            Self::Failed,
        )
    }
}

impl From<AuthError> for PrepareError {
    fn from(error: AuthError) -> Self {
        match error.consequence() {
            AuthConsequence::Fail(failure) => Self::Failed(failure),
            AuthConsequence::Defer(hold) => Self::Unavailable(hold, TOKEN_DELAY),
            AuthConsequence::Leave => {
                tracing::error!(error = %Chain(&error), "failed to read tokens; the attempt is deferred");
                Self::Unavailable(
                    Hold::new(HoldKind::Credential, "the store of tokens does not answer"),
                    STORE_DELAY,
                )
            }
        }
    }
}
