//! What an AWS service answered, in the errors of the ports. The texts are for the log; what a caller may see is decided
//! where the port's error is answered.

use std::error::Error;

use aws_sdk_dynamodb::{
    error::{DisplayErrorContext, ProvideErrorMetadata, SdkError},
    operation::{delete_item::DeleteItemError, put_item::PutItemError, update_item::UpdateItemError},
    types::error::ConditionalCheckFailedException,
};
use beadle_application::port::StoreError;

use crate::table::Item;

/// What a conditional write came to.
pub(crate) enum Written<T> {
    /// It is written.
    Done(T),
    /// The condition does not hold; the item as it stands, if there is one.
    Refused(Option<Item>),
}

/// Errors that may say that a condition does not hold.
pub(crate) trait Conditional: ProvideErrorMetadata + Error + Send + Sync + 'static {
    /// The condition that failed, if that is what failed.
    fn failed(&self) -> Option<&ConditionalCheckFailedException>;
}

impl Conditional for PutItemError {
    fn failed(&self) -> Option<&ConditionalCheckFailedException> {
        match self {
            Self::ConditionalCheckFailedException(failed) => Some(failed),
            _ => None,
        }
    }
}

impl Conditional for UpdateItemError {
    fn failed(&self) -> Option<&ConditionalCheckFailedException> {
        match self {
            Self::ConditionalCheckFailedException(failed) => Some(failed),
            _ => None,
        }
    }
}

impl Conditional for DeleteItemError {
    fn failed(&self) -> Option<&ConditionalCheckFailedException> {
        match self {
            Self::ConditionalCheckFailedException(failed) => Some(failed),
            _ => None,
        }
    }
}

/// A failed condition is a result, anything else an error.
pub(crate) fn conditional<T, E, R>(
    doing: &str,
    result: Result<T, SdkError<E, R>>,
) -> Result<Written<T>, StoreError>
where
    E: Conditional,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    match result {
        Ok(output) => Ok(Written::Done(output)),
        Err(error) => match error.as_service_error().and_then(Conditional::failed) {
            Some(failed) => Ok(Written::Refused(failed.item.clone())),
            None => Err(store(doing, error)),
        },
    }
}

/// An error of DynamoDB: a request that it finds fault with is a fault of ours, anything else may pass.
pub(crate) fn store<E, R>(doing: &str, error: SdkError<E, R>) -> StoreError
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    let code = error.code().map(str::to_owned);
    let too_large = error.message().is_some_and(|message| message.contains("size has exceeded"));
    let text = describe(doing, error);
    match code.as_deref() {
        Some("ValidationException") if too_large => StoreError::TooLarge(text),
        Some("ValidationException" | "SerializationException") => StoreError::Corrupt(text),
        _ => StoreError::Unavailable(text),
    }
}

/// An error in words for the log, with all its causes.
pub(crate) fn describe<E, R>(doing: &str, error: SdkError<E, R>) -> String
where
    E: Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    format!("{doing}: {}", DisplayErrorContext(&error))
}

/// Something in the table that can't be read.
pub(crate) fn unreadable(what: impl std::fmt::Display, error: impl std::fmt::Display) -> StoreError {
    StoreError::Corrupt(format!("{what}: {error}"))
}
