//! What must not be told again: the values of headers that carry credentials.

use std::collections::BTreeMap;

use crate::{
    call::credentials::is_credential,
    interpolation::Template,
    spec::{HttpSpec, TaskSpec},
    violation::{Path, Violation, Violations},
};

/// What stands for a value that is not told.
pub const MASK: &str = "********";

/// Whether the header `name` (in any case) carries credentials by its name.
pub fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    is_credential(&name) || (name.ends_with("-key") && name != "idempotency-key")
}

/// The value of the header `name` as it may be told.
pub fn shown<'a>(name: &str, value: &'a str) -> &'a str {
    if is_secret(name) { MASK } else { value }
}

/// What a user wrote into the header `name`, as it may be told: the reference to a secret is none.
pub fn shown_template<'a>(name: &str, value: &'a Template) -> &'a str {
    if is_secret(name) && value.secrets().is_empty() { MASK } else { value.as_str() }
}

/// Replaces each mask that came back from an answer by the value it stands for in `known`.
///
/// # Errors
/// A violation below `path` (the place of the headers' parent) for a mask that stands for nothing.
pub fn unmask_headers(
    headers: &mut BTreeMap<String, Template>,
    known: Option<&BTreeMap<String, Template>>,
    path: &Path,
) -> Result<(), Violations> {
    let mut violations = Violations::new();
    for (name, value) in headers {
        if value.as_str() != MASK || !is_secret(name) {
            continue;
        }
        match known.and_then(|known| known.get(name)) {
            Some(stored) => *value = stored.clone(),
            None => violations.push(stands_for_nothing(name, path)),
        }
    }
    violations.into_result(())
}

fn stands_for_nothing(name: &str, path: &Path) -> Violation {
    let path = path.key("headers").key(name);
    Violation::new(path, "masked", "is the mask of a value, not a value")
        .hint("answers don't tell credentials: send the credential itself")
}

/// `spec` with each mask that came back from an answer replaced by the value it stands for in `known`.
///
/// # Errors
/// A violation below `path` (the place of the config) for a mask that stands for nothing.
pub fn unmask(spec: &mut TaskSpec, known: Option<&TaskSpec>, path: &Path) -> Result<(), Violations> {
    let mut violations = Violations::new();
    let known: Option<&BTreeMap<String, String>> = known.map(|spec| &http(spec).headers);
    for (name, value) in &mut http_mut(spec).headers {
        if value != MASK || !is_secret(name) {
            continue;
        }
        match known.and_then(|headers| headers.get(name)) {
            Some(stored) => stored.clone_into(value),
            None => violations.push(stands_for_nothing(name, path)),
        }
    }
    violations.into_result(())
}

fn http(spec: &TaskSpec) -> &HttpSpec {
    match spec {
        TaskSpec::Http(http) | TaskSpec::ApiCall(http) | TaskSpec::Webhook(http) => http,
    }
}

fn http_mut(spec: &mut TaskSpec) -> &mut HttpSpec {
    match spec {
        TaskSpec::Http(http) | TaskSpec::ApiCall(http) | TaskSpec::Webhook(http) => http,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::spec::TaskType;

    #[test]
    fn names_that_carry_credentials() {
        let secret = [
            "Authorization",
            "cookie",
            "Set-Cookie",
            "X-API-Key",
            "x-functions-key",
            "x-auth-token",
            "client_secret",
        ];
        let open = ["content-type", "accept", "x-request-id", "idempotency-key", "x-monkey"];
        assert!(secret.iter().all(|name| is_secret(name)), "{secret:?}");
        assert!(!open.iter().any(|name| is_secret(name)), "{open:?}");
    }

    #[test]
    fn a_mask_that_comes_back_keeps_the_stored_value_and_stands_for_nothing_else() {
        let spec = |value: &str| {
            let config =
                json!({"url": "http://a.example", "headers": {"authorization": value, "accept": MASK}});
            TaskSpec::parse(TaskType::Http, config.as_object().unwrap(), &[], &Path::body()).unwrap()
        };
        let mut edited = spec(MASK);
        unmask(&mut edited, Some(&spec("Bearer t")), &Path::body()).unwrap();
        assert_eq!(edited, spec("Bearer t"));
        let violations = unmask(&mut spec(MASK), None, &Path::body().key("config")).unwrap_err();
        let places: Vec<_> = violations.iter().map(|violation| violation.path.to_string()).collect();
        assert_eq!(places, ["body.config.headers.authorization"]);
    }
}
