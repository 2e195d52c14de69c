//! Credentials that are sent as they are.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use beadle_application::port::{AuthError, Used};
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
) -> Result<Used, AuthError> {
    if username.contains(':') {
        return Err(AuthError::Unusable("a name may hold no colon (RFC 7617 section 2)".to_owned()));
    }
    let mut used = Used::default();
    used.note(password.expose_secret());
    let pair = BASE64_STANDARD.encode(format!("{username}:{}", password.expose_secret()));
    used.note(pair.as_str());
    headers::set(request, AUTHORIZATION, format!("Basic {pair}"))?;
    Ok(used)
}

/// Adds a bearer token (RFC 6750 section 2.1).
pub(super) fn bearer(request: &mut HttpRequest, token: &SecretString) -> Result<Used, AuthError> {
    let mut used = Used::default();
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
) -> Result<Used, AuthError> {
    let mut used = Used::default();
    used.note(value.expose_secret());
    match place {
        KeyPlace::Header => headers::set(request, name, value.expose_secret().to_owned())?,
        KeyPlace::Query => {
            let others = request.url.query_pairs().filter(|(known, _)| known != name);
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.extend_pairs(others).append_pair(name, value.expose_secret());
            request.url.set_query(Some(&query.finish()));
            used.note(form_urlencoded::byte_serialize(value.expose_secret().as_bytes()).collect::<String>());
        }
    }
    Ok(used)
}
