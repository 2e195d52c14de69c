//! Parameter Store, below a prefix of its own.

use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_ssm::{Client, types::ParameterType};
use beadle_aws::{ParameterStore, SecretsSettings};

use super::emulator;
use crate::conformance::{
    adapters::stepped_clock::SteppedClock,
    secrets::{Fixture, SecretWriter},
};

/// An empty store.
pub async fn below_a_prefix() -> anyhow::Result<Fixture> {
    let client = Client::new(&emulator::config().await?);
    let prefix = format!("/{}/secrets", emulator::fresh_name());
    let settings = SecretsSettings { prefix: prefix.clone() };
    let store = ParameterStore::new(client.clone(), settings, Arc::new(SteppedClock::default()));
    let writer = Parameters { client, prefix };
    Ok(Fixture { store: Arc::new(store), writer: Box::new(writer), _held: Box::new(()) })
}

struct Parameters {
    client: Client,
    prefix: String,
}

#[async_trait]
impl SecretWriter for Parameters {
    async fn put(&self, name: &str, value: &str) -> anyhow::Result<()> {
        let put = self.client.put_parameter().name(format!("{}/{name}", self.prefix)).value(value);
        put.r#type(ParameterType::SecureString).overwrite(true).send().await?;
        Ok(())
    }
}
