//! The examples that providers publish, and what must not pass. The signatures were computed with Python's `hmac`.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use beadle_values::violation::Path;
use jiff::Timestamp;
use rstest::rstest;
use serde_json::json;

use super::*;

const SLACK_BODY: &str = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&\
    channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&\
    command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F\
    397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.\
    803a0bc887a14d10d2c447fce8b6703c";

type Headers = Vec<(String, String)>;

/// A request that a provider signed: what it signed with and when, its headers and its body.
struct Example {
    scheme: SignatureScheme,
    secret: &'static str,
    at: i64,
    headers: Headers,
    body: &'static str,
}

fn example(
    scheme: SignatureScheme,
    (secret, at): (&'static str, i64),
    headers: &[(&str, &str)],
    body: &'static str,
) -> Example {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Example { scheme, secret, at, headers, body }
}

/// <https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries>.
fn github() -> Example {
    let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    let headers = [("x-hub-signature-256", signature)];
    example(SignatureScheme::Github, ("It's a Secret to Everybody", 0), &headers, "Hello, World!")
}

/// <https://api.slack.com/authentication/verifying-requests-from-slack>.
fn slack() -> Example {
    let signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    let headers = [("x-slack-request-timestamp", "1531420618"), ("x-slack-signature", signature)];
    let secret = ("8f742231b10e8888abcd99yyyzzz85a5", 1_531_420_618);
    example(SignatureScheme::Slack, secret, &headers, SLACK_BODY)
}

/// <https://docs.stripe.com/webhooks#verify-manually>.
fn stripe() -> Example {
    let header = "t=1492774577,v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39,v1=0000,\
        v1=c137b1b62277d523cf8fed4dfbd0170a9a5b8a380e00cc3711d4bf0652f2ce7a";
    let body = r#"{"id": "evt_test_webhook", "object": "event"}"#;
    let secret = ("whsec_test_secret", 1_492_774_577);
    example(SignatureScheme::Stripe, secret, &[("stripe-signature", header)], body)
}

/// <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>.
fn standard_webhooks() -> Example {
    let headers = [
        ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
        ("webhook-timestamp", "1614265330"),
        (
            "webhook-signature",
            "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw== v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ),
    ];
    let secret = ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", 1_614_265_330);
    example(SignatureScheme::StandardWebhooks, secret, &headers, r#"{"test": 2432232314}"#)
}

/// The same with the names of headers that Svix gives them.
fn svix() -> Example {
    let mut svix = standard_webhooks();
    for (name, _) in &mut svix.headers {
        *name = name.replace("webhook-", "svix-");
    }
    svix
}

fn token() -> Example {
    example(SignatureScheme::Token, ("s3cret", 0), &[("x-webhook-token", "s3cret")], "{}")
}

fn rules(scheme: SignatureScheme) -> SignatureRules {
    let value = json!({"scheme": scheme.as_str(), "secret": "${secret:senders/crm}"});
    SignatureRules::parse(&value, &Path::body()).unwrap()
}

fn verify(example: &Example, secret: &str, body: &str, second: i64) -> Result<(), InvalidSignature> {
    let request = SignedRequest { headers: &example.headers, body: body.as_bytes() };
    let now = Timestamp::from_second(second).unwrap();
    rules(example.scheme).verify(&SecretString::from(secret.to_owned()), &request, now)
}

#[rstest]
fn the_examples_of_the_providers_pass_and_nothing_else(
    #[values(github(), slack(), stripe(), standard_webhooks(), svix(), token())] example: Example,
) {
    let Example { scheme, secret, at, body, .. } = &example;
    assert_eq!(verify(&example, secret, body, *at), Ok(()), "{scheme}");
    let padded = format!("{secret}\n");
    assert_eq!(verify(&example, &padded, body, *at), Ok(()), "{scheme}: a file ends with a line break");
    for other in ["", " ", "other", "whsec_", "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"] {
        assert_eq!(verify(&example, other, body, *at), Err(InvalidSignature), "{scheme}: {other:?}");
    }
    let signs_the_body = *scheme != SignatureScheme::Token;
    let tampered = format!("{body} ");
    assert_eq!(verify(&example, secret, &tampered, *at).is_err(), signs_the_body, "{scheme}");
    for index in 0..example.headers.len() {
        let without = |change: &dyn Fn(&mut Headers)| {
            let mut headers = example.headers.clone();
            change(&mut headers);
            let changed = Example { headers, ..self::example(*scheme, (secret, *at), &[], body) };
            verify(&changed, secret, body, *at)
        };
        assert_eq!(without(&|headers| drop(headers.remove(index))), Err(InvalidSignature), "{scheme}");
        let twice = without(&|headers| headers.push(headers[index].clone()));
        assert_eq!(twice, Err(InvalidSignature), "{scheme}: a header that is there twice");
        let emptied = without(&|headers| headers[index].1.clear());
        assert_eq!(emptied, Err(InvalidSignature), "{scheme}");
        let cut = without(&|headers| assert!(headers[index].1.pop().is_some()));
        assert_eq!(cut, Err(InvalidSignature), "{scheme}: {:?}", example.headers[index]);
    }
}

#[rstest]
fn a_time_that_is_signed_has_to_be_near(
    #[values(slack(), stripe(), standard_webhooks())] example: Example,
    #[values((-301, false), (-300, true), (300, true), (301, false), (86_400, false))] (apart, passes): (
        i64,
        bool,
    ),
) {
    let Example { secret, at, body, .. } = &example;
    assert_eq!(verify(&example, secret, body, at + apart).is_ok(), passes);
}

#[rstest]
#[case::without_a_scheme("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
#[case::of_sha1("sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
#[case::of_half("sha256=757107ea0eb2509fc211221cce984b8a")]
#[case::that_is_no_number("sha256=7571zzea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
#[case::of_odd_length("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1")]
#[case::that_is_empty("sha256=")]
fn a_signature_is_whole(#[case] written: &str) {
    let mut example = github();
    example.headers[0].1 = written.to_owned();
    assert_eq!(verify(&example, example.secret, example.body, 0), Err(InvalidSignature));
}

#[test]
fn a_sender_that_changes_its_secret_signs_with_both() {
    let mut both = standard_webhooks();
    let other = BASE64_STANDARD.encode([7; 32]);
    let (_, written) = &mut both.headers[2];
    *written = format!("v1,{other} {written}");
    assert_eq!(verify(&both, both.secret, both.body, both.at), Ok(()));
    let (_, written) = &mut both.headers[2];
    *written = format!("{}{written}", format!("v1,{other} ").repeat(8));
    assert_eq!(
        verify(&both, both.secret, both.body, both.at),
        Err(InvalidSignature),
        "not any number of them"
    );
}

#[test]
fn a_token_may_have_a_header_of_its_own() {
    let value = json!({"scheme": "token", "secret": "${secret:senders/crm}", "header": "X-Gitlab-Token"});
    let rules = SignatureRules::parse(&value, &Path::body()).unwrap();
    let headers = [("x-gitlab-token".to_owned(), "s3cret".to_owned())];
    let request = SignedRequest { headers: &headers, body: b"" };
    let secret = SecretString::from("s3cret".to_owned());
    assert_eq!(rules.verify(&secret, &request, Timestamp::UNIX_EPOCH), Ok(()));
    let longer = [("x-gitlab-token".to_owned(), "s3cret2".to_owned())];
    let request = SignedRequest { headers: &longer, body: b"" };
    assert_eq!(rules.verify(&secret, &request, Timestamp::UNIX_EPOCH), Err(InvalidSignature));
}
