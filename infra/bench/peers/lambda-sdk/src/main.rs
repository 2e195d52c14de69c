//! A function that does nothing but write an item and send a message: what the runtime and the SDK cost by themselves.

use std::env;

use aws_credential_types::{Credentials, provider::SharedCredentialsProvider};
use aws_sdk_dynamodb::{config::BehaviorVersion, types::AttributeValue};
use aws_smithy_http_client::{
    Builder,
    tls::{Provider, rustls_provider::CryptoMode},
};
use aws_types::{SdkConfig, region::Region};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (key, secret) = (env::var("AWS_ACCESS_KEY_ID")?, env::var("AWS_SECRET_ACCESS_KEY")?);
    let credentials = Credentials::new(key, secret, None, None, "environment");
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(env::var("AWS_REGION")?))
        .endpoint_url(env::var("AWS_ENDPOINT_URL")?)
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(Builder::new().tls_provider(Provider::Rustls(CryptoMode::AwsLc)).build_https())
        .build();
    let (table, queue) = (aws_sdk_dynamodb::Client::new(&config), aws_sdk_sqs::Client::new(&config));
    let (name, url) = (env::var("TABLE_NAME")?, env::var("DISPATCH_QUEUE_URL")?);
    let handle = async |event: LambdaEvent<Value>| -> Result<Value, Error> {
        let (id, body) = (event.context.request_id, event.payload.to_string());
        let item = table.put_item().table_name(&name).item("pk", AttributeValue::S(id));
        item.item("body", AttributeValue::S(body.clone())).send().await?;
        queue.send_message().queue_url(&url).message_body(body).send().await?;
        Ok(Value::Null)
    };
    lambda_runtime::run(service_fn(handle)).await
}
