//! Builds what is sent: placeholders are filled in and secrets read as late as this, and credentials put on last.

mod upstream;

use std::{collections::BTreeSet, ops::ControlFlow, time::Duration};

use beadle_application::port::authorizer::{AuthConsequence, AuthError, Used};
use beadle_domain::{
    call::{self, Outgoing, Redactor, Values},
    destination::Credential,
    execution::{Failure, Hold, HoldKind, conclude::Outcome},
    interpolation::{SecretError, SecretRef, SecretValues, Upstream},
};
use beadle_values::{duration, id::OwnerId};

use super::{Job, admit::Admitted, judge::Judged};
use crate::{HandleError, Ports};

/// How long an execution waits that needs something which can't be had for the moment.
const SHORTLY: Duration = Duration::from_secs(1);
const LATER: Duration = Duration::from_secs(5);

/// An execution with what its attempt sends.
#[derive(Debug)]
pub struct Prepared {
    pub(super) job: Job,
    pub(super) outgoing: Outgoing,
    pub(super) shown: Shown,
}

/// What of the request must not be told again.
#[derive(Debug)]
pub(crate) struct Shown {
    /// Masks it where it comes back.
    pub(crate) redactor: Redactor,
    /// The credential, where one was put on, and what of it went with the request.
    pub(crate) credential: Option<(Credential, Used)>,
}

/// Why nothing can be sent.
enum Unprepared {
    /// It can't be built.
    Failed(Failure),
    /// Something is missing for the moment.
    NotNow(Hold, Duration),
}

/// Builds what is sent, or breaks off with what becomes of an attempt that sends nothing.
///
/// # Errors
/// [`HandleError::Store`] when what it names can't be read.
pub async fn prepare(
    ports: &Ports,
    Admitted(job): Admitted,
) -> Result<ControlFlow<Judged, Prepared>, HandleError> {
    let upstream = upstream::read(ports, &job).await?;
    Ok(match build(ports, &job, upstream.as_ref()).await {
        Ok((outgoing, shown)) => ControlFlow::Continue(Prepared { job, outgoing, shown }),
        Err(unprepared) => {
            let outcome = match unprepared {
                Unprepared::Failed(failure) => Outcome::Failed { failure, answer: None },
                Unprepared::NotNow(hold, wait) => {
                    Outcome::Deferred { due: duration::after(ports.clock.now(), wait), hold }
                }
            };
            ControlFlow::Break(Judged::without_call(job, outcome))
        }
    })
}

async fn build(ports: &Ports, job: &Job, dep: Option<&Upstream>) -> Result<(Outgoing, Shown), Unprepared> {
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
    let mut outgoing = call::prepare(execution, config, &values)?;
    let mut used = Used::default();
    let mut credential = None;
    if let Outgoing::Http(request) = &mut outgoing {
        credential = call::credential(execution, config, &values)?;
        if let Some(credential) = &credential {
            used = ports.authorizer.authorize(request, credential).await?;
        }
        let signing = call::signing_secrets(execution, config, &values)?;
        if !signing.is_empty() {
            used.extend(ports.authorizer.sign(request, &execution.id().to_string(), &signing)?);
        }
    }
    let redactor = Redactor::new(own.texts().chain(configs.texts()).chain(used.texts()));
    let credential = credential.map(|credential| (credential, used));
    Ok((outgoing, Shown { redactor, credential }))
}

/// The secrets at `places` of `owner`; without a look where there are none.
async fn secrets(
    ports: &Ports,
    owner: &OwnerId,
    places: &BTreeSet<SecretRef>,
) -> Result<SecretValues, Unprepared> {
    if places.is_empty() {
        return Ok(SecretValues::default());
    }
    Ok(ports.secrets.resolve(owner, places).await?)
}

impl From<Failure> for Unprepared {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<SecretError> for Unprepared {
    fn from(error: SecretError) -> Self {
        error.failure().map_or_else(
            || {
                tracing::error!(%error, "secrets can't be read");
                Self::NotNow(Hold::new(HoldKind::Credential, "the store of secrets does not answer"), LATER)
            },
            Self::Failed,
        )
    }
}

impl From<AuthError> for Unprepared {
    fn from(error: AuthError) -> Self {
        match error.consequence() {
            AuthConsequence::Fail(failure) => Self::Failed(failure),
            AuthConsequence::Defer(hold) => Self::NotNow(hold, SHORTLY),
            AuthConsequence::Leave => {
                tracing::error!(%error, "tokens can't be read");
                Self::NotNow(Hold::new(HoldKind::Credential, "the store of tokens does not answer"), LATER)
            }
        }
    }
}
