//! DynamoDB on this machine: the real SDK against dynoxide, with the table of `template.yaml`.

use std::{env, process::Stdio};

use anyhow::Context;
use aws_sdk_dynamodb::{
    Client,
    config::{BehaviorVersion, Credentials, Region},
    types::{
        AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
        ProjectionType, ScalarAttributeType, StreamSpecification, StreamViewType, TimeToLiveSpecification,
    },
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// The name of the table.
pub const TABLE: &str = "beadle";

/// A separate DynamoDB with the table, stopped when dropped.
pub struct Dynamo {
    /// A client of it.
    pub client: Client,
    /// Its endpoint.
    pub endpoint: String,
    /// It stops when its standard input is closed, which happens at the latest when this process ends.
    _server: Child,
}

impl Dynamo {
    /// Starts it.
    pub async fn start() -> anyhow::Result<Self> {
        let program = env::var_os("BEADLE_DYNAMODB")
            .context("BEADLE_DYNAMODB names the program: cargo nextest builds it (tests/dynamodb/build)")?;
        let mut server = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("start the DynamoDB of the tests")?;
        let output = server.stdout.take().context("its output")?;
        let endpoint = BufReader::new(output).lines().next_line().await?.context("its endpoint")?;
        let client = client(&endpoint);
        create_table(&client, TABLE).await?;
        Ok(Self { client, endpoint, _server: server })
    }
}

/// A client of the DynamoDB at `endpoint`.
pub fn client(endpoint: &str) -> Client {
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .credentials_provider(Credentials::new("test", "test", None, None, "tests"))
        .region(Region::from_static("us-east-1"))
        .endpoint_url(endpoint)
        .build();
    Client::from_conf(config)
}

/// Creates the table as `template.yaml` does.
pub async fn create_table(client: &Client, name: &str) -> anyhow::Result<()> {
    let mut create = client.create_table().table_name(name).billing_mode(BillingMode::PayPerRequest);
    for attribute in ["pk", "sk", "gsi1pk", "gsi1sk"] {
        let definition =
            AttributeDefinition::builder().attribute_name(attribute).attribute_type(ScalarAttributeType::S);
        create = create.attribute_definitions(definition.build()?);
    }
    let index = GlobalSecondaryIndex::builder()
        .index_name("gsi1")
        .key_schema(key("gsi1pk", KeyType::Hash)?)
        .key_schema(key("gsi1sk", KeyType::Range)?)
        .projection(Projection::builder().projection_type(ProjectionType::KeysOnly).build());
    let stream =
        StreamSpecification::builder().stream_enabled(true).stream_view_type(StreamViewType::NewAndOldImages);
    create
        .key_schema(key("pk", KeyType::Hash)?)
        .key_schema(key("sk", KeyType::Range)?)
        .global_secondary_indexes(index.build()?)
        .stream_specification(stream.build()?)
        .send()
        .await
        .context("create the table")?;
    let ttl = TimeToLiveSpecification::builder().attribute_name("ttl").enabled(true).build()?;
    client
        .update_time_to_live()
        .table_name(name)
        .time_to_live_specification(ttl)
        .send()
        .await
        .context("set the time to live")?;
    Ok(())
}

fn key(attribute: &str, key_type: KeyType) -> anyhow::Result<KeySchemaElement> {
    Ok(KeySchemaElement::builder().attribute_name(attribute).key_type(key_type).build()?)
}
