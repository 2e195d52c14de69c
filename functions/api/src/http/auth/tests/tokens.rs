//! Claims and signatures of tokens.

use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use beadle_domain::access::Role;
use jsonwebtoken::{Algorithm, get_current_timestamp};
use rstest::rstest;
use serde_json::{Value, json};

use super::issuer::{Publisher, SECRET, claims, forged, published, token};
use crate::{
    http::auth::{Auth, AuthError, Expected, JwtVerifier},
    tests::Client,
};

fn by_secret(expected: &Expected) -> JwtVerifier {
    JwtVerifier::secret(SECRET, expected)
}

fn by_published_keys(algorithm: Algorithm) -> JwtVerifier {
    let keys = [published(algorithm, "k1", json!({}))];
    JwtVerifier::published(algorithm, Box::new(Publisher::of(&keys)), &Expected::default())
}

#[rstest]
#[case(Algorithm::HS256)]
#[case(Algorithm::RS256)]
#[case(Algorithm::ES256)]
#[case(Algorithm::EdDSA)]
#[tokio::test]
async fn only_the_configured_algorithm_is_accepted(#[case] configured: Algorithm) {
    let verifier = match configured {
        Algorithm::HS256 => by_secret(&Expected::default()),
        published => by_published_keys(published),
    };
    for signed in [Algorithm::HS256, Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA] {
        let accepted = verifier.verify(&token(signed, Some("k1"), &claims(json!({})))).await;
        assert_eq!(accepted.is_ok(), signed == configured, "{signed:?} where {configured:?} is configured");
    }
    let accepted = verifier.verify(&token(configured, Some("k1"), &claims(json!({})))).await.unwrap();
    assert_eq!((accepted.owner.as_str(), accepted.role), ("ada", Role::Operator));
}

/// RFC 8725 section 2.1: a public key used as an HMAC secret.
#[tokio::test]
async fn a_public_key_is_not_accepted_as_a_secret() {
    let key = published(Algorithm::RS256, "k1", json!({}));
    let verifier = by_published_keys(Algorithm::RS256);
    for secret in [key.to_string(), key["n"].as_str().unwrap().to_owned()] {
        let signed = forged(&json!({"alg": "HS256", "kid": "k1"}), &claims(json!({})), b"");
        let signed = signed.trim_end_matches('.');
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()), signed.as_bytes());
        let forged = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(tag.as_ref()));
        assert_eq!(verifier.verify(&forged).await, Err(AuthError::Invalid));
    }
}

#[rstest]
#[case(json!({"alg": "none"}))]
#[case(json!({"alg": "None", "typ": "JWT"}))]
#[case(json!({"alg": "HS384"}))]
#[case(json!({}))]
#[tokio::test]
async fn a_token_without_a_signature_is_refused(#[case] header: Value) {
    for signature in [&b""[..], b"x"] {
        let forged = forged(&header, &claims(json!({})), signature);
        assert_eq!(by_secret(&Expected::default()).verify(&forged).await, Err(AuthError::Invalid));
        assert_eq!(by_published_keys(Algorithm::RS256).verify(&forged).await, Err(AuthError::Invalid));
    }
}

#[tokio::test]
async fn a_tampered_token_is_refused() {
    let verifier = by_secret(&Expected::default());
    let genuine = token(Algorithm::HS256, None, &claims(json!({"roles": "viewer"})));
    let parts: Vec<_> = genuine.split('.').collect();
    let promoted = URL_SAFE_NO_PAD.encode(claims(json!({"roles": "admin"})).to_string());
    for tampered in [
        format!("{}.{promoted}.{}", parts[0], parts[2]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{}.{}", parts[0], parts[1]),
        format!("{genuine}.x"),
        genuine[..genuine.len() - 2].to_owned(),
        String::new(),
        "not a token".to_owned(),
    ] {
        assert_eq!(verifier.verify(&tampered).await, Err(AuthError::Invalid), "{tampered}");
    }
}

/// Offsets in seconds from now; the allowed clock skew is 30.
#[rstest]
#[case(json!({"exp": -10}), true)]
#[case(json!({"exp": -60}), false)]
#[case(json!({"nbf": 10}), true)]
#[case(json!({"nbf": 120}), false)]
#[tokio::test]
async fn a_token_is_valid_from_nbf_to_exp(#[case] shifts: Value, #[case] accepted: bool) {
    let now = i64::try_from(get_current_timestamp()).unwrap();
    let members = shifts.as_object().unwrap().iter();
    let with = members.map(|(name, shift)| (name.clone(), json!(now + shift.as_i64().unwrap()))).collect();
    let token = token(Algorithm::HS256, None, &claims(Value::Object(with)));
    assert_eq!(by_secret(&Expected::default()).verify(&token).await.is_ok(), accepted);
}

#[rstest]
#[case(json!({"iss": "https://id.example", "aud": "beadle"}), true)]
#[case(json!({"iss": "https://id.example", "aud": ["other", "beadle"]}), true)]
#[case(json!({"iss": "https://id.example", "aud": "other"}), false)]
#[case(json!({"iss": "https://id.example"}), false)]
#[case(json!({"iss": "https://evil.example", "aud": "beadle"}), false)]
#[case(json!({"aud": "beadle"}), false)]
#[tokio::test]
async fn issuer_and_audience_are_checked_if_configured(#[case] with: Value, #[case] accepted: bool) {
    let expected =
        Expected { issuer: Some("https://id.example".to_owned()), audience: Some("beadle".to_owned()) };
    let token = token(Algorithm::HS256, None, &claims(with));
    assert_eq!(by_secret(&expected).verify(&token).await.is_ok(), accepted);
    assert!(by_secret(&Expected::default()).verify(&token).await.is_ok(), "nothing is configured");
}

#[rstest]
#[case(json!({"exp": null}))]
#[case(json!({"exp": "tomorrow"}))]
#[case(json!({"sub": null}))]
#[case(json!({"sub": ""}))]
#[case(json!({"sub": "a\nb"}))]
#[case(json!({"sub": "x".repeat(256)}))]
#[case(json!({"sub": 7}))]
#[case(json!({"sub": "  "}))]
#[case(json!({"sub": "ada "}))]
#[case(json!({"sub": "a\u{200b}da"}))]
#[case(json!({"sub": "\u{3164}"}))]
#[case(json!({"sub": "ada\u{e0061}"}))]
#[case(json!({"sub": "\u{202e}ada"}))]
#[case(json!({"iss": ["https://issuer.example", "https://evil.example"]}))]
#[case(json!({"roles": 7}))]
#[tokio::test]
async fn a_token_with_missing_or_invalid_claims_is_refused(#[case] with: Value) {
    let token = token(Algorithm::HS256, None, &claims(with));
    assert_eq!(by_secret(&Expected::default()).verify(&token).await, Err(AuthError::Invalid));
}

#[rstest]
#[case(json!(null), Role::User)]
#[case(json!("admin"), Role::Admin)]
#[case(json!("viewer operator"), Role::Operator)]
#[case(json!(["user", "admin", "viewer"]), Role::Admin)]
#[case(json!(["accounting"]), Role::Viewer)]
#[case(json!([]), Role::Viewer)]
#[tokio::test]
async fn the_strongest_role_applies(#[case] roles: Value, #[case] expected: Role) {
    let token = token(Algorithm::HS256, None, &claims(json!({"roles": roles})));
    assert_eq!(by_secret(&Expected::default()).verify(&token).await.unwrap().role, expected);
}

#[tokio::test]
async fn an_unknown_critical_extension_is_refused() {
    let header = json!({"alg": "HS256", "crit": ["exp"], "exp": 1});
    let unsigned = forged(&header, &claims(json!({})), b"");
    let unsigned = unsigned.trim_end_matches('.');
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, SECRET), unsigned.as_bytes());
    let token = format!("{unsigned}.{}", URL_SAFE_NO_PAD.encode(tag.as_ref()));
    assert_eq!(by_secret(&Expected::default()).verify(&token).await, Err(AuthError::Invalid));
}

#[tokio::test]
async fn tokens_authenticate_requests() {
    let client = Client::with(|setup| {
        setup.auth = Auth::Jwt { verifier: Box::new(by_secret(&Expected::default())), gateway: None };
    });
    let good = token(Algorithm::HS256, None, &claims(json!({"roles": "user"})));
    let task = client.header("authorization", &format!("bearer {good}")).task(json!({})).await;
    assert_eq!(task.json["user_id"], "ada");

    let none = client.get("/api/v1/tasks").await.problem(401, "unauthenticated");
    assert_eq!(none.header("www-authenticate"), Some("Bearer realm=\"beadle\""));
    let basic = client.header("authorization", "Basic YWRhOmFkYQ==").get("/api/v1/tasks").await;
    basic.problem(401, "unauthenticated");
    client.by("ada").get("/api/v1/tasks").await.problem(401, "unauthenticated");

    let stale = token(Algorithm::HS256, None, &claims(json!({"exp": 1})));
    let refused = client.header("authorization", &format!("Bearer {stale}")).get("/api/v1/tasks").await;
    let refused = refused.problem(401, "invalid_token");
    assert!(refused.header("www-authenticate").unwrap().contains("error=\"invalid_token\""));
    assert!(!refused.json.to_string().to_lowercase().contains("expired"), "the reason is not told");
}

#[tokio::test]
async fn roles_limit_operations() {
    let client = Client::with(|setup| {
        setup.auth = Auth::Jwt {
            verifier: Box::new(by_secret(&Expected::default())),
            gateway: Some(crate::tests::gateway()),
        };
    });
    let by = |name: &str, role: &str| {
        let token = token(Algorithm::HS256, None, &claims(json!({"sub": name, "roles": role})));
        client.header("authorization", &format!("Bearer {token}"))
    };
    let task = by("ada", "user").task(json!({})).await.id();
    let path = format!("/api/v1/tasks/{task}");

    let viewer = by("ada", "viewer");
    viewer.get(&path).await.expecting(200);
    let denied = viewer.delete(&path).await.problem(403, "permission_denied");
    assert_eq!(denied.json["detail"], "Permission denied");
    assert_eq!(denied.json["action"], "task.delete");
    let request = json!({"type": "http", "url": "http://a.example"});
    let denied = viewer.post("/api/v1/execute", request).await.problem(403, "permission_denied");
    assert_eq!(denied.json["action"], "execution.create");

    let operator = by("olga", "operator");
    operator.get(&path).await.expecting(200);
    assert_eq!(operator.get("/api/v1/tasks?user_id=ada").await.json["tasks"][0]["id"], task);
    operator.patch(&path, json!({"name": "n"})).await.problem(403, "permission_denied");

    let admin = by("root", "admin");
    let renamed = admin.patch(&path, json!({"name": "n"})).await.expecting(200).json;
    assert_eq!((&renamed["user_id"], &renamed["updated_by"]), (&json!("ada"), &json!("root")));
    // A trusted gateway identifies callers without a token.
    client.by("ada").get(&path).await.expecting(200);
}
