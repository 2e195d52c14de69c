//! Every kind of credential, and that none is revealed.

use std::time::Duration;

use beadle_application::port::{AuthError, Authorizer as _};
use beadle_domain::destination::{
    Credential,
    auth::{KeyPlace, SigningAlgorithm},
    credential::{AwsKeys, TokenToMint},
};
use secrecy::SecretString;
use serde_json::Map;

use super::world::{SECRET, World, authorize, request};

/// A recognisable secret that is long enough for HS256 and has characters that queries encode.
const SECRET_TEXT: &str = "hunter2 & friends, thirty-two bytes long";

fn all(world: &World) -> Vec<Credential> {
    vec![
        Credential::None,
        Credential::Basic { username: "ada".to_owned(), password: SECRET_TEXT.into() },
        Credential::Bearer { token: SECRET_TEXT.into() },
        Credential::ApiKey { place: KeyPlace::Header, name: "x-key".to_owned(), value: SECRET_TEXT.into() },
        Credential::ApiKey { place: KeyPlace::Query, name: "key".to_owned(), value: SECRET_TEXT.into() },
        world.credential(),
        Credential::Jwt(Box::new(TokenToMint {
            algorithm: SigningAlgorithm::Hs256,
            key: SECRET_TEXT.into(),
            key_id: None,
            claims: Map::new(),
            ttl: Duration::from_secs(60),
            header: Some("x-token".to_owned()),
        })),
        Credential::SigV4(Box::new(AwsKeys {
            region: "eu-central-1".to_owned(),
            service: "execute-api".to_owned(),
            access_key_id: "AKID".to_owned(),
            secret_access_key: SECRET_TEXT.into(),
            session_token: Some("hunter2-session".into()),
        })),
    ]
}

#[tokio::test]
async fn plain_credentials_replace_what_the_user_set() {
    let world = World::new().await;
    let process = world.process();
    let basic = Credential::Basic { username: "Aladdin".to_owned(), password: "open sesame".into() };
    let (value, used) = authorize(&process, &basic).await.unwrap();
    assert_eq!(value, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "the example of RFC 7617");
    assert_eq!(used.texts().collect::<Vec<_>>(), ["open sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="]);
    let bearer = Credential::Bearer { token: "t".into() };
    assert_eq!(authorize(&process, &bearer).await.unwrap().0, "Bearer t");

    let mut keyed = request();
    let key = Credential::ApiKey { place: KeyPlace::Query, name: "key".to_owned(), value: "a&b c".into() };
    let used = process.authorize(&mut keyed, &key).await.unwrap();
    assert_eq!(keyed.url.query(), Some("page=2&key=a%26b+c"));
    assert_eq!(used.texts().collect::<Vec<_>>(), ["a&b c", "a%26b+c"]);
    keyed.url.set_query(Some("q=a%20b+c%7e&&key=old&k%65y=older&empty&tail="));
    process.authorize(&mut keyed, &key).await.unwrap();
    assert_eq!(keyed.url.query(), Some("q=a%20b+c%7e&empty&tail=&key=a%26b+c"), "the rest stays as written");
    let key = Credential::ApiKey { place: KeyPlace::Header, name: "x-key".to_owned(), value: "k".into() };
    process.authorize(&mut keyed, &key).await.unwrap();
    assert!(keyed.headers.contains(&("x-key".to_owned(), "k".to_owned())));
}

#[tokio::test]
async fn a_value_with_a_line_break_is_rejected() {
    let world = World::new().await;
    let token = Credential::Bearer { token: "hunter2\r\nx-admin: true".into() };
    let mut asked = request();
    let error = world.process().authorize(&mut asked, &token).await.unwrap_err();
    assert!(matches!(error, AuthError::Unusable(_)) && !error.to_string().contains("hunter2"), "{error}");
    assert_eq!(asked, request(), "the request is as it was");
}

#[tokio::test]
async fn no_secret_is_stored_or_printed() {
    let world = World::new().await;
    let process = world.process();
    for credential in all(&world) {
        let mut asked = request();
        let used = process.authorize(&mut asked, &credential).await.unwrap();
        for text in [format!("{credential:?}"), format!("{used:?}")] {
            assert!(!text.contains("hunter2") && !text.contains("\"t1\""), "{text}");
        }
        // Whatever was added to the request can be masked by the recorded texts.
        let mut sent = format!("{} {:?}", asked.url, asked.headers);
        for text in used.texts().map(str::to_owned).collect::<Vec<_>>() {
            sent = sent.replace(&text, "********");
        }
        assert!(!sent.contains("hunter2") && !sent.contains("t1\""), "{sent}");
    }
    let sealed = world.rows().await;
    assert_eq!(sealed.len(), 1);
    let (key, row) = &sealed[0];
    let stored = format!("{key:?} {}", String::from_utf8_lossy(row.sealed.as_deref().unwrap()));
    assert!(!stored.contains("t1") && !stored.contains("beadle") && !stored.contains("hunter2"), "{stored}");

    let mut signed = request();
    let secrets = [SecretString::from("whsec_aHVudGVyMmh1bnRlcjJodW50ZXIyaHVudGVyMg==")];
    let used = process.sign(&mut signed, "exe_1", &secrets).unwrap();
    assert!(!format!("{used:?} {signed:?}").contains("aHVudGVyMmh1bnRlcjI"), "{used:?}");
    assert!(signed.headers.iter().any(|(name, _)| name == "webhook-signature"));
}

#[tokio::test]
async fn an_authorization_servers_explanation_is_passed_on_with_the_secret_masked() {
    let world = World::new().await;
    let process = world.process();
    let body = format!(r#"{{"error":"invalid_client","error_description":"no client with {SECRET}\n!"}}"#);
    world.endpoint.respond_with(Some((401, &body)));
    let error = authorize(&process, &world.credential()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the authorization server refused: invalid_client: no client with ******** !"
    );
    for (status, body, expected, retryable) in [
        (400, "oops", "the authorization server answered 400 and no token", false),
        (404, "{}", "the authorization server answered 404 and no token", false),
        (302, "", "the authorization server answered 302 and no token", false),
        (503, "hunter2", "the authorization server answered 503", true),
        (429, "", "the authorization server answered 429", true),
        (200, "hunter2", "the authorization server answered 200 and no token", false),
        (
            200,
            r#"{"access_token":"hunter2","token_type":"mac"}"#,
            "the authorization server gave a token that is not of type Bearer",
            false,
        ),
        (
            200,
            r#"{"access_token":"hunter2\n","token_type":"Bearer"}"#,
            "the authorization server gave a token that no header can carry",
            false,
        ),
    ] {
        world.endpoint.respond_with(Some((status, body)));
        let error = authorize(&process, &world.credential()).await.unwrap_err();
        let AuthError::Endpoint(failure) = &error else { panic!("{status}: {error:?}") };
        assert_eq!((failure.message.as_str(), failure.is_retryable()), (expected, retryable));
        assert!(!format!("{error:?}").contains("hunter2"));
    }
    world.endpoint.respond_with(None);
    assert!(authorize(&process, &world.credential()).await.is_ok(), "a failure is not remembered");
}
