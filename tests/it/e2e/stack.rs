//! template.yaml, deployed on the emulator with the functions that were built.

use std::{collections::BTreeMap, path::PathBuf, process::Command};

use anyhow::{Context, ensure};
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_sqs::{config::Credentials, types::QueueAttributeName};
use aws_sdk_ssm::types::ParameterType;

use super::setting;
use crate::repository::root;

/// A separate stack for one test. It remains until the emulator stops.
#[derive(Clone)]
pub struct Stack {
    name: String,
    outputs: BTreeMap<String, String>,
    pub aws: SdkConfig,
}

impl Stack {
    /// Deploys the template as a new stack, or updates the stack of that name, with these parameters in
    /// addition to the defaults.
    pub async fn deploy(name: &str, parameters: &[(&str, &str)]) -> anyhow::Result<Self> {
        let endpoint = setting("BEADLE_EMULATOR_URL")?;
        let mut command = Command::new(PathBuf::from(setting("BEADLE_VENV")?).join("bin/python"));
        command.arg(root().join("infra/emulator/deploy"));
        command.args(["--stack", name, "--endpoint", &endpoint]);
        command.args(["--bootstraps", &setting("BEADLE_BOOTSTRAPS")?]);
        command.args(parameters.iter().map(|(key, value)| format!("--parameter={key}={value}")));
        let output = command.output().context("infra/emulator/deploy did not start")?;
        ensure!(
            output.status.success(),
            "the deployment failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );

        let aws = administrator().await?;
        Ok(Self { name: name.to_owned(), outputs: serde_json::from_slice(&output.stdout)?, aws })
    }

    /// Puts a secret of the API into Parameter Store, which is done before the stack of this name is deployed.
    pub async fn put_api_secret(name: &str, secret: &str, value: &str) -> anyhow::Result<()> {
        Self::put_secret(name, &format!("api/{secret}"), value).await
    }

    /// Puts a secret into Parameter Store, at this place below the stack of this name.
    pub async fn put_secret(name: &str, place: &str, value: &str) -> anyhow::Result<()> {
        let parameters = aws_sdk_ssm::Client::new(&administrator().await?);
        let put = parameters.put_parameter().name(format!("/{name}/{place}")).value(value);
        put.r#type(ParameterType::SecureString).overwrite(true).send().await?;
        Ok(())
    }

    /// The URL of a path of the API.
    pub fn api(&self, path: &str) -> anyhow::Result<String> {
        Ok(format!("{}{path}", self.output("ApiPathUrl")?))
    }

    /// An output of the stack, such as `TableName`.
    pub fn output(&self, name: &str) -> anyhow::Result<&str> {
        let value = self.outputs.get(name).with_context(|| format!("{} has no output {name}", self.name))?;
        Ok(value)
    }

    /// Redelivers failed messages after so many seconds. In the template they stay invisible for half an hour.
    pub async fn redeliver_after(&self, seconds: u32) -> anyhow::Result<()> {
        let queues = aws_sdk_sqs::Client::new(&self.aws);
        for queue in ["DispatchQueueUrl", "ExpressQueueUrl"] {
            let change = queues.set_queue_attributes().queue_url(self.output(queue)?);
            change.attributes(QueueAttributeName::VisibilityTimeout, seconds.to_string()).send().await?;
        }
        Ok(())
    }
}

/// The configuration of clients that may do anything on the emulator.
async fn administrator() -> anyhow::Result<SdkConfig> {
    let credentials = Credentials::new("test", "test", None, None, "the emulator's administrator");
    let config =
        aws_config::defaults(BehaviorVersion::v2026_01_12()).endpoint_url(setting("BEADLE_EMULATOR_URL")?);
    Ok(config.region(Region::from_static("us-east-1")).credentials_provider(credentials).load().await)
}
