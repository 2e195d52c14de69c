//! Authentication on a single machine: every client that can connect is an admin. A browser can connect on
//! behalf of any web site, so its requests are refused by their origin (RFC 6454), unless that is configured,
//! and by their host (against DNS rebinding).

use beadle_domain::{
    access::{Principal, Role},
    account::SubscriptionLevel,
};
use beadle_values::id::OwnerId;
use http::{HeaderMap, HeaderName, header};
use url::{Host, Url};

use super::AuthError;
use crate::http::layer::Cors;

const NAME: &str = "local";

pub(super) fn check_site(headers: &HeaderMap, cors: &Cors) -> Result<(), AuthError> {
    let host = |text: &str| Url::parse(&format!("http://{text}")).is_ok_and(|url| is_loopback(&url));
    let origin = |text: &str| Url::parse(text).is_ok_and(|url| is_loopback(&url)) || cors.allows_origin(text);
    if !all(headers, header::HOST, host) || !all(headers, header::ORIGIN, origin) {
        return Err(AuthError::ForeignOrigin);
    }
    Ok(())
}

/// Whether a request names this machine as its host, and comes from no web site of another one.
pub fn is_of_this_machine(headers: &HeaderMap) -> bool {
    check_site(headers, &Cors::Nobody).is_ok()
}

/// Headers by which a proxy says for whom it asks (RFC 7239, RFC 9110 section 7.6.3, and what preceded them).
const OF_PROXIES: [&str; 8] = [
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-proto",
    "x-forwarded-server",
    "x-real-ip",
];

/// The caller, who is whoever can connect. Not through a proxy: it connects from this machine on behalf of others.
pub(super) fn principal(headers: &HeaderMap, cors: &Cors) -> Result<Principal, AuthError> {
    check_site(headers, cors)?;
    if OF_PROXIES.iter().any(|name| headers.contains_key(*name)) {
        return Err(AuthError::Proxied);
    }
    let owner = OwnerId::parse(NAME).map_err(|_| AuthError::Invalid)?;
    Ok(Principal { level: SubscriptionLevel::Enterprise, ..Principal::in_person(owner, Role::Admin) })
}

fn all(headers: &HeaderMap, name: HeaderName, fits: impl Fn(&str) -> bool) -> bool {
    headers.get_all(name).iter().all(|value| value.to_str().is_ok_and(&fits))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(None, None, true)]
    #[case(Some("localhost:8080"), None, true)]
    #[case(Some("127.0.0.1:8080"), None, true)]
    #[case(Some("[::1]:8080"), Some("http://localhost:3000"), true)]
    #[case(Some("rebound.example:8080"), None, false)]
    #[case(Some("localhost:8080"), Some("https://evil.example"), false)]
    #[case(Some("localhost:8080"), Some("null"), false)]
    #[case(Some("127.0.0.1.evil.example"), None, false)]
    fn foreign_hosts_and_origins_are_refused(
        #[case] host: Option<&'static str>,
        #[case] origin: Option<&'static str>,
        #[case] accepted: bool,
    ) {
        let mut headers = HeaderMap::new();
        host.map(|host| headers.insert(header::HOST, HeaderValue::from_static(host)));
        origin.map(|origin| headers.insert(header::ORIGIN, HeaderValue::from_static(origin)));
        assert_eq!(principal(&headers, &Cors::Nobody).is_ok(), accepted);
    }

    #[test]
    fn requests_that_came_through_a_proxy_are_refused() {
        for name in OF_PROXIES {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("localhost:8080"));
            assert!(principal(&headers, &Cors::Nobody).is_ok());
            headers.insert(name, HeaderValue::from_static("for=203.0.113.9"));
            assert_eq!(principal(&headers, &Cors::Nobody), Err(AuthError::Proxied), "{name}");
        }
    }
}
