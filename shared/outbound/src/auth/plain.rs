//! Credentials that are sent as they are.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use beadle_application::port::{AuthError, SentSecrets};
use beadle_domain::{call::HttpRequest, destination::auth::KeyPlace};
use secrecy::{ExposeSecret as _, SecretString};
use url::form_urlencoded;

use super::headers;

const AUTHORIZATION: &str = "authorization";

/// Adds name and password (RFC 7617 section 2), in UTF-8.
pub(super) fn basic(
    request: &mut HttpRequest,
    username: &str,
    password: &SecretString,
) -> Result<SentSecrets, AuthError> {
    if username.contains(':') {
        return Err(AuthError::Unusable("a name may hold no colon (RFC 7617 section 2)".to_owned()));
    }
    let mut used = SentSecrets::default();
    used.note(password.expose_secret());
    let pair = BASE64_STANDARD.encode(format!("{username}:{}", password.expose_secret()));
    used.note(pair.as_str());
    headers::set(request, AUTHORIZATION, format!("Basic {pair}"))?;
    Ok(used)
}

/// Adds a bearer token (RFC 6750 section 2.1).
pub(super) fn bearer(request: &mut HttpRequest, token: &SecretString) -> Result<SentSecrets, AuthError> {
    let mut used = SentSecrets::default();
    used.note(token.expose_secret());
    headers::set(request, AUTHORIZATION, format!("Bearer {}", token.expose_secret()))?;
    Ok(used)
}

/// Adds a key as a header or a query parameter, replacing one of the same name.
pub(super) fn api_key(
    request: &mut HttpRequest,
    place: KeyPlace,
    name: &str,
    value: &SecretString,
) -> Result<SentSecrets, AuthError> {
    let mut used = SentSecrets::default();
    used.note(value.expose_secret());
    match place {
        KeyPlace::Header => headers::set(request, name, value.expose_secret().to_owned())?,
        KeyPlace::Query => {
            // What the user wrote stays as it is: a server may distinguish `%20` from `+`, or sign the text.
            let is_other = |pair: &&str| {
                !pair.is_empty() && form_urlencoded::parse(pair.as_bytes()).all(|(known, _)| known != name)
            };
            let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let key = encoded(value.expose_secret());
            let own = format!("{}={key}", encoded(name));
            let query = request.url.query().unwrap_or_default();
            let pairs: Vec<&str> = query.split('&').filter(is_other).chain([own.as_str()]).collect();
            let query = pairs.join("&");
            request.url.set_query(Some(&query));
            used.note(key);
        }
    }
    Ok(used)
}
