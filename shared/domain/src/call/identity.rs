//! How a call shows who calls.

use secrecy::SecretString;

use super::Values;
use crate::{
    config::Config,
    destination::{Auth, Credential},
    execution::{Execution, Failure},
    interpolation::{Place, Scope},
    spec::TaskSpec,
};

/// How the call of `execution` shows who calls, and whether its config says so: as its spec says, else as its config does.
pub fn auth<'a>(execution: &'a Execution, config: Option<&'a Config>) -> Option<(&'a Auth, SaidBy)> {
    let own = execution.request.spec.auth().map(|auth| (auth, SaidBy::Request));
    own.or_else(|| match execution.request.spec {
        TaskSpec::Database(_)
        | TaskSpec::Simulated(_)
        | TaskSpec::Todo(_)
        | TaskSpec::Reminder(_)
        | TaskSpec::CalendarEvent(_) => None,
        _ => config?.profile.auth.as_ref().map(|auth| (auth, SaidBy::Config)),
    })
}

/// Who says something about a call: whose secrets it may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaidBy {
    /// The request.
    Request,
    /// The config.
    Config,
}

/// What the call of `execution` shows, filled in; `None` where it shows nothing.
///
/// # Errors
/// A [`Failure`] when a placeholder stands for nothing. It tells no secret.
pub fn credential(
    execution: &Execution,
    config: Option<&Config>,
    values: &Values<'_>,
) -> Result<Option<Credential>, Failure> {
    let Some((auth, said_by)) = auth(execution, config) else { return Ok(None) };
    let secrets = match said_by {
        SaidBy::Request => values.own,
        SaidBy::Config => values.configs,
    };
    let scope = Scope::of(execution, config, secrets, values.dep, values.now);
    auth.render(&|template| template.render(&scope, Place::Text)).map(Some)
}

/// The secrets that the call of `execution` is signed with, the current one first; none for one that is not signed.
///
/// # Errors
/// A [`Failure`] when a placeholder stands for nothing.
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
