//! The request to a token endpoint (RFC 6749 sections 2.3.1 and 4.4.2).

use base64::{Engine as _, prelude::BASE64_STANDARD};
use beadle_application::port::AuthError;
use beadle_domain::{
    call::HttpRequest,
    destination::{EgressScope, auth::ClientAuth, credential::ClientGrant},
    spec::Redirects,
};
use secrecy::ExposeSecret as _;
use url::{Url, form_urlencoded};

/// The request for a token.
///
/// # Errors
/// [`AuthError::Unusable`] for an invalid token URL.
pub(super) fn token_request(grant: &ClientGrant) -> Result<HttpRequest, AuthError> {
    let url = Url::parse(&grant.token_url).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none()
    });
    let Some(url) = url else {
        return Err(AuthError::Unusable("the token URL is no http or https URL".to_owned()));
    };
    let mut headers = vec![
        ("accept".to_owned(), "application/json".to_owned()),
        ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
        ("user-agent".to_owned(), concat!("beadle/", env!("CARGO_PKG_VERSION")).to_owned()),
    ];
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("grant_type", "client_credentials");
    for (name, value) in [("scope", &grant.scope), ("audience", &grant.audience)] {
        if let Some(value) = value {
            form.append_pair(name, value);
        }
    }
    match grant.client_auth {
        ClientAuth::Basic => headers.push(("authorization".to_owned(), basic(grant))),
        ClientAuth::Body => {
            form.append_pair("client_id", &grant.client_id);
            form.append_pair("client_secret", grant.client_secret.expose_secret());
        }
    }
    Ok(HttpRequest {
        method: "POST".to_owned(),
        url,
        headers,
        body: form.finish().into(),
        // A config's egress scope concerns its destination; its authorization server may be elsewhere.
        egress: EgressScope::default(),
        // A client's secret is not sent where a redirect says.
        redirects: Redirects::MANUAL,
        proxy: None,
    })
}

/// Both parts are form-encoded first (section 2.3.1), so that a colon in the id does no harm.
fn basic(grant: &ClientGrant) -> String {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let (id, secret) = (encoded(&grant.client_id), encoded(grant.client_secret.expose_secret()));
    format!("Basic {}", BASE64_STANDARD.encode(format!("{id}:{secret}")))
}
