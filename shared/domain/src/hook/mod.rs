//! Inbound webhooks: a task that other systems start by `POST /hooks/{id}`. Decided without I/O: who may send
//! ([`Verification`]), which deliveries count ([`Payload::matches`](crate::call::Payload)), and what identifies one
//! ([`Delivery`]).

mod delivery;
#[cfg(test)]
mod tests;

use beadle_values::{
    body,
    body::{Custom, Member, custom, flag, of, optional, otherwise, required, whole},
    names,
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use self::delivery::{Delivery, SentDelivery, challenge};
use crate::{destination::auth::parse::header, signature::SignatureRules, spec::response::Expect};

/// How many deliveries a hook takes in a minute unless it says so.
const DEFAULT_PER_MINUTE: u32 = 600;

/// The most deliveries in a minute that a hook may name.
const MAX_PER_MINUTE: u64 = 100_000;

/// The header that identifies a delivery where the scheme has none of its own, unless another one is named.
const DELIVERY_HEADER: &str = "idempotency-key";

body! {
    /// How other systems start the task: `POST /hooks/{id}` with the id of the task.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Hook as "Hook" {
        /// How the sender proves who it is: a scheme with a secret below `senders/`, or `none` to take whatever is sent.
        pub verify: Verification = required(verification()),
        /// The deliveries that start the task, in the language of `response.expect`: `headers` and `body`. Others are accepted
        /// and start nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub filter: Option<Expect> = optional(of()),
        /// The header that identifies a delivery, for the scheme `token` and `none`; `idempotency-key` unless given. A repeat
        /// starts nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub delivery_header: Option<String> = optional(header()),
        /// How many deliveries it takes in a minute, 1 to 100,000; 600 unless given.
        pub max_per_minute: u32 = otherwise(whole(1, MAX_PER_MINUTE), || DEFAULT_PER_MINUTE),
        /// Whether it takes deliveries.
        pub enabled: bool = otherwise(flag(), || true),
    }
    example {
        "verify": {"scheme": "github", "secret": "${secret:senders/github}"},
        "filter": {"headers": {"x-github-event": "push"}, "body": [{"path": "$.ref", "equals": "refs/heads/main"}]}
    }
    check |given, _members, path, violations| {
        if let Some(Some(filter)) = &given.filter {
            let place = path.key("filter");
            if !filter.status.is_empty() {
                violations.add(place.key("status"), "conflict", "a delivery has no status");
            } else if filter.is_empty() {
                let hint = "such as {\"body\": [{\"path\": \"$.action\", \"equals\": \"opened\"}]}";
                violations.push(Violation::new(place, "missing", "says nothing").hint(hint));
            }
        }
        let has_own_id = given.verify.as_ref().is_some_and(Verification::identifies_deliveries);
        if has_own_id && matches!(given.delivery_header, Some(Some(_))) {
            let message = "the scheme says what identifies a delivery";
            violations.add(path.key("delivery_header"), "conflict", message);
        }
    }
}

/// How a sender proves who it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Verification {
    /// By a signature or a token.
    Signed(SignatureRules),
    /// Not at all: whoever knows the id of the task starts it.
    Open(Unsigned),
}

names! {
    /// The word for a hook whose senders prove nothing.
    pub enum Unsigned, schema "Unsigned" {
        /// Everybody may send.
        None = "none",
    }
}

impl Verification {
    /// The rules of the signature, if one is needed.
    pub fn signature(&self) -> Option<&SignatureRules> {
        match self {
            Self::Signed(rules) => Some(rules),
            Self::Open(Unsigned::None) => None,
        }
    }

    /// Whether its scheme says where the id of a delivery stands.
    fn identifies_deliveries(&self) -> bool {
        self.signature().is_some_and(|rules| rules.scheme.identifies_deliveries())
    }
}

/// A scheme, or the word `none`.
fn verification() -> Custom<Verification> {
    custom(read_verification, |schemas| {
        schemas.named("HookVerification", |schemas| {
            let word = json!({"type": "string", "enum": [Unsigned::None.as_str()]});
            json!({
                "description": "How the sender proves who it is.",
                "anyOf": [<SignatureRules as Member>::schema(schemas), word],
            })
        })
    })
}

fn read_verification(value: &Value, path: &Path) -> Result<Verification, Violations> {
    match value {
        Value::String(word) if *word == Unsigned::None.as_str() => Ok(Verification::Open(Unsigned::None)),
        Value::Object(_) => Ok(Verification::Signed(SignatureRules::parse(value, path)?)),
        _ => {
            let message = "must be the rules of a signature, or \"none\"";
            let hint = "such as {\"scheme\": \"github\", \"secret\": \"${secret:senders/github}\"}";
            Err(Violation::new(path.clone(), "type_error", message).hint(hint).into())
        }
    }
}
