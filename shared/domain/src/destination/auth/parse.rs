//! `auth` as callers write it: its type, and the shapes of its members.

use beadle_values::{
    body::{
        Custom, Member, Names, ObjectSchema, Schemas, Shape, Variant, as_object, chosen, custom, object,
        variant,
    },
    schema_for_utoipa,
    violation::{Path, Violation, Violations},
};
use serde_json::{Map, Value, json};
use url::Url;

use super::{
    Auth,
    kinds::{ClientCredentials, MintedToken, NoAuth},
};
use crate::{
    interpolation::{SecretRef, Template},
    spec::headers::{RESERVED_HEADERS, is_header_name},
};

/// The longest string of an `auth`, in bytes.
const LONGEST_TEXT: usize = 4096;

/// Claims that are set when a token is minted.
const OWN_CLAIMS: [&str; 3] = ["iat", "exp", "jti"];

fn types() -> Vec<Variant<Auth>> {
    vec![
        variant("none", |NoAuth {}| Auth::None),
        variant("basic", Auth::Basic),
        variant("bearer", Auth::Bearer),
        variant("api_key", Auth::ApiKey),
        variant("oauth2", |grant: ClientCredentials| Auth::OAuth2(Box::new(grant))),
        variant("jwt", |token: MintedToken| Auth::Jwt(Box::new(token))),
        variant("sigv4", Auth::SigV4),
    ]
}

impl Auth {
    /// Adds the names of its members, whatever its type.
    pub fn names(names: &mut Names) {
        types().iter().for_each(|kind| kind.names(names));
    }

    /// Reads an `auth` object.
    ///
    /// What is secret in it has to be one `${secret:name#field}` and nothing else.
    ///
    /// # Errors
    /// All its faults, unknown members included.
    pub fn parse(value: &Value, path: &Path) -> Result<Self, Violations> {
        <Self as Member>::parse(value, path)
    }
}

impl Member for Auth {
    fn parse(value: &Value, path: &Path) -> Result<Self, Violations> {
        let members = as_object(value, path).map_err(|violation| {
            violation.hint(
                "an object with a `type`, such as {\"type\": \"bearer\", \"token\": \"${secret:name}\"}",
            )
        })?;
        let kind = chosen(types(), "type", None, "unknown auth type", members, path)?;
        let mut violations = Violations::new();
        match kind.read(members, &["type"], path, &mut violations) {
            Some(auth) if violations.is_empty() => Ok(auth),
            _ => Err(violations),
        }
    }

    fn schema(schemas: &mut Schemas) -> Value {
        schemas.named("Auth", |schemas| {
            let mut object = ObjectSchema::named("Auth");
            for kind in types() {
                let mut own = ObjectSchema::default();
                kind.describe(&mut own, schemas);
                own.member("type", "", json!({"type": "string", "enum": [kind.name]}), false);
                own.required.push("type".to_owned());
                object.choices.push(own);
            }
            let description = "How calls show who calls; what is secret in it has to be a reference such as \
                `${secret:name#field}`.";
            let example = json!({"type": "bearer", "token": "${secret:users-api#token}"});
            object.finish(description, Some(example), schemas)
        })
    }
}

schema_for_utoipa!(Auth, "Auth", <Auth as Member>::schema);

fn string(_: &mut Schemas) -> Value {
    json!({"type": "string"})
}

/// A string of visible characters.
pub(super) fn visible() -> Custom<String> {
    custom(read_visible, string)
}

fn read_visible(value: &Value, path: &Path) -> Result<String, Violations> {
    let fits = |text: &&str| (1..=LONGEST_TEXT).contains(&text.len()) && !text.chars().any(char::is_control);
    match value.as_str().filter(fits) {
        Some(text) => Ok(text.to_owned()),
        None => {
            let message = format!("must be a string of 1 to {LONGEST_TEXT} visible characters");
            Err(Violation::new(path.clone(), "type_error", message).into())
        }
    }
}

/// The same with placeholders.
pub(crate) fn template() -> impl Shape<Value = Template> {
    visible().map(Template::new)
}

/// A reference to a secret and nothing beside it: what is secret is never stored in the clear.
pub(crate) fn secret() -> Custom<Template> {
    custom(read_secret, |_| json!({"type": "string", "pattern": r"^\$\{secret:.+\}$"}))
}

fn read_secret(value: &Value, path: &Path) -> Result<Template, Violations> {
    let place = value
        .as_str()
        .and_then(|text| text.strip_prefix("${secret:")?.strip_suffix('}'))
        .and_then(|place| place.parse::<SecretRef>().ok());
    match place {
        Some(place) => Ok(Template::new(format!("${{secret:{place}}}"))),
        None => {
            let message = "must be a reference to a secret and nothing else";
            let violation = Violation::new(path.clone(), "secret", message);
            Err(violation.hint("write \"${secret:name}\" or \"${secret:name#field}\"").into())
        }
    }
}

/// The name of a header, read in lower case.
pub(crate) fn header() -> Custom<String> {
    custom(read_header, string)
}

fn read_header(value: &Value, path: &Path) -> Result<String, Violations> {
    let name = read_visible(value, path)?.to_ascii_lowercase();
    if is_header_name(&name) && !RESERVED_HEADERS.contains(&name.as_str()) {
        return Ok(name);
    }
    Err(Violation::new(path.clone(), "header", "is no header that can be set (RFC 9110 section 5.1)").into())
}

/// The URL of a token endpoint; one with placeholders is checked once they are filled in.
pub(super) fn token_url() -> Custom<Template> {
    custom(read_token_url, |_| json!({"type": "string", "example": "https://login.example.com/oauth2/token"}))
}

fn read_token_url(value: &Value, path: &Path) -> Result<Template, Violations> {
    let text = read_visible(value, path)?;
    let fits = Url::parse(&text).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.username().is_empty()
            && url.password().is_none()
            && url.fragment().is_none()
    });
    if fits || text.contains("${") {
        return Ok(Template::new(text));
    }
    let message = "must be an http or https URL without user information and fragment";
    let violation = Violation::new(path.clone(), "url", message);
    Err(violation.hint("such as https://login.example.com/oauth2/token").into())
}

/// The claims of a token.
pub(super) fn claims() -> Custom<Map<String, Value>> {
    custom(read_claims, |schemas| object().schema(schemas))
}

fn read_claims(value: &Value, path: &Path) -> Result<Map<String, Value>, Violations> {
    let claims = object().read(value, path)?;
    let mut violations = Violations::new();
    for name in OWN_CLAIMS.iter().filter(|name| claims.contains_key(**name)) {
        let violation = Violation::new(path.key(*name), "claim", "is set when the token is minted");
        violations.push(violation.hint("leave it out; `ttl` says how long the token is valid"));
    }
    violations.into_result(claims)
}
