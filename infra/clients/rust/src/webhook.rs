//! Verifies webhooks that are signed as Standard Webhooks 1.0.0 says: <https://www.standardwebhooks.com>.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// How far the time of a signature may be off.
const TOLERANCE: Duration = Duration::from_secs(300);

/// A signature that is missing, too old or made with another secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature is missing, too old or not made with the secret")]
pub struct InvalidSignature;

/// Verifies a webhook and returns its id, by which a receiver recognizes a repeat.
///
/// `secrets` are of the form `whsec_…`, several while they are rotated; `header` finds a header by its name in lower
/// case; `body` is the body as it came, byte by byte.
///
/// # Errors
/// If the signature is not right.
pub fn verify_webhook<'a>(
    secrets: &[&str],
    header: impl Fn(&str) -> Option<&'a str>,
    body: &[u8],
    now: SystemTime,
) -> Result<&'a str, InvalidSignature> {
    let named = |name: &str| header(name).ok_or(InvalidSignature);
    let (id, at, signatures) =
        (named("webhook-id")?, named("webhook-timestamp")?, named("webhook-signature")?);
    let signed_at = UNIX_EPOCH + Duration::from_secs(at.parse().map_err(|_| InvalidSignature)?);
    let off = now
        .duration_since(signed_at)
        .or_else(|_| signed_at.duration_since(now))
        .map_err(|_| InvalidSignature)?;
    if off > TOLERANCE {
        return Err(InvalidSignature);
    }
    for secret in secrets {
        let key = BASE64_STANDARD
            .decode(secret.strip_prefix("whsec_").unwrap_or(secret))
            .map_err(|_| InvalidSignature)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|_| InvalidSignature)?;
        for part in [id.as_bytes(), b".", at.as_bytes(), b".", body] {
            mac.update(part);
        }
        let given = signatures.split(' ').filter_map(|each| each.strip_prefix("v1,"));
        let mut given = given.filter_map(|each| BASE64_STANDARD.decode(each).ok());
        if given.any(|given| mac.clone().verify_slice(&given).is_ok()) {
            return Ok(id);
        }
    }
    Err(InvalidSignature)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// The example of the specification.
    fn header(name: &str) -> Option<&'static str> {
        match name {
            "webhook-id" => Some("msg_p5jXN8AQM9LWM0D4loKWxJek"),
            "webhook-timestamp" => Some("1614265330"),
            "webhook-signature" => Some(
                "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw== v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ),
            _ => None,
        }
    }

    #[test]
    fn the_example_of_the_specification_is_verified_within_five_minutes() {
        let signed = UNIX_EPOCH + Duration::from_secs(1_614_265_330);
        let body = br#"{"test": 2432232314}"#;
        let verified = |now| verify_webhook(&[SECRET], header, body, now);
        assert_eq!(verified(signed), Ok("msg_p5jXN8AQM9LWM0D4loKWxJek"));
        assert!(verified(signed + TOLERANCE).is_ok() && verified(signed - TOLERANCE).is_ok());
        let second = Duration::from_secs(1);
        assert!(
            verified(signed + TOLERANCE + second).is_err() && verified(signed - TOLERANCE - second).is_err()
        );
    }
}
