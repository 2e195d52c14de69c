//! Authorizing requests to destinations.

use std::fmt;

use async_trait::async_trait;
use beadle_domain::{
    call::HttpRequest,
    destination::Credential,
    execution::{Failure, FailureCode, Hold, HoldKind},
};
use beadle_values::cause::Cause;
use secrecy::{ExposeSecret as _, SecretString};

/// Adds credentials to requests.
///
/// It is called last, when the rest of the request is final: a signature covers headers and body.
#[async_trait]
pub trait Authorizer: Send + Sync {
    /// Adds `credential` to `request`, replacing a header of the same name.
    ///
    /// # Errors
    /// [`AuthError`] when the credential can't be obtained; the request is then unchanged.
    async fn authorize(
        &self,
        request: &mut HttpRequest,
        credential: &Credential,
    ) -> Result<SentSecrets, AuthError>;

    /// Reports that the destination responded 401 to what was `used`. Returns whether the same request,
    /// authorized again, is worth another try within the attempt: `true` if a stored token was sent, which is
    /// not used again.
    async fn refused(&self, credential: &Credential, used: &SentSecrets) -> bool;

    /// Signs `request` as message `id` by Standard Webhooks, once with each of `secrets` (two while one
    /// replaces the other). A repeat of the message has the same `id`.
    ///
    /// # Errors
    /// [`AuthError::Unusable`] for an invalid secret.
    fn sign(
        &self,
        request: &mut HttpRequest,
        id: &str,
        secrets: &[SecretString],
    ) -> Result<SentSecrets, AuthError>;
}

/// The secret texts in a request: credentials, tokens and signatures, in every form in which it contains
/// them. A response that repeats one of them is masked before it is stored.
#[derive(Clone, Default)]
pub struct SentSecrets {
    texts: Vec<SecretString>,
    stored_token: bool,
}

impl SentSecrets {
    /// Adds a text; an empty one is ignored.
    pub fn note(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.texts.push(SecretString::from(text));
        }
    }

    /// Marks that a stored token was sent, which the destination may have revoked.
    #[must_use]
    pub fn with_stored_token(mut self) -> Self {
        self.stored_token = true;
        self
    }

    /// Whether a stored token was sent.
    pub fn has_stored_token(&self) -> bool {
        self.stored_token
    }

    /// The texts.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(|text| text.expose_secret())
    }

    /// Adds the texts of `other`.
    pub fn extend(&mut self, other: Self) {
        self.texts.extend(other.texts);
        self.stored_token |= other.stored_token;
    }
}

impl fmt::Debug for SentSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts = format_args!("{} masked", self.texts.len());
        f.debug_struct("SentSecrets")
            .field("texts", &texts)
            .field("stored_token", &self.stored_token)
            .finish()
    }
}

/// Why a request could not be authorized. The texts are for the caller and contain no secret; the source
/// of [`AuthError::Unavailable`] is for the log.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AuthError {
    /// The credential can't be used, such as an invalid key.
    #[error("the credential can't be used: {0}")]
    Unusable(String),
    /// The authorization server rejects the client.
    #[error("the authorization server refused: {0}")]
    Refused(String),
    /// The authorization server can't be called, or issues no token now.
    #[error("{}", .0.message)]
    Endpoint(Failure),
    /// Another process is fetching the token.
    #[error("a token is being fetched")]
    Busy,
    /// The token store can't be reached; the same call may succeed later.
    #[error("the token store is unavailable")]
    Unavailable(#[source] Cause),
}

/// The consequence for the attempt.
#[derive(Debug, Clone, PartialEq)]
pub enum AuthConsequence {
    /// It fails.
    Fail(Failure),
    /// It is deferred for a second.
    Defer(Hold),
    /// It is deferred for longer, since something it needs can't be reached. The reason is for the log.
    Leave,
}

impl AuthError {
    /// The consequence for the attempt.
    pub fn consequence(&self) -> AuthConsequence {
        match self {
            Self::Unusable(_) | Self::Refused(_) => {
                AuthConsequence::Fail(Failure::new(FailureCode::Auth, self.to_string()))
            }
            Self::Endpoint(failure) => AuthConsequence::Fail(failure.clone()),
            Self::Busy => AuthConsequence::Defer(Hold::new(HoldKind::Credential, self.to_string())),
            Self::Unavailable(_) => AuthConsequence::Leave,
        }
    }
}
