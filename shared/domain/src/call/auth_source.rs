//! Chooses the credentials of a call.

use secrecy::SecretString;

use super::Values;
use crate::{
    config::Config,
    destination::{Auth, Credential},
    execution::{Execution, Failure},
    interpolation::{Place, Scope},
    spec::TaskSpec,
};

/// The auth of the call of `execution` and its source: that of its spec, or else that of its config.
pub fn auth<'a>(execution: &'a Execution, config: Option<&'a Config>) -> Option<(&'a Auth, AuthSource)> {
    let own = execution.request.spec.auth().map(|auth| (auth, AuthSource::Request));
    own.or_else(|| match execution.request.spec {
        TaskSpec::Database(_)
        | TaskSpec::Email(_)
        | TaskSpec::Script(_)
        | TaskSpec::Custom(_)
        | TaskSpec::Simulated(_)
        | TaskSpec::Todo(_)
        | TaskSpec::Reminder(_)
        | TaskSpec::CalendarEvent(_)
        | TaskSpec::Monitor(_) => None,
        _ => config?.profile.auth.as_ref().map(|auth| (auth, AuthSource::Config)),
    })
}

/// The source of an auth, whose secrets it may refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthSource {
    /// The request.
    Request,
    /// The config.
    Config,
}

/// The credential of the call of `execution`, with its placeholders filled in; `None` if it has none.
///
/// # Errors
/// A [`Failure`] if a placeholder can't be filled in. It contains no secret.
pub fn credential(
    execution: &Execution,
    config: Option<&Config>,
    values: &Values<'_>,
) -> Result<Option<Credential>, Failure> {
    let Some((auth, source)) = auth(execution, config) else { return Ok(None) };
    let secrets = match source {
        AuthSource::Request => values.own,
        AuthSource::Config => values.configs,
    };
    let scope = Scope::of(execution, config, secrets, values.dep, values.now);
    auth.render(&|template| template.render(&scope, Place::Text)).map(Some)
}

/// The secrets that sign the call of `execution`, the current one first; empty if the call is not signed.
///
/// # Errors
/// A [`Failure`] if a placeholder can't be filled in.
pub fn signing_secrets(
    execution: &Execution,
    config: Option<&Config>,
    values: &Values<'_>,
) -> Result<Vec<SecretString>, Failure> {
    let TaskSpec::Webhook(webhook) = &execution.request.spec else { return Ok(Vec::new()) };
    let scope = Scope::of(execution, config, values.own, values.dep, values.now);
    let filled = webhook.signing_secrets().map(|secret| secret.render(&scope, Place::Text));
    filled.map(|secret| secret.map(SecretString::from)).collect()
}
