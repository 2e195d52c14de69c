//! Builds the request. Placeholders and secrets are filled in as late as this, and credentials are added
//! last, because signatures cover the whole request.

mod load;
mod upstream;

use std::{collections::BTreeSet, ops::ControlFlow, time::Duration};

use beadle_application::port::{
    Fetches, SandboxWork, StoreError,
    authorizer::{AuthConsequence, AuthError, Used},
};
use beadle_domain::{
    call::{self, Outgoing, Redactor, Values},
    execution::{Failure, Hold, HoldKind, conclude::Outcome},
    function::RanFunction,
    interpolation::{SecretError, SecretRef, SecretValues, Upstream},
};
use beadle_values::{duration, id::OwnerId};

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
    let values = Values { own: &own, configs: &configs, dep, now: ports.clock.now() };
    let (mut work, function) = load::load(ports, call::prepare(execution, config, &values)?).await?;
    let mut used = Used::default();
    let mut credential = None;
    if let Work::Call(Outgoing::Http(request)) = &mut work {
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
            Fetches::Mocked(_) => None,
        },
        _ => None,
    };
    let fetched = fetched.into_iter().flat_map(SecretValues::texts);
    let redactor = Redactor::new(own.texts().chain(configs.texts()).chain(used.texts()).chain(fetched));
    let credential = credential.map(|credential| (credential, used));
    Ok((work, function, Redaction { redactor, credential }))
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
                tracing::error!(%error, "failed to read secrets; the attempt is deferred");
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
                tracing::error!(%error, "failed to read tokens; the attempt is deferred");
                Self::Unavailable(
                    Hold::new(HoldKind::Credential, "the store of tokens does not answer"),
                    STORE_DELAY,
                )
            }
        }
    }
}
