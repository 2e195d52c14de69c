use beadle_values::violation::{Path, Violations};
use rstest::rstest;
use serde_json::{Value, json};

use super::*;
use crate::{
    destination::credential::Credential,
    execution::{Failure, FailureCode},
};

fn parse(auth: Value) -> Result<Auth, Violations> {
    Auth::parse(&auth, &Path::body().key("auth"))
}

/// One `auth` of each type, with the number of its templates.
fn all() -> Vec<(Value, usize)> {
    vec![
        (json!({"type": "none"}), 0),
        (json!({"type": "basic", "username": "${user}", "password": "${secret:api#password}"}), 2),
        (json!({"type": "bearer", "token": "${secret:team/token}"}), 1),
        (json!({"type": "api_key", "name": "X-Key", "value": "${secret:k}"}), 1),
        (json!({"type": "api_key", "in": "query", "name": "key", "value": "${secret:k}"}), 1),
        (
            json!({
                "type": "oauth2", "token_url": "https://login.example/token", "client_id": "beadle",
                "client_secret": "${secret:oauth}", "scope": "read write", "audience": "${input.audience}",
                "client_auth": "body",
            }),
            5,
        ),
        (
            json!({
                "type": "jwt", "algorithm": "ES256", "key": "${secret:jwt#pem}", "key_id": "2026",
                "claims": {"sub": "${user}", "aud": ["a", "b"], "n": 1}, "ttl": "1m", "header": "X-Token",
            }),
            4,
        ),
        (
            json!({
                "type": "sigv4", "region": "eu-central-1", "service": "execute-api", "access_key_id": "AKID",
                "secret_access_key": "${secret:aws#key}", "session_token": "${secret:aws#session}",
            }),
            3,
        ),
    ]
}

#[test]
fn each_type_parses_serializes_renders_and_hides_secrets() {
    for (given, templates) in all() {
        let auth = parse(given.clone()).unwrap_or_else(|violations| panic!("{given}: {violations}"));
        let stored = serde_json::to_value(&auth).unwrap();
        assert_eq!(serde_json::from_value::<Auth>(stored.clone()).unwrap(), auth, "{stored}");
        assert_eq!(parse(stored).unwrap(), auth, "what is answered can be sent again");
        assert_eq!(auth.templates().len(), templates, "{given}");
        let credential = auth
            .render(&|template| Ok(template.as_str().replace("${secret:", "TOP-SECRET ").replace("${", "")))
            .unwrap();
        assert!(!format!("{credential:?}").contains("TOP-SECRET"), "{credential:?}");
    }
}

#[test]
fn what_is_left_out_has_a_default() {
    let Ok(Auth::ApiKey(KeyAuth { place, name, .. })) = parse(all()[3].0.clone()) else { panic!() };
    assert_eq!((place, name.as_str()), (KeyPlace::Header, "x-key"));
    let jwt = json!({"type": "jwt", "algorithm": "HS256", "key": "${secret:k}"});
    let Ok(Auth::Jwt(token)) = parse(jwt) else { panic!() };
    assert_eq!((token.ttl, token.header), (DEFAULT_TOKEN_TTL, None));
}

#[test]
fn a_render_failure_is_returned() {
    let auth = parse(all()[2].0.clone()).unwrap();
    let failure = auth.render(&|_| Err(Failure::new(FailureCode::Secret, "no such secret"))).unwrap_err();
    assert_eq!(failure.code, FailureCode::Secret);
}

#[test]
fn claims_are_rendered_at_any_depth() {
    let jwt = json!({
        "type": "jwt", "algorithm": "HS256", "key": "${secret:k}",
        "claims": {"a": {"b": ["${x}", 1]}, "c": true},
    });
    let credential = parse(jwt).unwrap().render(&|_| Ok("filled".to_owned())).unwrap();
    let Credential::Jwt(token) = credential else { panic!() };
    assert_eq!(Value::Object(token.claims), json!({"a": {"b": ["filled", 1]}, "c": true}));
}

#[rstest]
#[case(json!("basic"), &["body.auth"])]
#[case(json!({}), &["body.auth.type"])]
#[case(json!({"type": "digest"}), &["body.auth.type"])]
#[case(json!({"type": "none", "token": "t"}), &["body.auth.token"])]
#[case(json!({"type": "basic"}), &["body.auth.username", "body.auth.password"])]
#[case(json!({"type": "basic", "username": "a:b", "password": "plain", "realm": "r"}),
    &["body.auth.realm", "body.auth.password", "body.auth.username"])]
#[case(json!({"type": "bearer", "token": "Bearer ${secret:t}"}), &["body.auth.token"])]
#[case(json!({"type": "bearer", "token": "${input.token}"}), &["body.auth.token"])]
#[case(json!({"type": "bearer", "token": "${secret:a}${secret:b}"}), &["body.auth.token"])]
#[case(json!({"type": "bearer", "token": "${secret:../a}"}), &["body.auth.token"])]
#[case(json!({"type": "api_key", "in": "cookie", "name": "a b"}),
    &["body.auth.in", "body.auth.name", "body.auth.value"])]
#[case(json!({"type": "api_key", "name": "Host", "value": "${secret:k}"}), &["body.auth.name"])]
#[case(json!({"type": "oauth2", "token_url": "ftp://a", "client_auth": "jwt", "scope": 1}),
    &["body.auth.token_url", "body.auth.client_id", "body.auth.client_secret", "body.auth.scope",
      "body.auth.client_auth"])]
#[case(json!({"type": "jwt", "algorithm": "none", "claims": {"exp": 1}, "ttl": "2d"}),
    &["body.auth.algorithm", "body.auth.key", "body.auth.claims.exp", "body.auth.ttl"])]
#[case(json!({"type": "jwt", "ttl": "1m", "ttl_ms": 1, "claims": []}),
    &["body.auth.algorithm", "body.auth.key", "body.auth.claims", "body.auth.ttl_ms"])]
#[case(json!({"type": "sigv4", "session_token": "t"}),
    &["body.auth.region", "body.auth.service", "body.auth.access_key_id", "body.auth.secret_access_key",
      "body.auth.session_token"])]
fn every_fault_is_named_with_its_place(#[case] auth: Value, #[case] places: &[&str]) {
    let violations = parse(auth).unwrap_err();
    assert_eq!(violations.iter().map(|v| v.path.to_string()).collect::<Vec<_>>(), places);
}

#[test]
fn a_secret_in_the_clear_is_refused_with_a_hint_and_not_repeated() {
    let violations = parse(json!({"type": "bearer", "token": "hunter2"})).unwrap_err();
    let printed = serde_json::to_string(&violations).unwrap();
    assert!(printed.contains("${secret:name") && !printed.contains("hunter2"), "{printed}");
}
