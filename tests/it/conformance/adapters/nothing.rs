//! Ports that a case does not use: every call fails.

use std::{collections::BTreeSet, time::Duration};

use async_trait::async_trait;
use beadle_application::port::{
    Authorizer, DatabaseCaller, MailSender, Secrets,
    authorizer::{AuthError, SentSecrets},
};
use beadle_domain::{
    call::{
        DatabaseAnswer, DatabaseError, DatabaseLimits, DatabaseRequest, HttpRequest, MailError, MailReply,
        MailRequest,
    },
    destination::Credential,
    interpolation::{SecretError, SecretRef, SecretValues},
};
use beadle_values::id::OwnerId;
use secrecy::SecretString;

/// Has no secrets, no credentials, no databases and no mail servers.
pub struct Nothing;

#[async_trait]
impl Secrets for Nothing {
    async fn resolve(&self, _: &OwnerId, places: &BTreeSet<SecretRef>) -> Result<SecretValues, SecretError> {
        match places.first() {
            Some(place) => Err(SecretError::NotFound(place.name.clone())),
            None => Ok(SecretValues::default()),
        }
    }
}

#[async_trait]
impl Authorizer for Nothing {
    async fn authorize(&self, _: &mut HttpRequest, _: &Credential) -> Result<SentSecrets, AuthError> {
        Err(AuthError::Unusable("there are no credentials here".to_owned()))
    }

    async fn refused(&self, _: &Credential, _: &SentSecrets) -> bool {
        false
    }

    fn sign(&self, _: &mut HttpRequest, _: &str, _: &[SecretString]) -> Result<SentSecrets, AuthError> {
        Err(AuthError::Unusable("there are no credentials here".to_owned()))
    }
}

#[async_trait]
impl DatabaseCaller for Nothing {
    async fn run(&self, _: DatabaseRequest, _: DatabaseLimits) -> Result<DatabaseAnswer, DatabaseError> {
        Err(DatabaseError::Connect("there is no database here".to_owned()))
    }
}

#[async_trait]
impl MailSender for Nothing {
    async fn send(&self, _: MailRequest, _: Duration) -> Result<MailReply, MailError> {
        Err(MailError::Connect("there is no mail server here".to_owned()))
    }
}
