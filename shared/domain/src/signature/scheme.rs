//! The schemes: what each provider signs, and where it writes the signature.

use std::time::Duration;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use beadle_values::names;
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use sha2::Sha256;

use super::TOLERANCE;

names! {
    /// Whose way of signing it is.
    pub enum SignatureScheme {
        /// Standard Webhooks 1.0.0: `webhook-id`, `webhook-timestamp`, `webhook-signature`; those of Svix too.
        StandardWebhooks = "standard-webhooks",
        /// `X-Hub-Signature-256` of GitHub: the body alone.
        Github = "github",
        /// `Stripe-Signature`: a time and the body.
        Stripe = "stripe",
        /// `X-Slack-Signature` and `X-Slack-Request-Timestamp`.
        Slack = "slack",
        /// The secret itself in a header, as GitLab's `X-Gitlab-Token`. It proves who sends, not what.
        Token = "token",
    }
}

/// A request whose signature is checked.
#[derive(Debug, Clone, Copy)]
pub struct SignedRequest<'a> {
    /// Its headers, with names in lower case.
    pub headers: &'a [(String, String)],
    /// Its body, as it was sent.
    pub body: &'a [u8],
}

/// A signature that is missing, too old or not made with the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature is missing, too old or not made with the secret")]
pub struct InvalidSignature;

impl SignedRequest<'_> {
    /// The only value of a header: of two, nobody knows which one was meant.
    fn header(&self, name: &str) -> Result<&str, InvalidSignature> {
        let mut values = self.headers.iter().filter(|(known, _)| known == name);
        match (values.next(), values.next()) {
            (Some((_, value)), None) => Ok(value),
            _ => Err(InvalidSignature),
        }
    }
}

impl SignatureScheme {
    /// Whether it says what identifies a delivery, in its headers or in the body.
    pub fn identifies_deliveries(self) -> bool {
        match self {
            Self::StandardWebhooks | Self::Github | Self::Stripe | Self::Slack => true,
            Self::Token => false,
        }
    }

    /// Checks the signature of `request` at `now`; `token_header` is that of the scheme `token`.
    pub(super) fn verify(
        self,
        secret: &str,
        token_header: &str,
        request: &SignedRequest<'_>,
        now: Timestamp,
    ) -> Result<(), InvalidSignature> {
        let secret = secret.trim();
        if secret.is_empty() {
            return Err(InvalidSignature);
        }
        match self {
            Self::StandardWebhooks => standard_webhooks(secret, request, now),
            Self::Github => {
                let written = request.header("x-hub-signature-256")?;
                let written = written.strip_prefix("sha256=").ok_or(InvalidSignature)?;
                check(hex(written), secret.as_bytes(), &[request.body])
            }
            Self::Stripe => stripe(secret, request, now),
            Self::Slack => {
                let at = fresh(request.header("x-slack-request-timestamp")?, now)?;
                let written = request.header("x-slack-signature")?;
                let written = written.strip_prefix("v0=").ok_or(InvalidSignature)?;
                check(hex(written), secret.as_bytes(), &[b"v0:", at.as_bytes(), b":", request.body])
            }
            // Their MACs are compared, since equality of texts takes longer the more of them is equal.
            Self::Token => {
                let written = request.header(token_header)?;
                let expected = mac(secret.as_bytes(), &[written.as_bytes()]).finalize().into_bytes();
                check(Some(expected.to_vec()), secret.as_bytes(), &[secret.as_bytes()])
            }
        }
    }
}

/// The prefix of a secret of Standard Webhooks.
const PREFIX: &str = "whsec_";

fn standard_webhooks(
    secret: &str,
    request: &SignedRequest<'_>,
    now: Timestamp,
) -> Result<(), InvalidSignature> {
    let header = |name: &str| {
        request.header(&format!("webhook-{name}")).or_else(|_| request.header(&format!("svix-{name}")))
    };
    let (id, at, written) = (header("id")?, header("timestamp")?, header("signature")?);
    let at = fresh(at, now)?;
    let key = secret.strip_prefix(PREFIX).unwrap_or(secret);
    let key = BASE64_STANDARD.decode(key).map_err(|_| InvalidSignature)?;
    let parts = [id.as_bytes(), b".", at.as_bytes(), b".", request.body];
    any(written.split(' ').filter_map(|one| one.strip_prefix("v1,")), |written| {
        check(BASE64_STANDARD.decode(written).ok(), &key, &parts)
    })
}

fn stripe(secret: &str, request: &SignedRequest<'_>, now: Timestamp) -> Result<(), InvalidSignature> {
    let header = request.header("stripe-signature")?;
    let members = || header.split(',').filter_map(|member| member.trim().split_once('='));
    let mut times = members().filter(|(name, _)| *name == "t");
    let (Some((_, at)), None) = (times.next(), times.next()) else { return Err(InvalidSignature) };
    let at = fresh(at, now)?;
    let parts = [at.as_bytes(), b".", request.body];
    any(members().filter(|(name, _)| *name == "v1"), |(_, written)| {
        check(hex(written), secret.as_bytes(), &parts)
    })
}

/// The most signatures of a request that are tried: a sender that changes its secret signs with both.
const MAX_SIGNATURES: usize = 8;

/// Whether one of `written` is right.
fn any<T>(
    written: impl Iterator<Item = T>,
    check: impl Fn(T) -> Result<(), InvalidSignature>,
) -> Result<(), InvalidSignature> {
    written.take(MAX_SIGNATURES).map(check).find(Result::is_ok).unwrap_or(Err(InvalidSignature))
}

/// The time as it was signed, if it lies near `now`.
fn fresh(written: &str, now: Timestamp) -> Result<&str, InvalidSignature> {
    let seconds: i64 = written.parse().map_err(|_| InvalidSignature)?;
    let at = Timestamp::from_second(seconds).map_err(|_| InvalidSignature)?;
    let apart: Duration = SignedDuration::unsigned_abs(at.duration_since(now));
    if apart <= TOLERANCE { Ok(written) } else { Err(InvalidSignature) }
}

/// Compares the HMAC-SHA256 (RFC 2104) of `parts` with the one that was sent, in constant time.
fn check(written: Option<Vec<u8>>, key: &[u8], parts: &[&[u8]]) -> Result<(), InvalidSignature> {
    let written = written.ok_or(InvalidSignature)?;
    mac(key, parts).verify_slice(&written).map_err(|_| InvalidSignature)
}

#[expect(clippy::expect_used, reason = "an HMAC takes a key of any length")]
fn mac(key: &[u8], parts: &[&[u8]]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    parts.iter().for_each(|part| mac.update(part));
    mac
}

/// The bytes of a hexadecimal text.
fn hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    text.as_bytes().chunks(2).map(pair).collect()
}
