//! Published keys: fetched, cached, fetched again.

use std::time::Duration;

use jsonwebtoken::Algorithm;
use rstest::rstest;
use serde_json::{Value, json};

use super::issuer::{Publisher, claims, published, token};
use crate::http::auth::{AuthError, Expected, JwtVerifier};

fn verifier(publisher: &Publisher) -> JwtVerifier {
    JwtVerifier::published(Algorithm::ES256, Box::new(publisher.clone()), &Expected::default())
}

fn es256(kid: Option<&str>) -> String {
    token(Algorithm::ES256, kid, &claims(json!({})))
}

#[tokio::test(start_paused = true)]
async fn keys_are_fetched_once_and_cached() {
    let publisher = Publisher::of(&[published(Algorithm::ES256, "k1", json!({}))]);
    let verifier = verifier(&publisher);
    for _ in 0..10 {
        verifier.verify(&es256(Some("k1"))).await.unwrap();
    }
    assert_eq!(publisher.fetches(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_hangs_up_does_not_stop_the_fetch() {
    let publisher = Publisher::of(&[published(Algorithm::ES256, "k1", json!({}))]);
    let publisher = publisher.responding_after(Duration::from_secs(2));
    let verifier = verifier(&publisher);
    let hung_up = tokio::time::timeout(Duration::from_secs(1), verifier.verify(&es256(Some("k1")))).await;
    assert!(hung_up.is_err());
    verifier.verify(&es256(Some("k1"))).await.unwrap();
    assert_eq!(publisher.fetches(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_unknown_key_is_fetched_at_most_once_a_minute() {
    let publisher = Publisher::of(&[published(Algorithm::ES256, "k1", json!({}))]);
    let verifier = verifier(&publisher);
    verifier.verify(&es256(Some("k1"))).await.unwrap();
    for kid in ["k2", "k3", "k4"] {
        assert_eq!(verifier.verify(&es256(Some(kid))).await, Err(AuthError::Invalid));
    }
    assert_eq!(publisher.fetches(), 1);
    publisher.publish(&[published(Algorithm::ES256, "k2", json!({}))]);
    tokio::time::advance(Duration::from_secs(61)).await;
    verifier.verify(&es256(Some("k2"))).await.unwrap();
    assert_eq!(publisher.fetches(), 2);
    assert_eq!(verifier.verify(&es256(Some("k1"))).await, Err(AuthError::Invalid), "it was withdrawn");
}

#[tokio::test(start_paused = true)]
async fn a_revoked_key_is_rejected_within_an_hour() {
    let publisher = Publisher::of(&[published(Algorithm::ES256, "k1", json!({}))]);
    let verifier = verifier(&publisher);
    verifier.verify(&es256(Some("k1"))).await.unwrap();
    publisher.publish(&[published(Algorithm::ES256, "k2", json!({}))]);
    tokio::time::advance(Duration::from_secs(3601)).await;
    assert_eq!(verifier.verify(&es256(Some("k1"))).await, Err(AuthError::Invalid));
}

#[tokio::test(start_paused = true)]
async fn cached_keys_are_used_while_the_issuer_is_down() {
    let publisher = Publisher::of(&[published(Algorithm::ES256, "k1", json!({}))]);
    let verifier = verifier(&publisher);
    verifier.verify(&es256(Some("k1"))).await.unwrap();
    publisher.vanish();
    tokio::time::advance(Duration::from_secs(3601)).await;
    verifier.verify(&es256(Some("k1"))).await.unwrap();
    assert_eq!(publisher.fetches(), 2);
}

#[tokio::test(start_paused = true)]
async fn without_keys_authentication_is_unavailable() {
    let publisher = Publisher::default();
    let verifier = verifier(&publisher);
    assert_eq!(verifier.verify(&es256(Some("k1"))).await, Err(AuthError::Unavailable));
    assert_eq!(verifier.verify(&es256(Some("k1"))).await, Err(AuthError::Unavailable));
    assert_eq!(publisher.fetches(), 1, "it is not asked again at once");
    publisher.publish(&[published(Algorithm::ES256, "k1", json!({}))]);
    tokio::time::advance(Duration::from_secs(6)).await;
    verifier.verify(&es256(Some("k1"))).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_token_of_another_algorithm_fetches_nothing() {
    let publisher = Publisher::of(&[]);
    let other = token(Algorithm::HS256, Some("k1"), &claims(json!({})));
    assert_eq!(verifier(&publisher).verify(&other).await, Err(AuthError::Invalid));
    assert_eq!(publisher.fetches(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_token_without_a_key_id_needs_a_single_key() {
    let publisher = Publisher::of(&[published(Algorithm::ES256, "k1", json!({}))]);
    verifier(&publisher).verify(&es256(None)).await.unwrap();
    let two = ["k1", "k2"].map(|kid| published(Algorithm::ES256, kid, json!({})));
    assert_eq!(verifier(&Publisher::of(&two)).verify(&es256(None)).await, Err(AuthError::Invalid));
}

#[rstest]
#[case(json!({"alg": "ES384"}))]
#[case(json!({"use": "enc"}))]
#[case(json!({"crv": "P-384"}))]
#[case(json!({"kty": "oct", "k": "c2VjcmV0"}))]
#[tokio::test(start_paused = true)]
async fn a_key_for_another_use_is_ignored(#[case] with: Value) {
    let odd = published(Algorithm::ES256, "k1", with);
    let nonsense = json!({"kty": "quantum", "kid": "k9"});
    let good = published(Algorithm::ES256, "k2", json!({}));
    let verifier = verifier(&Publisher::of(&[odd, nonsense, good]));
    assert_eq!(verifier.verify(&es256(Some("k1"))).await, Err(AuthError::Invalid));
    verifier.verify(&es256(Some("k2"))).await.unwrap();
}
