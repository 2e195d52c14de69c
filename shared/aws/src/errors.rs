//! Turns errors of AWS services into errors of the ports. The texts are for the log; the API decides what a
//! caller sees.

use std::error::Error;

use aws_sdk_dynamodb::{
    error::{DisplayErrorContext, ProvideErrorMetadata, SdkError},
    operation::{delete_item::DeleteItemError, put_item::PutItemError, update_item::UpdateItemError},
    types::error::ConditionalCheckFailedException,
};
use beadle_application::port::StoreError;

use crate::table::Item;

/// The result of a conditional write.
pub(crate) enum Written<T> {
    /// The write was made.
    Done(T),
    /// The condition failed; contains the existing item, if there is one.
    Refused(Option<Item>),
}

/// Errors that may mean that a condition failed.
pub(crate) trait Conditional: ProvideErrorMetadata + Error + Send + Sync + 'static {
    /// The failed condition, if that is the error.
    fn failed(&self) -> Option<&ConditionalCheckFailedException>;
}

macro_rules! conditional_errors {
    ($($error:ty),*) => {
        $(impl Conditional for $error {
            fn failed(&self) -> Option<&ConditionalCheckFailedException> {
                match self {
                    Self::ConditionalCheckFailedException(failed) => Some(failed),
                    _ => None,
                }
            }
        })*
    };
}

conditional_errors!(PutItemError, UpdateItemError, DeleteItemError);

/// Returns a failed condition as a result, anything else as an error.
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

/// An error of DynamoDB. A rejected request is a fault of this crate and permanent; anything else may be
/// temporary.
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

/// A text for the log with the error and all its causes.
pub(crate) fn describe<E, R>(doing: &str, error: SdkError<E, R>) -> String
where
    E: Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    format!("{doing}: {}", DisplayErrorContext(&error))
}

/// An item in the table that can't be read.
pub(crate) fn unreadable(what: impl std::fmt::Display, error: impl std::fmt::Display) -> StoreError {
    StoreError::Corrupt(format!("{what}: {error}"))
}
