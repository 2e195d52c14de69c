//! XML against Python's XML-RPC.

use serde_json::json;

use super::{Peer, result};
use crate::e2e::command::Beadle;

#[tokio::test]
async fn a_json_body_is_sent_as_xml_and_an_xml_response_becomes_json() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let beadle = Beadle::start(folder.path()).await?;
    let service = Peer::start("xml_service.py", &[]).await?;
    let number = |name: &str| json!({"value": {"int": format!("${{input.{name}}}")}});
    let sum = result(
        &beadle,
        &json!({
            "type": "http", "method": "POST", "url": service.url, "encoding": "xml",
            "body": {"methodCall": {"methodName": "add", "params": {"param": [number("a"), number("b")]}}},
            "input": {"a": 2, "b": 40},
            "response": {"parse": "xml", "extract": {"sum": "$.methodResponse.params.param.value.int"}},
        }),
    )
    .await?;
    assert_eq!(sum, json!({"sum": "42"}));
    Ok(())
}
