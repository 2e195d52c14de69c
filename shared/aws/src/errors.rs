//! Turns errors of AWS services into errors of the ports, which keep them as their source for the log.

use std::error::Error;

use aws_sdk_dynamodb::{
    error::{ProvideErrorMetadata, SdkError},
    operation::{delete_item::DeleteItemError, put_item::PutItemError, update_item::UpdateItemError},
    types::error::ConditionalCheckFailedException,
};
use beadle_application::port::StoreError;
use beadle_values::cause::Cause;

use crate::table::Item;

/// The result of a conditional write.
pub(crate) enum Conditional<T> {
    /// The write was made.
    Done(T),
    /// The condition failed; contains the existing item, if there is one.
    ConditionFailed(Option<Item>),
}

/// Errors that may mean that a condition failed.
pub(crate) trait ConditionalError: ProvideErrorMetadata + Error + Send + Sync + 'static {
    /// The failed condition, if that is the error.
    fn failed(&self) -> Option<&ConditionalCheckFailedException>;
}

macro_rules! conditional_errors {
    ($($error:ty),*) => {
        $(impl ConditionalError for $error {
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
) -> Result<Conditional<T>, StoreError>
where
    E: ConditionalError,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    match result {
        Ok(output) => Ok(Conditional::Done(output)),
        Err(error) => match error.as_service_error().and_then(ConditionalError::failed) {
            Some(failed) => Ok(Conditional::ConditionFailed(failed.item.clone())),
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
    let cause = failed(doing, error);
    match code.as_deref() {
        Some("ValidationException") if too_large => StoreError::TooLarge(cause),
        Some("ValidationException" | "SerializationException") => StoreError::Corrupt(cause),
        _ => StoreError::Unavailable(cause),
    }
}

/// The failure of `doing`, with the code and the id of the request where the service gave them: AWS support
/// asks for the id.
pub(crate) fn failed<E, R>(doing: &str, error: SdkError<E, R>) -> Cause
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    let details = [error.code(), error.meta().extra("aws_request_id")];
    let details: Vec<&str> = details.into_iter().flatten().collect();
    let doing =
        if details.is_empty() { doing.to_owned() } else { format!("{doing} ({})", details.join(", ")) };
    Cause::new(doing, error)
}

/// An item in the table that can't be read.
pub(crate) fn unreadable(
    what: impl std::fmt::Display,
    error: impl Into<Box<dyn Error + Send + Sync>>,
) -> StoreError {
    StoreError::Corrupt(Cause::new(what.to_string(), error))
}
