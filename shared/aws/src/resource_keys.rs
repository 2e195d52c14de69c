//! Keys of tasks and configs: one item for each key that is held, in the transaction that gives or takes it.
//!
//! A row says which key it holds (`held`). A write that leaves that alone is a plain one, on condition that it does; only a write
//! that changes it pays for a transaction.

use aws_sdk_dynamodb::{
    operation::{delete_item::builders::DeleteItemFluentBuilder, put_item::builders::PutItemFluentBuilder},
    types::{AttributeValue, Delete, Put, TransactWriteItem},
};
use beadle_application::port::StoreError;
use beadle_domain::resource_key::ResourceKey;
use beadle_values::id::OwnerId;
use serde::{Deserialize, Serialize};

use crate::{
    audited::Change,
    errors::{Conditional, conditional, unreadable},
    keys::Key,
    table::{Table, attributes, item, number},
    transaction::{Transacted, is_refused},
};

/// The attribute of a row with the key that it holds.
const HELD: &str = "held";

/// Those whose keys are unique for an owner.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Keyed {
    Tasks,
    Configs,
}

/// States that the key of an owner is held, and by what.
#[derive(Debug, Serialize, Deserialize)]
struct HolderRow {
    pk: String,
    sk: String,
    holder: String,
}

/// One that holds keys: whose it is, and its id.
#[derive(Debug)]
pub(crate) struct Holder<'a> {
    pub keyed: Keyed,
    pub owner: &'a OwnerId,
    pub id: String,
}

/// What a row says of its version and of the key that it holds.
#[derive(Debug, Deserialize)]
struct Held {
    version: u64,
    held: Option<String>,
}

impl Holder<'_> {
    /// The part of a transaction that lets go of `key`.
    pub fn lets_go(&self, table: &Table, key: &str) -> Result<TransactWriteItem, StoreError> {
        let delete = Delete::builder()
            .table_name(table.name())
            .set_key(Some(attributes(&Key::holder(self.keyed, self.owner, key))))
            .condition_expression("attribute_not_exists(pk) OR holder = :holder")
            .expression_attribute_values(":holder", AttributeValue::S(self.id.clone()));
        let delete = delete.build().map_err(|error| unreadable("a removal", error))?;
        Ok(TransactWriteItem::builder().delete(delete).build())
    }

    /// The part of a transaction that takes `key`, if nobody else has it.
    fn takes(&self, table: &Table, key: &str) -> Result<TransactWriteItem, StoreError> {
        let Key { pk, sk } = Key::holder(self.keyed, self.owner, key);
        let row = HolderRow { pk, sk, holder: self.id.clone() };
        let put = Put::builder()
            .table_name(table.name())
            .set_item(Some(item(&row)?))
            .condition_expression("attribute_not_exists(pk) OR holder = :holder")
            .expression_attribute_values(":holder", AttributeValue::S(self.id.clone()));
        let put = put.build().map_err(|error| unreadable("a write", error))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }
}

impl Table {
    /// Who of `owner` holds `key`, read consistently.
    pub(crate) async fn holder(
        &self,
        keyed: Keyed,
        owner: &OwnerId,
        key: &ResourceKey,
    ) -> Result<Option<String>, StoreError> {
        let Some(item) = self.get(&Key::holder(keyed, owner, key.as_str())).await? else { return Ok(None) };
        let row: HolderRow =
            serde_dynamo::from_item(item).map_err(|error| unreadable("the holder of a key", error))?;
        Ok(Some(row.holder))
    }

    /// Writes a new row, and takes the key `held` for it.
    ///
    /// # Errors
    /// [`StoreError::KeyTaken`] if another one has the key.
    pub(crate) async fn insert_holding(
        &self,
        doing: &str,
        row: &impl Serialize,
        holder: &Holder<'_>,
        held: Option<&str>,
    ) -> Result<Conditional<()>, StoreError> {
        let put = self.put(row)?.condition_expression("attribute_not_exists(pk)");
        match held {
            None => conditional(doing, put.send().await.map(drop)),
            Some(_) => self.put_rekeyed(doing, put, holder, (None, held)).await,
        }
    }

    /// Writes a row in place of its version `expected`; it holds the key `held` from then on.
    ///
    /// # Errors
    /// [`StoreError::KeyTaken`] if another one has the key.
    pub(crate) async fn replace_holding(
        &self,
        doing: &str,
        row: &impl Serialize,
        expected: u64,
        holder: &Holder<'_>,
        held: Option<&str>,
    ) -> Result<Conditional<()>, StoreError> {
        let put = self.put_holding(row, expected, held)?;
        let written = conditional(doing, put.send().await.map(drop))?;
        let Conditional::ConditionFailed(Some(item)) = &written else { return Ok(written) };
        let known: Held = serde_dynamo::from_item(item.clone())
            .map_err(|error| unreadable("the row of what holds a key", error))?;
        let from = known.held.as_deref();
        if known.version != expected || from == held {
            return Ok(written);
        }
        let put = self.put_holding(row, expected, from)?;
        self.put_rekeyed(doing, put, holder, (from, held)).await
    }

    /// A write of a whole item in place of its version `expected`, which must exist and hold the key `held`.
    fn put_holding(
        &self,
        row: &impl Serialize,
        expected: u64,
        held: Option<&str>,
    ) -> Result<PutItemFluentBuilder, StoreError> {
        let put = self
            .put(row)?
            .expression_attribute_names("#held", HELD)
            .expression_attribute_values(":expected", number(expected));
        Ok(match held {
            None => put.condition_expression("version = :expected AND attribute_not_exists(#held)"),
            Some(held) => put
                .condition_expression("version = :expected AND #held = :held")
                .expression_attribute_values(":held", AttributeValue::S(held.to_owned())),
        })
    }

    /// A removal of the version `expected` of an item, which holds the key `held` or is already gone.
    pub(crate) fn delete_holding(
        &self,
        key: &Key,
        expected: u64,
        held: Option<&str>,
    ) -> DeleteItemFluentBuilder {
        let delete = self.delete_version(key, expected).expression_attribute_names("#held", HELD);
        match held {
            None => delete.condition_expression(
                "attribute_not_exists(pk) OR (version = :expected AND attribute_not_exists(#held))",
            ),
            Some(held) => delete
                .condition_expression("attribute_not_exists(pk) OR (version = :expected AND #held = :held)")
                .expression_attribute_values(":held", AttributeValue::S(held.to_owned())),
        }
    }

    /// Makes a conditional write of a row that holds the key `from` before and `to` after.
    ///
    /// # Errors
    /// [`StoreError::KeyTaken`] if another one has `to`.
    async fn put_rekeyed(
        &self,
        doing: &str,
        put: PutItemFluentBuilder,
        holder: &Holder<'_>,
        (from, to): (Option<&str>, Option<&str>),
    ) -> Result<Conditional<()>, StoreError> {
        let mut parts = vec![Change::Put(put).part()?];
        if let Some(from) = from {
            parts.push(holder.lets_go(self, from)?);
        }
        let taking = parts.len();
        if let Some(to) = to {
            parts.push(holder.takes(self, to)?);
        }
        let Transacted::Refused(reasons) = self.transact(doing, &parts).await? else {
            return Ok(Conditional::Done(()));
        };
        match reasons.first() {
            Some(first) if is_refused(first) => Ok(Conditional::ConditionFailed(first.item().cloned())),
            _ if reasons.get(taking).is_some_and(is_refused) => Err(StoreError::KeyTaken),
            _ => Err(unreadable(doing, "a key is held by another one")),
        }
    }
}
