//! Requests and records the capacity that the reads and writes of a client consume.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use aws_sdk_dynamodb::{
    Client,
    config::{
        ConfigBag, Intercept, RuntimeComponents,
        interceptors::{AfterDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextMut},
    },
    error::BoxError,
    operation::{
        batch_get_item::{BatchGetItemInput, BatchGetItemOutput},
        delete_item::{DeleteItemInput, DeleteItemOutput},
        get_item::{GetItemInput, GetItemOutput},
        put_item::{PutItemError, PutItemInput, PutItemOutput},
        query::{QueryInput, QueryOutput},
        transact_write_items::{TransactWriteItemsInput, TransactWriteItemsOutput},
        update_item::{UpdateItemError, UpdateItemInput, UpdateItemOutput},
    },
    types::{ConsumedCapacity, ReturnConsumedCapacity},
};

/// One write.
#[derive(Debug, Clone)]
pub struct Write {
    operation: &'static str,
    /// The consumed units, including indexes.
    pub units: f64,
}

impl fmt::Display for Write {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.operation, self.units)
    }
}

/// The recorded calls of a client.
#[derive(Debug, Clone, Default)]
pub struct Meter {
    writes: Arc<Mutex<Vec<Write>>>,
    reads: Arc<Mutex<Vec<f64>>>,
}

impl Meter {
    /// The same client, metered.
    pub fn attached_to(&self, client: &Client) -> Client {
        Client::from_conf(client.config().to_builder().interceptor(self.clone()).build())
    }

    /// The writes since the last call.
    pub fn take(&self) -> Vec<Write> {
        std::mem::take(&mut *self.writes.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The units of each read since the last call.
    pub fn take_reads(&self) -> Vec<f64> {
        std::mem::take(&mut *self.reads.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note_read<'c>(
        &self,
        capacity: impl IntoIterator<Item = &'c ConsumedCapacity>,
    ) -> Result<(), BoxError> {
        let units = units(capacity)?;
        self.reads.lock().unwrap_or_else(PoisonError::into_inner).push(units);
        Ok(())
    }

    fn note<'c>(
        &self,
        operation: &'static str,
        capacity: impl IntoIterator<Item = &'c ConsumedCapacity>,
    ) -> Result<(), BoxError> {
        self.add(operation, units(capacity)?)
    }

    fn add(&self, operation: &'static str, units: f64) -> Result<(), BoxError> {
        self.writes.lock().unwrap_or_else(PoisonError::into_inner).push(Write { operation, units });
        Ok(())
    }
}

/// The units of all tables of a call.
fn units<'c>(capacity: impl IntoIterator<Item = &'c ConsumedCapacity>) -> Result<f64, BoxError> {
    let units = capacity.into_iter().filter_map(ConsumedCapacity::capacity_units).reduce(|a, b| a + b);
    Ok(units.ok_or("the capacity is not units")?)
}

impl Intercept for Meter {
    fn name(&self) -> &'static str {
        "Meter"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let input = context.input_mut();
        if let Some(put) = input.downcast_mut::<PutItemInput>() {
            put.return_consumed_capacity = Some(ReturnConsumedCapacity::Indexes);
        } else if let Some(update) = input.downcast_mut::<UpdateItemInput>() {
            update.return_consumed_capacity = Some(ReturnConsumedCapacity::Indexes);
        } else if let Some(delete) = input.downcast_mut::<DeleteItemInput>() {
            delete.return_consumed_capacity = Some(ReturnConsumedCapacity::Indexes);
        } else if let Some(writes) = input.downcast_mut::<TransactWriteItemsInput>() {
            writes.return_consumed_capacity = Some(ReturnConsumedCapacity::Indexes);
        } else if let Some(get) = input.downcast_mut::<GetItemInput>() {
            get.return_consumed_capacity = Some(ReturnConsumedCapacity::Total);
        } else if let Some(get) = input.downcast_mut::<BatchGetItemInput>() {
            get.return_consumed_capacity = Some(ReturnConsumedCapacity::Total);
        } else if let Some(query) = input.downcast_mut::<QueryInput>() {
            query.return_consumed_capacity = Some(ReturnConsumedCapacity::Total);
        }
        Ok(())
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let output = match context.output_or_error() {
            Ok(output) => output,
            // DynamoDB charges a unit for a write whose condition fails.
            Err(error) => {
                let Some(error) = error.as_operation_error() else { return Ok(()) };
                let put =
                    error.downcast_ref().is_some_and(PutItemError::is_conditional_check_failed_exception);
                let update =
                    error.downcast_ref().is_some_and(UpdateItemError::is_conditional_check_failed_exception);
                return if put || update { self.add("refused", 1.0) } else { Ok(()) };
            }
        };
        if let Some(put) = output.downcast_ref::<PutItemOutput>() {
            self.note("PutItem", put.consumed_capacity())
        } else if let Some(update) = output.downcast_ref::<UpdateItemOutput>() {
            self.note("UpdateItem", update.consumed_capacity())
        } else if let Some(delete) = output.downcast_ref::<DeleteItemOutput>() {
            self.note("DeleteItem", delete.consumed_capacity())
        } else if let Some(writes) = output.downcast_ref::<TransactWriteItemsOutput>() {
            self.note("TransactWriteItems", writes.consumed_capacity())
        } else if let Some(get) = output.downcast_ref::<GetItemOutput>() {
            self.note_read(get.consumed_capacity())
        } else if let Some(get) = output.downcast_ref::<BatchGetItemOutput>() {
            self.note_read(get.consumed_capacity())
        } else if let Some(query) = output.downcast_ref::<QueryOutput>() {
            self.note_read(query.consumed_capacity())
        } else {
            Ok(())
        }
    }
}
