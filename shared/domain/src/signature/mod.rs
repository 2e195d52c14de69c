//! Signatures of senders: who calls proves that it knows a secret, over the body that it sends. The schemes of well-known
//! providers, verified without I/O; whoever receives a request reads the secret and the clock.
//!
//! MACs are compared in constant time. A time that a scheme signs has to lie within [`TOLERANCE`] of the receiver's, so that
//! a request that was overheard is of no use later.

mod scheme;
#[cfg(test)]
mod tests;

use std::time::Duration;

use beadle_values::{
    body,
    body::{Custom, Shape, custom, one_of, optional, required},
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use self::scheme::{InvalidSignature, SignatureScheme, SignedRequest};
use crate::{
    destination::auth::parse::{header, secret},
    interpolation::Template,
};

/// How far the time of a sender may be from that of the receiver.
pub const TOLERANCE: Duration = Duration::from_secs(5 * 60);

/// The header of the scheme `token` unless another one is named.
const TOKEN_HEADER: &str = "x-webhook-token";

/// Headers that do not reach the check, since they say who calls this service.
const WITHHELD: [&str; 2] = ["authorization", "cookie"];

body! {
    /// How the signature of a sender is checked.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct SignatureRules as "SignatureRules" {
        /// Whose way of signing it is.
        pub scheme: SignatureScheme = required(one_of()),
        /// What the sender signs with, as a reference to a secret below `senders/`: the API can read no others.
        pub secret: Template = required(senders_secret()),
        /// The header that holds the secret itself, for the scheme `token`; `x-webhook-token` unless given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub header: Option<String> = optional(header()),
    }
    example {"scheme": "github", "secret": "${secret:senders/crm}"}
    check |given, _members, path, violations| {
        if let Some(Some(header)) = &given.header {
            let place = path.key("header");
            if given.scheme.is_some_and(|scheme| scheme != SignatureScheme::Token) {
                violations.add(place, "conflict", "only the scheme `token` has a header of its own");
            } else if WITHHELD.contains(&header.as_str()) {
                violations.add(place, "conflict", "says who calls this service, not who sends this");
            }
        }
    }
}

/// The folder of the secrets that senders sign with, in Parameter Store and, behind its prefix, in Secrets Manager.
const FOLDERS: [&str; 2] = ["senders/", "sm/senders/"];

/// A reference to a secret that a sender signs with.
fn senders_secret() -> Custom<Template> {
    custom(read_senders_secret, |_| {
        json!({
            "type": "string", "pattern": r"^\$\{secret:(sm/)?senders/.+\}$", "example": "${secret:senders/crm}"
        })
    })
}

fn read_senders_secret(value: &Value, path: &Path) -> Result<Template, Violations> {
    let reference = secret().read(value, path)?;
    let is_senders = |name: &str| FOLDERS.iter().any(|folder| name.starts_with(folder));
    if reference.secrets().iter().all(|place| is_senders(&place.name)) {
        return Ok(reference);
    }
    let message = "must be below `senders/`, since the API can read no other secrets";
    Err(Violation::new(path.clone(), "secret", message).hint("such as \"${secret:senders/crm}\"").into())
}

impl SignatureRules {
    /// Checks the signature of `request`, which came at `now`, with the secret that its rules name.
    ///
    /// # Errors
    /// [`InvalidSignature`] without a reason that would help to forge one.
    pub fn verify(
        &self,
        secret: &SecretString,
        request: &SignedRequest<'_>,
        now: Timestamp,
    ) -> Result<(), InvalidSignature> {
        let header = self.header.as_deref().unwrap_or(TOKEN_HEADER);
        self.scheme.verify(secret.expose_secret(), header, request, now)
    }
}
