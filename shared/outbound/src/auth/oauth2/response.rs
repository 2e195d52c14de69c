//! The response of a token endpoint (RFC 6749 sections 5.1 and 5.2).

use std::time::Duration;

use beadle_application::port::AuthError;
use beadle_domain::{
    call::{CallError, HttpResponse, retry_after},
    destination::credential::ClientGrant,
    execution::{Failure, FailureCode},
    masking::MASK,
};
use jiff::Timestamp;
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use serde_json::Value;

use super::lifetime::{Lifetime, Token};

/// How much of a server's explanation is passed on, in characters.
const MAX_EXPLANATION: usize = 200;

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    token_type: String,
    expires_in: Option<Value>,
}

#[derive(Deserialize)]
struct Refused {
    error: String,
    error_description: Option<String>,
}

/// Reads the token from the response to a request that was sent at `now`.
///
/// # Errors
/// [`AuthError`] if there is none. A server that is overloaded or broken may be retried; one that refuses
/// may not.
pub(super) fn read(response: &HttpResponse, grant: &ClientGrant, now: Timestamp) -> Result<Token, AuthError> {
    match response.status {
        200 => granted(response, now),
        status @ (429 | 500..=599) => {
            let asked = response.header("retry-after").and_then(|value| retry_after(value, now));
            let mut failure = Failure::http_status(status, asked);
            failure.message = format!("the authorization server answered {status}");
            Err(AuthError::Endpoint(failure))
        }
        status => match serde_json::from_slice::<Refused>(&response.body) {
            Ok(refused) => Err(AuthError::Refused(explanation(&refused, grant))),
            Err(_) => Err(no_token(&format!("answered {status} and no token"))),
        },
    }
}

/// The error of a call without a response.
pub(super) fn no_answer(error: CallError) -> AuthError {
    let mut failure = Failure::from(error);
    failure.message = format!("the authorization server can't be asked for a token: {}", failure.message);
    AuthError::Endpoint(failure)
}

fn granted(response: &HttpResponse, now: Timestamp) -> Result<Token, AuthError> {
    let Ok(granted) = serde_json::from_slice::<Granted>(&response.body) else {
        return Err(no_token("answered 200 and no token"));
    };
    if !granted.token_type.eq_ignore_ascii_case("bearer") {
        return Err(no_token("gave a token that is not of type Bearer"));
    }
    let text = granted.access_token;
    // RFC 6749 appendix A.12, which is also what a header can carry.
    if text.is_empty() || !text.bytes().all(|byte| (0x21..=0x7e).contains(&byte)) {
        return Err(no_token("gave a token that no header can carry"));
    }
    // A number, which some servers send as a string.
    let expires_in = granted.expires_in.as_ref().and_then(|value| match value {
        Value::String(text) => text.trim().parse().ok(),
        value => value.as_f64(),
    });
    let expires_in = expires_in.and_then(|seconds: f64| Duration::try_from_secs_f64(seconds).ok());
    Ok(Token { text: text.into(), lifetime: Lifetime::of(now, expires_in), stored: false })
}

fn no_token(what: &str) -> AuthError {
    AuthError::Endpoint(Failure::new(FailureCode::Auth, format!("the authorization server {what}")))
}

/// The server's explanation for API clients: short, on one line, and with the client's secret masked should
/// it repeat it.
fn explanation(refused: &Refused, grant: &ClientGrant) -> String {
    let mut text = refused.error.clone();
    if let Some(description) = &refused.error_description {
        text = format!("{text}: {description}");
    }
    let secret = grant.client_secret.expose_secret();
    if !secret.is_empty() {
        text = text.replace(secret, MASK);
    }
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_EXPLANATION).collect()
}
