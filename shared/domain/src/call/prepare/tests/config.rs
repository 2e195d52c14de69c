//! Which parts of a call come from the config and which from the call itself.

use beadle_values::id::{ConfigId, OwnerId};
use proptest::prelude::*;

use super::*;
use crate::{call, config::Config};

fn config(profile: Value) -> Config {
    Config {
        id: ConfigId::from_uuid(uuid::Uuid::from_u128(1)),
        owner: OwnerId::parse("ada").unwrap(),
        name: "api".into(),
        description: None,
        shared: true,
        profile: serde_json::from_value(profile).unwrap(),
        created_at: at(0),
        updated_at: at(0),
        updated_by: OwnerId::parse("ada").unwrap(),
        version: 1,
        key: None,
        plan: None,
        idempotency: None,
    }
}

fn with(execution: &Execution, config: &Config) -> Result<HttpRequest, Failure> {
    let secrets = [("t".parse().unwrap(), "s3cr3t".into())].into_iter().collect();
    match call::prepare(execution, Some(config), &values(&secrets))? {
        Outgoing::Http(request) => Ok(*request),
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[case("https://api.example.com/v1", "users", "https://api.example.com/v1/users")]
#[case("https://api.example.com/v1/", "users/${id}?a=1", "https://api.example.com/v1/users/7?a=1")]
#[case("https://api.example.com/v1", "../v2/users", "https://api.example.com/v2/users")]
#[case("https://api.example.com/v1", "/users", "https://api.example.com/users")]
#[case("https://api.example.com/v1", "?a=1", "https://api.example.com/v1/?a=1")]
#[case("https://${region}.example.com", "users", "https://eu.example.com/users")]
#[case("https://api.example.com/v1", "https://other.example.com/x#f", "https://other.example.com/x")]
fn relative_urls_are_resolved(#[case] base: &str, #[case] url: &str, #[case] expected: &str) {
    let mut request = request(&json!({"url": url}));
    request.input.insert("id".into(), json!(7));
    let execution = claim(&Execution::new(request, at(0)), 0);
    let config = config(json!({"base_url": base, "variables": {"region": "eu"}}));
    assert_eq!(with(&execution, &config).unwrap().url.as_str(), expected);
}

#[rstest]
#[case(json!({}), "users", "no config gives a `base_url`")]
#[case(json!({"base_url": "ftp://a.example"}), "users", "the `base_url` of the config is neither")]
#[case(json!({"base_url": "https://a.example"}), "//u:p@b.example/", "user information")]
#[case(json!({"base_url": "https://a.example"}), "${nobody}", "stands for nothing")]
fn rejects_urls_that_can_not_be_called(#[case] profile: Value, #[case] url: &str, #[case] message: &str) {
    let mut request = request(&json!({"url": "https://a.example"}));
    let crate::spec::TaskSpec::Http(spec) = &mut request.spec else { panic!("an HTTP call") };
    spec.url = crate::interpolation::Template::new(url);
    let execution = claim(&Execution::new(request, at(0)), 0);
    let failure = with(&execution, &config(profile)).unwrap_err();
    assert!(failure.message.contains(message), "{}", failure.message);
}

#[test]
fn the_call_takes_precedence_over_its_config() {
    let execution = claimed(json!({
        "url": "https://api.example.com/users?page=1", "headers": {"X-Own": "mine"}, "query": {"tag": "mine"},
    }));
    let config = config(json!({
        "headers": {"x-own": "config's", "x-key": "${secret:t}"},
        "query": {"page": 9, "tag": "config's", "lang": "de", "none": "${nothing:-null}"},
        "egress": {"hosts": ["api.example.com"]},
    }));
    let request = with(&execution, &config).unwrap();
    assert_eq!(request.url.as_str(), "https://api.example.com/users?page=1&lang=de&tag=mine");
    assert_eq!(header(&request, "x-own"), Some("mine"));
    assert_eq!(header(&request, "x-key"), Some("s3cr3t"));
    assert_eq!(request.egress.hosts, ["api.example.com"]);
}

#[test]
fn a_shared_config_is_not_used_for_other_destinations() {
    let config = Config {
        owner: OwnerId::parse("grace").unwrap(),
        ..config(json!({"base_url": "https://api.example.com/v1", "headers": {"x-key": "${secret:t}"}}))
    };
    let elsewhere = claimed(json!({"url": "https://evil.example/"}));
    assert!(with(&elsewhere, &config).unwrap_err().message.contains("leaves the destination"));
    assert!(with(&claimed(json!({"url": "https://api.example.com/x"})), &config).is_ok());
}

#[test]
fn collects_secrets_and_auth_of_a_call() {
    let execution = claimed(json!({
        "method": "POST", "url": "https://a.example/${secret:url}", "headers": {"x-own": "${secret:own}"},
        "query": {"q": ["${secret:query}"]}, "body": {"a": ["${secret:body#f}"]},
    }));
    let config = config(json!({
        "headers": {"x-own": "${secret:hidden}", "x": "${secret:header}"}, "query": {"k": "${secret:param}"},
        "auth": {"type": "bearer", "token": "${secret:auth}"}, "connection": "${secret:unused}",
    }));
    let names = |places: std::collections::BTreeSet<_>| {
        places.iter().map(crate::interpolation::SecretRef::to_string).collect::<Vec<_>>()
    };
    assert_eq!(names(call::secrets(&execution)), ["body#f", "own", "query", "url"]);
    assert_eq!(names(call::secrets_of_config(&execution, &config)), ["auth", "header", "param"]);
    let said_by_config = config.profile.auth.as_ref().map(|auth| (auth, call::AuthSource::Config));
    assert_eq!(call::auth(&execution, Some(&config)), said_by_config);
    assert_eq!(call::auth(&execution, None), None);
    let own = claimed(json!({"url": "https://a.example", "auth": {"type": "none"}}));
    assert_eq!(
        call::auth(&own, Some(&config)),
        Some((&crate::destination::Auth::None, call::AuthSource::Request))
    );
    assert_eq!(names(call::secrets_of_config(&own, &config)), ["header", "hidden", "param"]);
    assert_eq!(call::secrets(&pending()).len(), 0);
}

proptest! {
    #[test]
    fn failures_contain_no_secrets(text in "(\\$\\{(secret:t|x|now)\\}|[ -~]){0,10}") {
        for place in ["url", "headers", "body", "query"] {
            let mut request = request(&json!({"url": "https://a.example", "method": "POST"}));
            let crate::spec::TaskSpec::Http(spec) = &mut request.spec else { panic!("an HTTP call") };
            match place {
                "url" => spec.url = crate::interpolation::Template::new(&*text),
                "headers" => drop(spec.headers.insert("x".into(), crate::interpolation::Template::new(&*text))),
                "query" => drop(spec.query.insert("x".into(), json!([text]))),
                _ => (spec.body, spec.encoding) = (Some(json!(text)), Some(crate::spec::Encoding::Base64)),
            }
            let execution = claim(&Execution::new(request, at(0)), 0);
            if let Err(failure) = with(&execution, &config(json!({"base_url": "https://b.example"}))) {
                prop_assert!(!failure.message.contains("s3cr3t"));
            }
        }
    }
}
