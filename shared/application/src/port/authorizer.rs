//! Showing a destination who calls.

use std::fmt;

use async_trait::async_trait;
use beadle_domain::{
    call::HttpRequest,
    destination::Credential,
    execution::{Failure, FailureCode, Hold, HoldKind},
};
use secrecy::{ExposeSecret as _, SecretString};

/// Puts credentials on requests.
///
/// It is asked last, when everything else of the request is as it will be sent: a signature covers headers and body.
#[async_trait]
pub trait Authorizer: Send + Sync {
    /// Puts `credential` on `request`. What the user's own headers say about the same header is replaced.
    ///
    /// # Errors
    /// [`AuthError`] when the credential can't be had; the request is then as it was.
    async fn authorize(&self, request: &mut HttpRequest, credential: &Credential) -> Result<Used, AuthError>;

    /// Is told that the destination answered 401 to what was `used`. Whether the same request, authorized anew, is worth
    /// one more try within the attempt: `true` where a token that was held in store went with it, which is not used again.
    async fn refused(&self, credential: &Credential, used: &Used) -> bool;

    /// Signs `request` as message `id` by Standard Webhooks, once with each of `secrets` (two while one replaces the
    /// other). A repeat of the message has the same `id`.
    ///
    /// # Errors
    /// [`AuthError::Unusable`] for a secret that is none.
    fn sign(&self, request: &mut HttpRequest, id: &str, secrets: &[SecretString]) -> Result<Used, AuthError>;
}

/// The secret texts that went into a request: credentials, tokens and signatures, in every form in which they stand in it.
/// An answer that repeats one of them is masked before it is kept.
#[derive(Clone, Default)]
pub struct Used {
    texts: Vec<SecretString>,
    stored_token: bool,
}

impl Used {
    /// Notes a text; an empty one is none.
    pub fn note(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.texts.push(SecretString::from(text));
        }
    }

    /// Notes that a token went with the request that was held in store, so that the destination may have forgotten it.
    #[must_use]
    pub fn with_stored_token(mut self) -> Self {
        self.stored_token = true;
        self
    }

    /// Whether a token went with the request that was held in store.
    pub fn has_stored_token(&self) -> bool {
        self.stored_token
    }

    /// The texts.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(|text| text.expose_secret())
    }

    /// Takes in what `other` noted.
    pub fn extend(&mut self, other: Self) {
        self.texts.extend(other.texts);
        self.stored_token |= other.stored_token;
    }
}

impl fmt::Debug for Used {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts = format_args!("{} masked", self.texts.len());
        f.debug_struct("Used").field("texts", &texts).field("stored_token", &self.stored_token).finish()
    }
}

/// Why a request could not be authorized. The texts are for the caller and hold no secret, [`AuthError::Unavailable`]'s
/// excepted, which is for the log.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AuthError {
    /// The credential can't be used as it is, such as a key that is none.
    #[error("the credential can't be used: {0}")]
    Unusable(String),
    /// The authorization server refuses the client.
    #[error("the authorization server refused: {0}")]
    Refused(String),
    /// The authorization server can't be called, or has no token to give now.
    #[error("{}", .0.message)]
    Endpoint(Failure),
    /// Another process is fetching the token.
    #[error("a token is being fetched")]
    Busy,
    /// Where tokens are shared can't be reached; the same call may succeed later.
    #[error("the token store is unavailable: {0}")]
    Unavailable(String),
}

/// What follows for the attempt.
#[derive(Debug, Clone, PartialEq)]
pub enum AuthConsequence {
    /// It fails.
    Fail(Failure),
    /// It is put off for a second.
    Defer(Hold),
    /// It is put off for longer: what it needs can't be reached. Why is for the log.
    Leave,
}

impl AuthError {
    /// What follows for the attempt.
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
