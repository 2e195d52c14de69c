//! `auth` as callers write it; all its faults at once.

use std::time::Duration;

use beadle_values::{
    duration,
    names::{self, Named},
    violation::{Path, Violation, Violations},
};
use serde_json::{Map, Value};
use url::Url;

use super::{
    Auth, ClientAuth, ClientCredentials, DEFAULT_TOKEN_TTL, KeyPlace, MAX_TOKEN_TTL, MintedToken,
    SigningAlgorithm,
};
use crate::{
    interpolation::{SecretRef, Template},
    spec::headers::{RESERVED_HEADERS, is_header_name},
};

/// The longest text of an `auth`, in bytes.
const LONGEST_TEXT: usize = 4096;

/// The types there are, with their members.
const TYPES: [(&str, &[&str]); 7] = [
    ("none", &[]),
    ("basic", &["username", "password"]),
    ("bearer", &["token"]),
    ("api_key", &["in", "name", "value"]),
    ("oauth2", &["token_url", "client_id", "client_secret", "scope", "audience", "client_auth"]),
    ("jwt", &["algorithm", "key", "key_id", "claims", "ttl", "ttl_ms", "header"]),
    ("sigv4", &["region", "service", "access_key_id", "secret_access_key", "session_token"]),
];

/// Claims that are set when a token is minted.
const OWN_CLAIMS: [&str; 3] = ["iat", "exp", "jti"];

/// See [`Auth::parse`].
pub(super) fn auth(value: &Value, path: &Path) -> Result<Auth, Violations> {
    let Some(members) = value.as_object() else {
        let violation = Violation::new(path.clone(), "type_error", "must be an object with a `type`");
        return Err(violation.hint(hint()).into());
    };
    let named = members.get("type").and_then(Value::as_str);
    let known = TYPES.iter().find(|(name, _)| Some(*name) == named);
    let Some((kind, allowed)) = known else {
        let violation = match members.get("type") {
            None | Some(Value::Null) => Violation::new(path.key("type"), "missing", "is required"),
            Some(_) => Violation::new(path.key("type"), "enum", "is no type of auth"),
        };
        return Err(violation.hint(hint()).into());
    };
    let mut reader = Reader { members, path, violations: Violations::new() };
    reader.refuse_unknown(kind, allowed);
    let auth = match *kind {
        "none" => Some(Auth::None),
        "basic" => basic(&mut reader),
        "bearer" => reader.secret("token").map(|token| Auth::Bearer { token }),
        "api_key" => api_key(&mut reader),
        "oauth2" => oauth2(&mut reader).map(Auth::OAuth2),
        "jwt" => jwt(&mut reader).map(Auth::Jwt),
        _ => sigv4(&mut reader),
    };
    match auth {
        Some(auth) if reader.violations.is_empty() => Ok(auth),
        _ => Err(reader.violations),
    }
}

fn hint() -> String {
    format!("types: {}", TYPES.map(|(name, _)| name).join(", "))
}

// Every member is read before the first that is missing ends it, so that all faults are found.

fn basic(reader: &mut Reader<'_>) -> Option<Auth> {
    let (username, password) = (reader.template("username"), reader.secret("password"));
    if let Some(name) = &username
        && !name.as_str().contains("${")
        && name.as_str().contains(':')
    {
        let message = "holds a colon, which no name may (RFC 7617 section 2)";
        reader.violations.add(reader.path.key("username"), "value_error", message);
    }
    Some(Auth::Basic { username: username?, password: password? })
}

fn api_key(reader: &mut Reader<'_>) -> Option<Auth> {
    let place = reader.choice("in").unwrap_or(Some(KeyPlace::Header));
    let name = match place {
        Some(KeyPlace::Query) => reader.text("name"),
        _ => reader.header("name"),
    };
    let name = reader.required("name", name);
    let value = reader.secret("value");
    Some(Auth::ApiKey { place: place?, name: name?, value: value? })
}

fn oauth2(reader: &mut Reader<'_>) -> Option<Box<ClientCredentials>> {
    let token_url = reader.template("token_url");
    if let Some(url) = &token_url {
        reader.check_url("token_url", url.as_str());
    }
    let (client_id, client_secret) = (reader.template("client_id"), reader.secret("client_secret"));
    let (scope, audience) = (reader.optional_template("scope"), reader.optional_template("audience"));
    let client_auth = reader.choice("client_auth").unwrap_or(Some(ClientAuth::Basic));
    Some(Box::new(ClientCredentials {
        token_url: token_url?,
        client_id: client_id?,
        client_secret: client_secret?,
        scope,
        audience,
        client_auth: client_auth?,
    }))
}

fn jwt(reader: &mut Reader<'_>) -> Option<Box<MintedToken>> {
    let algorithm = match reader.choice::<SigningAlgorithm>("algorithm") {
        Some(given) => given,
        None => reader.required("algorithm", None),
    };
    let key = reader.secret("key");
    let (key_id, header) = (reader.text("key_id"), reader.header("header"));
    let claims = reader.claims();
    let ttl = reader.ttl();
    Some(Box::new(MintedToken { algorithm: algorithm?, key: key?, key_id, claims, ttl: ttl?, header }))
}

fn sigv4(reader: &mut Reader<'_>) -> Option<Auth> {
    let region = reader.text("region");
    let region = reader.required("region", region);
    let service = reader.text("service");
    let service = reader.required("service", service);
    let (access_key_id, secret_access_key) =
        (reader.template("access_key_id"), reader.secret("secret_access_key"));
    let session_token = reader.present("session_token").map(|_| reader.secret("session_token"));
    Some(Auth::SigV4 {
        region: region?,
        service: service?,
        access_key_id: access_key_id?,
        secret_access_key: secret_access_key?,
        session_token: session_token.flatten(),
    })
}

/// Reads the members of an `auth` and collects their faults.
struct Reader<'a> {
    members: &'a Map<String, Value>,
    path: &'a Path,
    violations: Violations,
}

impl<'a> Reader<'a> {
    fn refuse_unknown(&mut self, kind: &str, allowed: &[&str]) {
        for name in self.members.keys().filter(|name| *name != "type" && !allowed.contains(&name.as_str())) {
            let message = format!("is not a member of `auth` of type {kind}");
            let hint = match allowed {
                [] => "it has no members beside `type`".to_owned(),
                _ => format!("members: {}", allowed.join(", ")),
            };
            self.violations.push(Violation::new(self.path.key(name), "unknown_field", message).hint(hint));
        }
    }

    fn present(&self, name: &str) -> Option<&'a Value> {
        self.members.get(name).filter(|value| !value.is_null())
    }

    /// Notes that `name` is missing, unless something was found wrong with it already.
    fn required<T>(&mut self, name: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && self.present(name).is_none() {
            self.violations.add(self.path.key(name), "missing", "is required");
        }
        value
    }

    /// A text of visible characters, if it is given.
    fn text(&mut self, name: &str) -> Option<String> {
        let text = self.present(name)?.as_str();
        let fits =
            |text: &&str| (1..=LONGEST_TEXT).contains(&text.len()) && !text.chars().any(char::is_control);
        match text.filter(fits) {
            Some(text) => Some(text.to_owned()),
            None => {
                let message = format!("must be a text of 1 to {LONGEST_TEXT} visible characters");
                self.violations.add(self.path.key(name), "type_error", message);
                None
            }
        }
    }

    fn optional_template(&mut self, name: &str) -> Option<Template> {
        self.text(name).map(Template::new)
    }

    fn template(&mut self, name: &str) -> Option<Template> {
        let given = self.optional_template(name);
        self.required(name, given)
    }

    /// A reference to a secret and nothing beside it: what is secret is never stored in the clear.
    fn secret(&mut self, name: &str) -> Option<Template> {
        let Some(value) = self.present(name) else { return self.required(name, None) };
        let place = value
            .as_str()
            .and_then(|text| text.strip_prefix("${secret:")?.strip_suffix('}'))
            .and_then(|place| place.parse::<SecretRef>().ok());
        match place {
            Some(place) => Some(Template::new(format!("${{secret:{place}}}"))),
            None => {
                let message = "must be a reference to a secret and nothing else";
                let violation = Violation::new(self.path.key(name), "secret", message);
                self.violations.push(violation.hint("write \"${secret:name}\" or \"${secret:name#field}\""));
                None
            }
        }
    }

    /// The name of a header in lower case, if it is given.
    fn header(&mut self, name: &str) -> Option<String> {
        let given = self.text(name)?.to_ascii_lowercase();
        if is_header_name(&given) && !RESERVED_HEADERS.contains(&given.as_str()) {
            return Some(given);
        }
        let message = "is no header that can be set (RFC 9110 section 5.1)";
        self.violations.add(self.path.key(name), "header", message);
        None
    }

    /// A name; `None` where nothing is given, `Some(None)` where something else is.
    fn choice<T: Named>(&mut self, name: &str) -> Option<Option<T>> {
        let read = names::parse(self.present(name)?, &self.path.key(name));
        Some(self.violations.take(read.map_err(Violations::from)))
    }

    /// Where the text holds no placeholder, what is wrong with it as the URL of a token endpoint is wrong now.
    fn check_url(&mut self, name: &str, text: &str) {
        if text.contains("${") {
            return;
        }
        let fits = Url::parse(text).is_ok_and(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.username().is_empty()
                && url.password().is_none()
                && url.fragment().is_none()
        });
        if !fits {
            let message = "must be an http or https URL without user information and fragment";
            let violation = Violation::new(self.path.key(name), "url", message);
            self.violations.push(violation.hint("such as https://login.example.com/oauth2/token"));
        }
    }

    fn claims(&mut self) -> Map<String, Value> {
        let path = self.path.key("claims");
        let Some(value) = self.present("claims") else { return Map::new() };
        let Some(claims) = value.as_object() else {
            self.violations.add(path, "type_error", "must be an object");
            return Map::new();
        };
        for name in OWN_CLAIMS.iter().filter(|name| claims.contains_key(**name)) {
            let violation = Violation::new(path.key(*name), "claim", "is set when the token is minted");
            self.violations.push(violation.hint("leave it out; `ttl` says how long the token holds"));
        }
        claims.clone()
    }

    fn ttl(&mut self) -> Option<Duration> {
        let (name, value) = match (self.present("ttl"), self.present("ttl_ms")) {
            (Some(_), Some(_)) => {
                let message = "says the same as `ttl`: give one of them";
                self.violations.add(self.path.key("ttl_ms"), "conflict", message);
                return None;
            }
            (Some(value), None) => ("ttl", value),
            (None, Some(value)) => ("ttl_ms", value),
            (None, None) => return Some(DEFAULT_TOKEN_TTL),
        };
        // Times in a token are whole seconds (RFC 7519 section 2).
        let second = Duration::from_secs(1);
        let parsed = duration::parse_within(value, second, MAX_TOKEN_TTL, &self.path.key(name));
        self.violations.take(parsed.map_err(Violations::from))
    }
}
