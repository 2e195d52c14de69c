//! Conversations with Parameter Store.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use beadle_application::port::{Clock, Secrets};
use beadle_aws::{ParameterStore, SecretsSettings};
use beadle_domain::interpolation::SecretError;
use beadle_values::id::OwnerId;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::{script::Script, specimen::NOW};

/// A clock that is set by hand, in seconds after [`NOW`].
#[derive(Default)]
struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        NOW + SignedDuration::from_secs(self.0.load(Ordering::SeqCst))
    }
}

fn store(script: &Script, clock: &Arc<Hand>) -> ParameterStore {
    let settings = SecretsSettings { prefix: "/beadle/secrets".to_owned() };
    script.aws().secrets(settings, Arc::clone(clock) as Arc<dyn Clock>)
}

/// The number of secrets found.
async fn resolve(store: &ParameterStore, owner: &str, places: &[&str]) -> Result<usize, SecretError> {
    let places: BTreeSet<_> = places.iter().map(|place| place.parse().unwrap()).collect();
    store.resolve(&OwnerId::parse(owner).unwrap(), &places).await.map(|values| values.len())
}

fn found(parameters: &[(&str, &str)], invalid: &[&str]) -> Value {
    let parameters: Vec<_> =
        parameters.iter().map(|(name, value)| json!({"Name": name, "Value": value})).collect();
    json!({"Parameters": parameters, "InvalidParameters": invalid})
}

#[tokio::test]
async fn both_folders_are_read_in_one_call_and_nothing_outside_of_the_prefix() {
    let answer = found(
        &[("/beadle/secrets/shared/db", r#"{"a":"1","b":"2"}"#)],
        &["/beadle/secrets/owners/auth0.7cada/db"],
    );
    let script = Script::default().answers("GetParameters", answer);
    let store = store(&script, &Arc::default());
    assert_eq!(resolve(&store, "auth0|ada", &["db#a", "db#b"]).await, Ok(2));
    let asked = &script.asked()[0];
    assert_eq!(asked["WithDecryption"], true);
    assert_eq!(asked["Names"], json!(["/beadle/secrets/owners/auth0.7cada/db", "/beadle/secrets/shared/db"]));
}

#[tokio::test]
async fn a_secret_is_cached_for_five_minutes_for_its_owner_and_a_missing_one_is_not() {
    let clock = Arc::new(Hand::default());
    let there = || found(&[("/beadle/secrets/shared/a", "1")], &[]);
    let script = Script::default()
        .answers("GetParameters", there())
        .answers("GetParameters", there())
        .answers("GetParameters", found(&[], &[]))
        .answers("GetParameters", found(&[], &[]))
        .answers("GetParameters", there());
    let store = store(&script, &clock);
    assert_eq!(resolve(&store, "ada", &["a"]).await, Ok(1));
    assert_eq!(resolve(&store, "ada", &["a"]).await, Ok(1));
    assert_eq!(resolve(&store, "bob", &["a"]).await, Ok(1));
    let missing = Err(SecretError::NotFound("b".to_owned()));
    assert_eq!(resolve(&store, "ada", &["a", "b"]).await, missing);
    assert_eq!(resolve(&store, "ada", &["a", "b"]).await, missing);
    clock.0.store(299, Ordering::SeqCst);
    assert_eq!(resolve(&store, "ada", &["a"]).await, Ok(1));
    clock.0.store(300, Ordering::SeqCst);
    assert_eq!(resolve(&store, "ada", &["a"]).await, Ok(1));
    assert_eq!(script.asked()[3]["Names"].as_array().map(Vec::len), Some(2), "only the one that is missing");
}

#[tokio::test]
async fn secrets_manager_is_read_through_parameter_store_below_the_same_prefix() {
    const OWN: &str = "/aws/reference/secretsmanager/beadle/secrets/owners/ada/db";
    const SHARED: &str = "/aws/reference/secretsmanager/beadle/secrets/shared/db";
    let script = Script::default()
        .fails("GetParameters", "ParameterNotFound", json!({}))
        .answers("GetParameters", found(&[(SHARED, r#"{"password":"p"}"#)], &[]));
    let store = store(&script, &Arc::default());
    assert_eq!(resolve(&store, "ada", &["sm/db#password"]).await, Ok(1));
    let names: Vec<Value> = script.asked().into_iter().map(|asked| asked["Names"].clone()).collect();
    assert_eq!(names, [json!([OWN]), json!([SHARED])]);
}

#[tokio::test]
async fn errors_of_the_store_are_reported_as_temporary() {
    for code in ["ThrottlingException", "AccessDeniedException", "InvalidKeyId"] {
        let retried = code == "ThrottlingException";
        let mut script = Script::default().fails("GetParameters", code, json!({}));
        if retried {
            script = script.fails("GetParameters", code, json!({}));
        }
        let error = resolve(&store(&script, &Arc::default()), "ada", &["a"]).await.unwrap_err();
        assert!(matches!(error, SecretError::Unavailable(_)) && error.failure().is_none(), "{code}: {error}");
        script.asked();
    }
}

#[tokio::test]
async fn a_name_too_long_for_the_store_is_not_requested() {
    let script = Script::default().answers("GetParameters", found(&[], &[]));
    let owner = "|".repeat(255);
    let name = "n".repeat(255);
    let missing = Err(SecretError::NotFound(name.clone()));
    assert_eq!(resolve(&store(&script, &Arc::default()), &owner, &[&name]).await, missing);
    assert_eq!(script.asked()[0]["Names"].as_array().map(Vec::len), Some(1), "that for everyone");
}
