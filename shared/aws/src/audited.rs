//! Writes with an entry of the audit trail: both are written, or none.

use std::time::Duration;

use aws_sdk_dynamodb::{
    operation::{
        delete_item::builders::DeleteItemFluentBuilder, put_item::builders::PutItemFluentBuilder,
        transact_write_items::TransactWriteItemsError,
    },
    types::{CancellationReason, Delete, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem},
};
use beadle_application::port::StoreError;
use beadle_domain::projection::AuditEntry;

use crate::{
    errors::{self, Conditional, conditional, unreadable},
    row::audit::AuditRow,
    table::{Table, item},
};

/// How often a transaction that conflicts with another is repeated, and the first pause, which doubles.
const ATTEMPTS: u32 = 6;
const PAUSE: Duration = Duration::from_millis(20);

/// A conditional write of one item.
pub(crate) enum Change {
    Put(PutItemFluentBuilder),
    Delete(DeleteItemFluentBuilder),
}

impl From<PutItemFluentBuilder> for Change {
    fn from(put: PutItemFluentBuilder) -> Self {
        Self::Put(put)
    }
}

impl From<DeleteItemFluentBuilder> for Change {
    fn from(delete: DeleteItemFluentBuilder) -> Self {
        Self::Delete(delete)
    }
}

impl Change {
    async fn send(self, doing: &str) -> Result<Conditional<()>, StoreError> {
        match self {
            Self::Put(put) => conditional(doing, put.send().await.map(drop)),
            Self::Delete(delete) => conditional(doing, delete.send().await.map(drop)),
        }
    }

    /// The same as a part of a transaction.
    pub(crate) fn part(&self) -> Result<TransactWriteItem, StoreError> {
        let part = TransactWriteItem::builder();
        let existing = ReturnValuesOnConditionCheckFailure::AllOld;
        Ok(match self {
            Self::Put(put) => {
                let put = put.as_input();
                let put = Put::builder()
                    .set_table_name(put.get_table_name().clone())
                    .set_item(put.get_item().clone())
                    .set_condition_expression(put.get_condition_expression().clone())
                    .set_expression_attribute_names(put.get_expression_attribute_names().clone())
                    .set_expression_attribute_values(put.get_expression_attribute_values().clone())
                    .return_values_on_condition_check_failure(existing);
                part.put(put.build().map_err(|error| unreadable("a write", error))?).build()
            }
            Self::Delete(delete) => {
                let delete = delete.as_input();
                let delete = Delete::builder()
                    .set_table_name(delete.get_table_name().clone())
                    .set_key(delete.get_key().clone())
                    .set_condition_expression(delete.get_condition_expression().clone())
                    .set_expression_attribute_names(delete.get_expression_attribute_names().clone())
                    .set_expression_attribute_values(delete.get_expression_attribute_values().clone())
                    .return_values_on_condition_check_failure(existing);
                part.delete(delete.build().map_err(|error| unreadable("a removal", error))?).build()
            }
        })
    }
}

impl Table {
    /// Makes a conditional write, and with it the entry of the audit trail about it, if there is one.
    pub(crate) async fn write(
        &self,
        doing: &str,
        change: impl Into<Change>,
        audit: Option<&AuditEntry>,
    ) -> Result<Conditional<()>, StoreError> {
        let change = change.into();
        let Some(entry) = audit else { return change.send(doing).await };
        let row = AuditRow::new(entry, self.audit_retention())?;
        let entry = Put::builder().table_name(self.name()).set_item(Some(item(&row)?)).build();
        let entry = entry.map_err(|error| unreadable("an audit entry", error))?;
        let parts = vec![change.part()?, TransactWriteItem::builder().put(entry).build()];
        let mut pause = PAUSE;
        for _ in 0..ATTEMPTS {
            let call = self.client().transact_write_items().set_transact_items(Some(parts.clone()));
            let error = match call.send().await {
                Ok(_) => return Ok(Conditional::Done(())),
                Err(error) => error,
            };
            let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) =
                error.as_service_error()
            else {
                return Err(errors::store(doing, error));
            };
            if let Some(refused) = refusal(doing, cancelled.cancellation_reasons())? {
                return Ok(refused);
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
        Err(StoreError::Unavailable(format!("{doing}: the transaction conflicted too often").into()))
    }
}

/// What a cancelled transaction says about the change, which is its first part; `None` if it may be repeated.
fn refusal(doing: &str, reasons: &[CancellationReason]) -> Result<Option<Conditional<()>>, StoreError> {
    for (place, reason) in reasons.iter().enumerate() {
        match reason.code() {
            None | Some("None") => {}
            Some("ConditionalCheckFailed") if place == 0 => {
                return Ok(Some(Conditional::ConditionFailed(reason.item().cloned())));
            }
            Some("TransactionConflict" | "ThrottlingError" | "ProvisionedThroughputExceeded") => {}
            Some("ItemSizeLimitExceeded") => {
                return Err(StoreError::TooLarge(format!("{doing}: too large").into()));
            }
            Some(code) => {
                let message = reason.message().unwrap_or("no message");
                return Err(StoreError::Corrupt(format!("{doing}: {code}: {message}").into()));
            }
        }
    }
    Ok(None)
}
