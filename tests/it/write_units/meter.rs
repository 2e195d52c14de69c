//! Asks for, and notes, the capacity that each write of a client consumes.

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
        put_item::{PutItemError, PutItemInput, PutItemOutput},
        update_item::{UpdateItemError, UpdateItemInput, UpdateItemOutput},
    },
    types::{ConsumedCapacity, ReturnConsumedCapacity},
};

/// One write.
#[derive(Debug, Clone)]
pub struct Write {
    operation: &'static str,
    /// What it consumed, indexes included.
    pub units: f64,
}

impl fmt::Display for Write {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.operation, self.units)
    }
}

/// The writes of a client.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<Mutex<Vec<Write>>>);

impl Meter {
    /// The same client, metered.
    pub fn attached_to(&self, client: &Client) -> Client {
        Client::from_conf(client.config().to_builder().interceptor(self.clone()).build())
    }

    /// The writes since the last call.
    pub fn take(&self) -> Vec<Write> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note(&self, operation: &'static str, capacity: Option<&ConsumedCapacity>) -> Result<(), BoxError> {
        let units = capacity.and_then(ConsumedCapacity::capacity_units).ok_or("the capacity is not told")?;
        self.add(operation, units)
    }

    fn add(&self, operation: &'static str, units: f64) -> Result<(), BoxError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Write { operation, units });
        Ok(())
    }
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
            // DynamoDB takes a unit for a write that its condition refuses.
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
        } else {
            Ok(())
        }
    }
}
