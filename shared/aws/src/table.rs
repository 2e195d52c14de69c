//! The table: reads, and builders of writes, in terms of [`Key`]s.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use aws_sdk_dynamodb::{
    Client,
    operation::{
        delete_item::builders::DeleteItemFluentBuilder, put_item::builders::PutItemFluentBuilder,
        query::builders::QueryFluentBuilder, update_item::builders::UpdateItemFluentBuilder,
    },
    types::{AttributeValue, KeysAndAttributes, ReturnValuesOnConditionCheckFailure},
};
use beadle_application::port::StoreError;
use beadle_values::id::ListParts;
use serde::Serialize;

use crate::{
    Retention,
    answers::AnswerBucket,
    errors::{self, unreadable},
    keys::{self, Key},
    set_aside::SetAside,
};

/// An item in the SDK's type.
pub(crate) type Item = HashMap<String, AttributeValue>;

/// The most keys of one `BatchGetItem` call.
const BATCH: usize = 100;

/// How often the keys that a batch left out are requested again.
const MAX_BATCH_READS: u32 = 6;

/// The first pause between two such calls, which doubles.
const BATCH_PAUSE: Duration = Duration::from_millis(50);

/// The table of a stack.
#[derive(Debug, Clone)]
pub struct Table {
    client: Client,
    name: Arc<str>,
    set_aside: SetAside,
    audit_retention: Retention,
    list_parts: ListParts,
    answers: Option<AnswerBucket>,
}

impl Table {
    /// The table called `name`.
    pub fn new(client: Client, name: impl Into<Arc<str>>) -> Self {
        let (name, set_aside) = (name.into(), SetAside::default());
        Self {
            client,
            name,
            set_aside,
            audit_retention: Retention::AUDIT,
            list_parts: ListParts::ONE,
            answers: None,
        }
    }

    /// Sets where large responses of executions that have ended are stored. Without it they are in the table too.
    #[must_use]
    pub fn with_answers_in(self, answers: AnswerBucket) -> Self {
        Self { answers: Some(answers), ..self }
    }

    /// Where large responses are stored, if not in the table.
    pub(crate) fn answers(&self) -> Option<&AnswerBucket> {
        self.answers.as_ref()
    }

    /// Sets how long entries of the audit trail are kept.
    #[must_use]
    pub fn keeping_audit(self, audit_retention: Retention) -> Self {
        Self { audit_retention, ..self }
    }

    /// How long entries of the audit trail are kept.
    pub(crate) fn audit_retention(&self) -> Retention {
        self.audit_retention
    }

    /// Sets over how many partitions lists are spread.
    #[must_use]
    pub fn spreading_lists(self, list_parts: ListParts) -> Self {
        Self { list_parts, ..self }
    }

    /// Over how many partitions lists are spread.
    pub(crate) fn list_parts(&self) -> ListParts {
        self.list_parts
    }

    /// Notes the items that can't be read together with those of other tables.
    pub(crate) fn setting_aside(self, set_aside: SetAside) -> Self {
        Self { set_aside, ..self }
    }

    /// The items that could not be read.
    pub(crate) fn set_aside(&self) -> &SetAside {
        &self.set_aside
    }

    /// What was read from an item of a list; `None` when the item can't be read.
    pub(crate) fn or_skip<T>(
        &self,
        list: &'static str,
        key: &Key,
        read: Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        self.set_aside.or_skip(list, &format!("{} {}", key.pk, key.sk), read)
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// A write of a whole item. If its condition fails, the error contains the existing item.
    pub(crate) fn put(&self, row: &impl Serialize) -> Result<PutItemFluentBuilder, StoreError> {
        let put = self.client.put_item().table_name(self.name());
        Ok(put
            .set_item(Some(item(row)?))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld))
    }

    /// A write of a whole item in place of its version `expected`; 0 if there is none yet.
    pub(crate) fn put_over(
        &self,
        row: &impl Serialize,
        expected: u64,
    ) -> Result<PutItemFluentBuilder, StoreError> {
        match expected {
            0 => Ok(self.put(row)?.condition_expression("attribute_not_exists(pk)")),
            _ => self.put_replacing(row, expected),
        }
    }

    /// A write of a whole item in place of its version `expected`, which must exist.
    pub(crate) fn put_replacing(
        &self,
        row: &impl Serialize,
        expected: u64,
    ) -> Result<PutItemFluentBuilder, StoreError> {
        Ok(self
            .put(row)?
            .condition_expression("version = :expected")
            .expression_attribute_values(":expected", number(expected)))
    }

    /// A removal of the version `expected` of an item, which may already be gone.
    pub(crate) fn delete_version(&self, key: &Key, expected: u64) -> DeleteItemFluentBuilder {
        let delete = self.client.delete_item().table_name(self.name()).set_key(Some(attributes(key)));
        delete
            .condition_expression("attribute_not_exists(pk) OR version = :expected")
            .expression_attribute_values(":expected", number(expected))
    }

    /// A write of some attributes. If its condition fails, the error contains the existing item.
    pub(crate) fn update(&self, key: &Key) -> UpdateItemFluentBuilder {
        let update = self.client.update_item().table_name(self.name());
        update
            .set_key(Some(attributes(key)))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
    }

    pub(crate) fn query(&self, pk: String) -> QueryFluentBuilder {
        let query = self.client.query().table_name(self.name());
        query.expression_attribute_values(":pk", AttributeValue::S(pk))
    }

    /// The item, read consistently.
    pub(crate) async fn get(&self, key: &Key) -> Result<Option<Item>, StoreError> {
        let get = self.client.get_item().table_name(self.name());
        let output = get.set_key(Some(attributes(key))).consistent_read(true).send().await;
        Ok(output.map_err(|error| errors::store("read an item", error))?.item)
    }

    /// The items of a partition whose sort keys begin with `prefix`, in order, read consistently.
    pub(crate) async fn partition(&self, pk: String, prefix: &str) -> Result<Vec<Item>, StoreError> {
        let mut query = self.query(pk).key_condition_expression("pk = :pk").consistent_read(true);
        if !prefix.is_empty() {
            query = query
                .key_condition_expression("pk = :pk AND begins_with(sk, :prefix)")
                .expression_attribute_values(":prefix", AttributeValue::S(prefix.to_owned()));
        }
        let mut pages = query.into_paginator().items().send();
        let mut items = Vec::new();
        while let Some(item) = pages.next().await {
            items.push(item.map_err(|error| errors::store("read a partition", error))?);
        }
        Ok(items)
    }

    /// The existing items among `keys`. Keys that a batch leaves out, because of its size or of throttling,
    /// are requested again.
    pub(crate) async fn get_all(
        &self,
        keys: &[Key],
        consistent: bool,
    ) -> Result<HashMap<Key, Item>, StoreError> {
        let mut found = HashMap::with_capacity(keys.len());
        let mut seen = HashSet::with_capacity(keys.len());
        let distinct: Vec<Item> = keys.iter().filter(|key| seen.insert(*key)).map(attributes).collect();
        for batch in distinct.chunks(BATCH) {
            self.get_batch(batch.to_vec(), consistent, &mut found).await?;
        }
        Ok(found)
    }

    async fn get_batch(
        &self,
        mut wanted: Vec<Item>,
        consistent: bool,
        found: &mut HashMap<Key, Item>,
    ) -> Result<(), StoreError> {
        let mut pause = BATCH_PAUSE;
        for _ in 0..MAX_BATCH_READS {
            let request =
                KeysAndAttributes::builder().set_keys(Some(wanted)).consistent_read(consistent).build();
            let request = request.map_err(|error| unreadable("a batch of keys", error))?;
            let call = self.client.batch_get_item().request_items(self.name(), request);
            let output = call.send().await.map_err(|error| errors::store("read a batch of items", error))?;
            let items = output.responses.unwrap_or_default().remove(self.name()).unwrap_or_default();
            for item in items {
                found.insert(key_of(&item)?, item);
            }
            let left = output.unprocessed_keys.unwrap_or_default().remove(self.name());
            wanted = left.map(|left| left.keys).unwrap_or_default();
            if wanted.is_empty() {
                return Ok(());
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
        Err(StoreError::Unavailable(
            format!("read a batch of items: {} keys were left out", wanted.len()).into(),
        ))
    }
}

/// The attributes of a key.
pub(crate) fn attributes(key: &Key) -> Item {
    HashMap::from([
        (keys::PK.to_owned(), AttributeValue::S(key.pk.clone())),
        (keys::SK.to_owned(), AttributeValue::S(key.sk.clone())),
    ])
}

/// The key of an item.
pub(crate) fn key_of(item: &Item) -> Result<Key, StoreError> {
    Ok(Key { pk: text(item, keys::PK)?.to_owned(), sk: text(item, keys::SK)?.to_owned() })
}

/// A text attribute of an item.
pub(crate) fn text<'i>(item: &'i Item, name: &str) -> Result<&'i str, StoreError> {
    item.get(name)
        .and_then(|value| value.as_s().ok())
        .map(String::as_str)
        .ok_or_else(|| StoreError::Corrupt(format!("an item lacks the text `{name}`").into()))
}

/// A row as an item.
pub(crate) fn item(row: &impl Serialize) -> Result<Item, StoreError> {
    serde_dynamo::to_item(row).map_err(|error| unreadable("a row", error))
}

/// A number as an attribute.
pub(crate) fn number(value: impl ToString) -> AttributeValue {
    AttributeValue::N(value.to_string())
}
