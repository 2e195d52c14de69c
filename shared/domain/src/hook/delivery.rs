//! What identifies a delivery: the id that its provider gave it, which a repeat has too.

use beadle_values::hexadecimal;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{DELIVERY_HEADER, Hook, Verification};
use crate::{
    call::Payload,
    signature::{SignatureScheme, SignedRequest},
};

/// The longest id that is kept as it is, in bytes.
const MAX_ID: usize = 255;

/// A delivery as it was sent.
#[derive(Debug, Clone)]
pub struct SentDelivery {
    /// Its headers, with names in lower case, but those that say who calls this service.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: Bytes,
}

impl SentDelivery {
    /// What its sender has signed.
    pub fn signed(&self) -> SignedRequest<'_> {
        SignedRequest { headers: &self.headers, body: &self.body }
    }
}

/// A delivery of a webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The scheme by which its sender was verified; none if it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme: Option<SignatureScheme>,
    /// Its id, if it has one: a delivery with the same id is the same one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

impl Delivery {
    /// The delivery that `sent` with `payload` is, whose signature was checked as `hook` says.
    ///
    /// A request of Stripe or Slack whose body has no id is identified by its signature: that covers the time and the body, so
    /// only a request that is sent again has the same one.
    pub fn of(hook: &Hook, sent: &SentDelivery, payload: &Payload) -> Self {
        let header = |name: &str| {
            let values = sent.headers.iter().filter(|(known, _)| known == name);
            values.map(|(_, value)| value.trim()).find(|value| !value.is_empty()).map(short)
        };
        let member = |name: &str| payload.value()?.get(name)?.as_str().filter(|id| !id.is_empty()).map(short);
        let signature =
            |name: &str| header(name).map(|signature| format!("signature:{}", digest(&signature)));
        let scheme = match &hook.verify {
            Verification::Signed(rules) => Some(rules.scheme),
            Verification::Open(_) => None,
        };
        let id = match scheme {
            Some(SignatureScheme::StandardWebhooks) => header("webhook-id").or_else(|| header("svix-id")),
            Some(SignatureScheme::Github) => header("x-github-delivery"),
            Some(SignatureScheme::Stripe) => member("id").or_else(|| signature("stripe-signature")),
            Some(SignatureScheme::Slack) => member("event_id").or_else(|| signature("x-slack-signature")),
            Some(SignatureScheme::Token) | None => {
                header(hook.delivery_header.as_deref().unwrap_or(DELIVERY_HEADER))
            }
        };
        Self { scheme, id }
    }
}

/// The challenge that Slack wants to have back when the address of a hook is entered there.
pub fn challenge<'a>(hook: &Hook, payload: &'a Payload) -> Option<&'a str> {
    let scheme = hook.verify.signature().map(|rules| rules.scheme);
    let value = payload.value().filter(|_| scheme == Some(SignatureScheme::Slack))?;
    let member = |name: &str| value.get(name).and_then(Value::as_str);
    member("challenge").filter(|_| member("type") == Some("url_verification"))
}

/// The id, or its digest if it is long.
fn short(id: &str) -> String {
    if id.len() > MAX_ID { format!("sha256:{}", digest(id)) } else { id.to_owned() }
}

fn digest(text: &str) -> String {
    hexadecimal::write(Sha256::digest(text))
}
