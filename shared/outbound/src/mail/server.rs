//! Parses the URL of a mail server.

use beadle_domain::{call::MailError, destination::egress::Scheme};
use lettre::transport::smtp::authentication::Credentials;
use percent_encoding::percent_decode_str;
use url::{Host, Url};

/// The use of TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tls {
    /// From the beginning (RFC 8314 section 3.3).
    Implicit,
    /// Before the login; a server without it is refused (RFC 3207).
    Starttls,
    /// Never.
    None,
}

/// A mail server.
pub(super) struct MailServer {
    pub(super) host: Host<String>,
    pub(super) port: u16,
    pub(super) tls: Tls,
    pub(super) credentials: Option<Credentials>,
}

impl MailServer {
    /// Parses `text`, of which the message of an error contains no part.
    ///
    /// # Errors
    /// [`MailError::InvalidRequest`] if it is not the URL of a mail server.
    pub(super) fn parse(text: &str) -> Result<Self, MailError> {
        let unusable = |why: &str| MailError::InvalidRequest(format!("the server's URL {why}"));
        let url = Url::parse(text).map_err(|_| unusable("is no URL"))?;
        let (tls, port) = match url.scheme().parse() {
            Ok(Scheme::Smtps) => (Tls::Implicit, 465),
            Ok(Scheme::Smtp) if url.query() == Some("tls=none") => (Tls::None, 587),
            Ok(Scheme::Smtp) => (Tls::Starttls, 587),
            _ => return Err(unusable("begins with neither smtp:// nor smtps://")),
        };
        let host = url.host_str().ok_or_else(|| unusable("names no host"))?;
        // Of schemes other than those of the web, the URL leaves the host as it is written.
        let host = Host::parse(host).map_err(|_| unusable("names no host"))?;
        let decoded = |text: &str| {
            let decoded = percent_decode_str(text).decode_utf8();
            decoded
                .map(std::borrow::Cow::into_owned)
                .map_err(|_| unusable("has a name or password that is not UTF-8"))
        };
        let credentials = match (url.username(), url.password()) {
            ("", None) => None,
            (user, password) => {
                Some(Credentials::new(decoded(user)?, decoded(password.unwrap_or_default())?))
            }
        };
        Ok(Self { host, port: url.port().unwrap_or(port), tls, credentials })
    }

    /// The name or address that the certificate is for.
    pub(super) fn name(&self) -> String {
        match &self.host {
            Host::Domain(name) => name.clone(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        }
    }

    /// The scheme of the URL.
    pub(super) fn scheme(&self) -> &'static str {
        match self.tls {
            Tls::Implicit => Scheme::Smtps.as_str(),
            Tls::Starttls | Tls::None => Scheme::Smtp.as_str(),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("smtps://ada:p%40ss@mail.example.com", Tls::Implicit, "mail.example.com", 465)]
    #[case("smtp://mail.example.com", Tls::Starttls, "mail.example.com", 587)]
    #[case("smtp://[::1]:2525/?tls=none", Tls::None, "::1", 2525)]
    #[case("smtp://0x7f.1:25", Tls::Starttls, "127.0.0.1", 25)]
    fn urls_are_read(#[case] url: &str, #[case] tls: Tls, #[case] name: &str, #[case] port: u16) {
        let server = MailServer::parse(url).unwrap();
        assert_eq!((server.tls, server.name().as_str(), server.port), (tls, name, port));
        let expected = url.contains('@').then(|| Credentials::new("ada".to_owned(), "p@ss".to_owned()));
        assert_eq!(server.credentials, expected);
    }

    #[rstest]
    #[case("http://secret.example")]
    #[case("smtp:secret")]
    #[case("secret")]
    #[case("smtp://%ff:secret@mail.example")]
    fn others_are_refused_without_revealing_them(#[case] url: &str) {
        let Err(MailError::InvalidRequest(text)) = MailServer::parse(url) else { panic!("{url}") };
        assert!(!text.contains("secret"), "{text}");
    }
}
