//! Which server a command talks to, and as whom: an option beats a variable, and a variable beats the profile.

use clap::Args;
use url::{Host, Url};

use super::{
    Error, Result,
    profile::{self, Profile, Profiles},
};

/// The server of `beadle dev`.
const DEFAULT_URL: &str = "http://127.0.0.1:8080";

/// The options that choose the server.
#[derive(Debug, Clone, Args)]
pub struct ConnectionOptions {
    /// The profile to use: `beadle profile list` shows them.
    #[arg(short, long, global = true, env = "BEADLE_PROFILE", value_name = "NAME")]
    pub profile: Option<String>,
    /// The address of the API; `http://127.0.0.1:8080` unless a profile says otherwise.
    #[arg(id = SERVER_URL, long = "url", global = true, env = "BEADLE_URL", value_name = "URL")]
    pub url: Option<String>,
}

/// The id of `--url`, for commands whose `--url` is another one.
pub const SERVER_URL: &str = "server_url";

/// How a client signs in.
#[derive(Clone)]
pub enum Credentials {
    /// `X-API-Key`.
    ApiKey(String),
    /// `Authorization: Bearer`.
    Token(String),
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credentials")
    }
}

/// A server and who asks.
#[derive(Debug, Clone)]
pub struct Connection {
    url: Url,
    text: String,
    credentials: Option<Credentials>,
}

/// What the environment says.
#[derive(Debug, Default)]
struct Variables {
    api_key: Option<String>,
    token: Option<String>,
}

impl Connection {
    /// Reads the options, the variables `BEADLE_API_KEY` and `BEADLE_TOKEN`, and the file of profiles.
    ///
    /// # Errors
    /// [`Error::Usage`] for an address that is none, and what reading the file returns.
    pub fn open(options: &ConnectionOptions) -> Result<Self> {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let variables = Variables { api_key: variable("BEADLE_API_KEY"), token: variable("BEADLE_TOKEN") };
        // Without a home folder there are no profiles, and none is needed.
        let profiles = match profile::file() {
            Ok(file) => Profiles::read(&file)?,
            Err(_) => Profiles::default(),
        };
        Self::choose(options, variables, &profiles)
    }

    fn choose(options: &ConnectionOptions, variables: Variables, profiles: &Profiles) -> Result<Self> {
        let profile = profiles.select(options.profile.as_deref())?;
        let stated = options.url.as_deref();
        let url = parse(stated.or_else(|| Some(profile?.url.as_str())).unwrap_or(DEFAULT_URL))?;
        let of_variables =
            variables.api_key.map(Credentials::ApiKey).or_else(|| variables.token.map(Credentials::Token));
        // The keys of a profile are for its own server: never for the one that `--url` names.
        let profile = profile.filter(|profile| {
            stated.is_none() || parse(&profile.url).is_ok_and(|own| own.origin() == url.origin())
        });
        let credentials = of_variables.or_else(|| profile?.credentials());
        Self::new(url, credentials)
    }

    /// The server of a profile, whatever options and variables say.
    ///
    /// # Errors
    /// [`Error::Usage`] for an address that is none, or that credentials may not be sent to.
    pub fn to(profile: &Profile) -> Result<Self> {
        Self::new(parse(&profile.url)?, profile.credentials())
    }

    fn new(url: Url, credentials: Option<Credentials>) -> Result<Self> {
        let connection = Self { text: url.as_str().trim_end_matches('/').to_owned(), url, credentials };
        if connection.credentials.is_some() && connection.url.scheme() == "http" && !connection.is_loopback()
        {
            let url = connection.url();
            return Err(Error::Usage(format!("{url} is not encrypted: credentials are sent to https only")));
        }
        Ok(connection)
    }

    /// The address without a slash at its end.
    pub fn url(&self) -> &str {
        &self.text
    }

    /// The address of a path.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.text)
    }

    /// How it signs in.
    pub fn credentials(&self) -> Option<&Credentials> {
        self.credentials.as_ref()
    }

    /// Whether the server is this machine.
    pub fn is_loopback(&self) -> bool {
        match self.url.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        }
    }
}

/// Reads the address of an API.
///
/// # Errors
/// [`Error::Usage`] if it is no address of HTTP.
pub fn parse(text: &str) -> Result<Url> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    url.ok_or_else(|| Error::Usage(format!("{text} is no address such as https://tasks.example.com")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(url: Option<&str>, variables: Variables) -> Result<Connection> {
        let profile =
            Profile { url: "https://prod.example.com/".into(), api_key: Some("kept".into()), token: None };
        let profiles = Profiles { current: Some("prod".into()), profiles: [("prod".into(), profile)].into() };
        Connection::choose(
            &ConnectionOptions { profile: None, url: url.map(str::to_owned) },
            variables,
            &profiles,
        )
    }

    fn key(connection: &Connection) -> Option<&str> {
        match connection.credentials() {
            Some(Credentials::ApiKey(text) | Credentials::Token(text)) => Some(text),
            None => None,
        }
    }

    #[test]
    fn an_option_beats_a_variable_and_a_variable_beats_the_profile() {
        let connection = chosen(None, Variables::default()).unwrap();
        assert_eq!((connection.url(), key(&connection)), ("https://prod.example.com", Some("kept")));
        let token = || Variables { token: Some("given".into()), ..Variables::default() };
        assert_eq!(key(&chosen(None, token()).unwrap()), Some("given"));
        let connection = chosen(Some("http://127.0.0.1:9000"), token()).unwrap();
        assert_eq!((connection.url(), key(&connection)), ("http://127.0.0.1:9000", Some("given")));
    }

    #[test]
    fn the_keys_of_a_profile_are_sent_to_its_server_only() {
        assert_eq!(key(&chosen(Some("https://other.example.com"), Variables::default()).unwrap()), None);
        assert_eq!(
            key(&chosen(Some("https://prod.example.com"), Variables::default()).unwrap()),
            Some("kept")
        );
    }

    #[test]
    fn credentials_are_not_sent_unencrypted() {
        let variables = Variables { api_key: Some("given".into()), ..Variables::default() };
        assert_eq!(chosen(Some("http://tasks.example.com"), variables).unwrap_err().exit_code(), 2);
        assert!(chosen(Some("http://tasks.example.com"), Variables::default()).is_ok());
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in ["tasks.example.com", "ftp://tasks.example.com", "", "http://"] {
            assert_eq!(chosen(Some(text), Variables::default()).unwrap_err().exit_code(), 2, "{text}");
        }
    }
}
