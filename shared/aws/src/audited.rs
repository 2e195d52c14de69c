//! Writes with an entry of the audit trail: both are written, or none.

use aws_sdk_dynamodb::{
    operation::{delete_item::builders::DeleteItemFluentBuilder, put_item::builders::PutItemFluentBuilder},
    types::{Delete, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem},
};
use beadle_application::port::StoreError;
use beadle_domain::projection::AuditEntry;

use crate::{
    errors::{Conditional, conditional, unreadable},
    row::audit::AuditRow,
    table::{Table, item},
    transaction::{Transacted, is_refused},
};

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
        self.write_with(doing, change, Vec::new(), audit).await
    }

    /// The same, and with it the writes of `others`, whose conditions hold if that of `change` does.
    pub(crate) async fn write_with(
        &self,
        doing: &str,
        change: impl Into<Change>,
        others: Vec<TransactWriteItem>,
        audit: Option<&AuditEntry>,
    ) -> Result<Conditional<()>, StoreError> {
        let change = change.into();
        if others.is_empty() && audit.is_none() {
            return change.send(doing).await;
        }
        let mut parts = vec![change.part()?];
        parts.extend(others);
        if let Some(entry) = audit {
            let row = AuditRow::new(entry, self)?;
            let entry = Put::builder().table_name(self.name()).set_item(Some(item(&row)?)).build();
            let entry = entry.map_err(|error| unreadable("an audit entry", error))?;
            parts.push(TransactWriteItem::builder().put(entry).build());
        }
        match self.transact(doing, &parts).await? {
            Transacted::Done => Ok(Conditional::Done(())),
            Transacted::Refused(reasons) => {
                let refused = reasons.first().filter(|first| is_refused(first));
                let refused =
                    refused.ok_or_else(|| unreadable(doing, "what is written with it was refused"))?;
                Ok(Conditional::ConditionFailed(refused.item().cloned()))
            }
        }
    }
}
