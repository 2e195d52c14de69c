//! Signatures by Standard Webhooks 1.0.0:
//! <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>.

use aws_lc_rs::hmac;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use beadle_application::port::{AuthError, SentSecrets};
use beadle_domain::call::HttpRequest;
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};

use super::headers;

/// The prefix of a secret.
const PREFIX: &str = "whsec_";

/// The allowed lengths of a secret, in bytes.
const LENGTH: std::ops::RangeInclusive<usize> = 24..=64;

/// Signs the request as message `id`, sent at `now`, once with each secret.
pub(super) fn sign(
    request: &mut HttpRequest,
    id: &str,
    now: Timestamp,
    secrets: &[SecretString],
) -> Result<SentSecrets, AuthError> {
    let mut used = SentSecrets::default();
    let at = now.as_second().to_string();
    let mut signatures = Vec::with_capacity(secrets.len());
    for secret in secrets {
        let signature = signature(&key(secret)?, id, &at, &request.body);
        used.note(secret.expose_secret());
        used.note(secret.expose_secret().trim_start_matches(PREFIX));
        used.note(signature.as_str());
        signatures.push(format!("v1,{signature}"));
    }
    headers::set(request, "webhook-id", id.to_owned())?;
    headers::set(request, "webhook-timestamp", at)?;
    headers::set(request, "webhook-signature", signatures.join(" "))?;
    Ok(used)
}

fn signature(key: &hmac::Key, id: &str, at: &str, body: &[u8]) -> String {
    let mut context = hmac::Context::with_key(key);
    for part in [id.as_bytes(), b".", at.as_bytes(), b".", body] {
        context.update(part);
    }
    BASE64_STANDARD.encode(context.sign())
}

fn key(secret: &SecretString) -> Result<hmac::Key, AuthError> {
    let text = secret.expose_secret().trim();
    BASE64_STANDARD
        .decode(text.strip_prefix(PREFIX).unwrap_or(text))
        .ok()
        .filter(|key| LENGTH.contains(&key.len()))
        .map(|key| hmac::Key::new(hmac::HMAC_SHA256, &key))
        .ok_or_else(|| {
            let needed = "a webhook's secret has to be `whsec_` and the base64 of 24 to 64 bytes";
            AuthError::Unusable(needed.to_owned())
        })
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, HeaderName};
    use rstest::rstest;
    use standardwebhooks::Webhook;

    use super::*;

    const OLD: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const NEW: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    fn signed(secrets: &[&str]) -> (Bytes, HeaderMap) {
        let body = Bytes::from_static("{\"test\": \"grüße\"}".as_bytes());
        let mut request = HttpRequest {
            method: "POST".to_owned(),
            url: "https://receiver.example/".parse().unwrap(),
            headers: vec![("webhook-id".to_owned(), "the user's own".to_owned())],
            body: body.clone(),
            egress: Default::default(),
            redirects: Default::default(),
            proxy: None,
        };
        let secrets: Vec<SecretString> = secrets.iter().map(|secret| (*secret).into()).collect();
        sign(&mut request, "exe_1", Timestamp::now(), &secrets).unwrap();
        let headers = request
            .headers
            .into_iter()
            .map(|(name, value)| (HeaderName::try_from(name).unwrap(), value.parse().unwrap()));
        (body, headers.collect())
    }

    #[test]
    fn another_implementation_accepts_the_signature_only_for_its_body_and_secret() {
        let (body, headers) = signed(&[OLD]);
        Webhook::new(OLD).unwrap().verify(&body, &headers).unwrap();
        assert!(Webhook::new(OLD).unwrap().verify(b"{}", &headers).is_err());
        assert!(Webhook::new(NEW).unwrap().verify(&body, &headers).is_err());
    }

    #[test]
    fn receivers_with_the_old_or_the_new_secret_accept_during_rotation() {
        let (body, headers) = signed(&[NEW, OLD]);
        for secret in [OLD, NEW] {
            Webhook::new(secret).unwrap().verify(&body, &headers).unwrap();
        }
        assert_eq!(headers["webhook-signature"].to_str().unwrap().split(' ').count(), 2);
    }

    #[test]
    fn the_example_of_the_specification_is_reproduced() {
        let key = key(&OLD.into()).unwrap();
        let signature =
            signature(&key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", br#"{"test": 2432232314}"#);
        assert_eq!(signature, "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[rstest]
    #[case("hunter2")]
    #[case("whsec_aHVudGVyMg==")]
    #[case("")]
    fn an_invalid_secret_is_rejected_without_revealing_it(#[case] secret: &str) {
        let error = key(&secret.into()).unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(!text.contains("hunter2") && !text.contains("aHVudGVyMg"), "{text}");
    }
}
