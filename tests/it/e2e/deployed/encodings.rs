//! Compressed responses, which API Gateway gets in base64.

use std::io::Read;

use flate2::read::GzDecoder;
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use super::Deployed;

impl Deployed {
    async fn get_by(&self, path: &str, headers: &[(&str, &str)]) -> anyhow::Result<Response> {
        let mut request = self.client.get(self.url(path)?).bearer_auth(&self.token);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Ok(request.send().await?)
    }
}

#[tokio::test]
async fn documents_and_lists_are_compressed_and_a_known_document_is_not_sent() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?.by_someone_new()?.0;
    for number in 0..10 {
        deployed.task(&json!({"name": format!("task {number}"), "type": "todo"})).await?;
    }
    for path in ["/openapi.v1.json", "/api/v1/tasks"] {
        let plain: Value = deployed.get(path).await?;
        let response = deployed.get_by(path, &[("accept-encoding", "gzip")]).await?;
        assert_eq!(response.headers()["content-encoding"], "gzip", "{path}");
        let mut content = Vec::new();
        GzDecoder::new(&*response.bytes().await?).read_to_end(&mut content)?;
        assert_eq!(serde_json::from_slice::<Value>(&content)?, plain, "{path}");
    }
    let first = deployed.get_by("/openapi.json", &[("accept-encoding", "br")]).await?;
    assert_eq!(first.headers()["content-encoding"], "br");
    let tag = first.headers()["etag"].to_str()?.to_owned();
    assert!(first.bytes().await?.len() < 200_000);
    let again =
        deployed.get_by("/openapi.json", &[("accept-encoding", "br"), ("if-none-match", &tag)]).await?;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert!(again.bytes().await?.is_empty());
    Ok(())
}
