//! Transactions: several conditional writes, all of them or none.

use std::time::Duration;

use aws_sdk_dynamodb::{
    operation::transact_write_items::TransactWriteItemsError,
    types::{CancellationReason, TransactWriteItem},
};
use beadle_application::port::StoreError;

use crate::{errors, table::Table};

/// How often a transaction that conflicts with another is repeated, and the first pause, which doubles.
const ATTEMPTS: u32 = 6;
const PAUSE: Duration = Duration::from_millis(20);

/// Result of a transaction.
pub(crate) enum Transacted {
    /// All is written.
    Done,
    /// Nothing is written, since a condition failed; one reason for each part.
    Refused(Vec<CancellationReason>),
}

/// Whether the condition of a part failed.
pub(crate) fn is_refused(reason: &CancellationReason) -> bool {
    reason.code() == Some("ConditionalCheckFailed")
}

impl Table {
    /// Makes all writes of `parts` or none, and repeats them while they conflict with those of others.
    pub(crate) async fn transact(
        &self,
        doing: &str,
        parts: &[TransactWriteItem],
    ) -> Result<Transacted, StoreError> {
        let mut pause = PAUSE;
        for _ in 0..ATTEMPTS {
            let call = self.client().transact_write_items().set_transact_items(Some(parts.to_vec()));
            let error = match call.send().await {
                Ok(_) => return Ok(Transacted::Done),
                Err(error) => error,
            };
            let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) =
                error.as_service_error()
            else {
                return Err(errors::store(doing, error));
            };
            let reasons = cancelled.cancellation_reasons();
            if is_final(doing, reasons)? {
                return Ok(Transacted::Refused(reasons.to_vec()));
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
        Err(StoreError::Unavailable(format!("{doing}: the transaction conflicted too often").into()))
    }
}

/// Whether a condition failed; otherwise the transaction may be repeated.
fn is_final(doing: &str, reasons: &[CancellationReason]) -> Result<bool, StoreError> {
    for reason in reasons {
        match reason.code() {
            None
            | Some(
                "None"
                | "ConditionalCheckFailed"
                | "TransactionConflict"
                | "ThrottlingError"
                | "ProvisionedThroughputExceeded",
            ) => {}
            Some("ItemSizeLimitExceeded") => {
                return Err(StoreError::TooLarge(format!("{doing}: too large").into()));
            }
            Some(code) => {
                let message = reason.message().unwrap_or("no message");
                return Err(StoreError::Corrupt(format!("{doing}: {code}: {message}").into()));
            }
        }
    }
    Ok(reasons.iter().any(is_refused))
}
