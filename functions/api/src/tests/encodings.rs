//! Content codings of responses, and the entity tags of the documents.

use std::io::Read;

use axum::body::Body;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use rstest::rstest;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::Client;
use crate::http::openapi::{DOCUMENT, V1};

/// A response whose body is as it was sent.
struct Raw {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Raw {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The body without its coding.
    fn decoded(&self) -> Vec<u8> {
        let mut content = Vec::new();
        match self.header("content-encoding") {
            None => content.clone_from(&self.body),
            Some("gzip") => {
                flate2::read::GzDecoder::new(&self.body[..]).read_to_end(&mut content).map(drop).unwrap()
            }
            Some("br") => brotli::BrotliDecompress(&mut &self.body[..], &mut content).unwrap(),
            Some(other) => panic!("{other}"),
        }
        content
    }
}

async fn get(client: &Client, path: &str, headers: &[(&str, &str)]) -> Raw {
    let mut request = Request::builder().method(Method::GET).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = client.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    Raw {
        status: parts.status,
        headers: parts.headers,
        body: body.collect().await.unwrap().to_bytes().into(),
    }
}

#[rstest]
#[case("/openapi.json", DOCUMENT)]
#[case("/openapi.v1.json", V1)]
#[tokio::test]
async fn the_documents_are_small_and_not_sent_twice(#[case] path: &str, #[case] content: &str) {
    let client = Client::behind_gateway();
    let mut tags = Vec::new();
    for (accepted, coding) in [("", None), ("gzip", Some("gzip")), ("gzip, br", Some("br"))] {
        let first = get(&client, path, &[("accept-encoding", accepted)]).await;
        assert_eq!(first.header("content-encoding"), coding, "{accepted}");
        assert!(first.decoded() == content.as_bytes(), "{accepted}: {path} is not as it is checked in");
        assert!(coding.is_none() || first.body.len() < content.len() / 8, "{}", first.body.len());
        assert_eq!(first.header("vary"), Some("accept-encoding"));
        assert_eq!(first.header("content-type"), Some("application/json"));
        let tag = first.header("etag").unwrap().to_owned();
        assert!(tag.starts_with('"'), "{tag} is strong");

        for known in [tag.clone(), format!("\"other\", W/{tag}"), "*".to_owned()] {
            let headers = [("accept-encoding", accepted), ("if-none-match", &known)];
            let again = get(&client, path, &headers).await;
            assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{known}");
            assert_eq!((again.header("etag"), again.header("vary")), (Some(&*tag), Some("accept-encoding")));
        }
        let stale =
            get(&client, path, &[("accept-encoding", accepted), ("if-none-match", "\"other\"")]).await;
        assert_eq!((stale.status, stale.body), (StatusCode::OK, first.body));
        tags.push(tag);
    }
    tags.dedup();
    assert_eq!(tags.len(), 3, "each coding has a tag of its own: {tags:?}");
}

#[rstest]
#[case(None, None)]
#[case(Some("gzip"), Some("gzip"))]
#[case(Some("gzip, deflate, br, zstd"), Some("br"))]
#[case(Some("br;q=0.5, gzip;q=0.8"), Some("gzip"))]
#[case(Some("br;q=0, *"), Some("gzip"))]
#[case(Some("gzip;q=0.2, identity"), None)]
#[case(Some("gzip;q=2, br;q=x"), None)]
#[case(Some("GZIP ; q=0.1"), Some("gzip"))]
#[case(Some("identity, deflate"), None)]
#[tokio::test]
async fn the_caller_chooses_the_coding_of_a_document(
    #[case] accepted: Option<&str>,
    #[case] coding: Option<&str>,
) {
    let headers: Vec<_> = accepted.map(|accepted| ("accept-encoding", accepted)).into_iter().collect();
    let response = get(&Client::new(), "/openapi.v1.json", &headers).await;
    assert_eq!(response.header("content-encoding"), coding);
}

#[rstest]
#[case("gzip")]
#[case("br")]
#[tokio::test]
async fn long_responses_are_compressed(#[case] coding: &str) {
    let client = Client::new();
    for number in 0..20 {
        client.task(json!({"name": format!("task {number}")})).await;
    }
    let plain = get(&client, "/api/v1/tasks", &[]).await;
    assert_eq!(plain.header("content-encoding"), None);
    let compressed = get(&client, "/api/v1/tasks", &[("accept-encoding", coding)]).await;
    assert_eq!(compressed.header("content-encoding"), Some(coding));
    assert_eq!(compressed.header("vary"), Some("accept-encoding"));
    assert_eq!(compressed.header("content-length"), None);
    assert!(
        compressed.body.len() < plain.body.len() / 5,
        "{} of {}",
        compressed.body.len(),
        plain.body.len()
    );
    assert_eq!(compressed.decoded(), plain.decoded());
}

#[tokio::test]
async fn short_responses_and_streams_are_not() {
    let client = Client::new();
    let accept = [("accept-encoding", "gzip, br")];
    assert_eq!(get(&client, "/health", &accept).await.header("content-encoding"), None);
    assert_eq!(get(&client, "/api/v1/tasks/tsk_x", &accept).await.header("content-encoding"), None);
    let id = client.execution().await.id();
    let request = Request::get(format!("/api/v1/executions/{id}/events")).header(accept[0].0, accept[0].1);
    let stream = client.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(stream.headers()[header::CONTENT_TYPE], "text/event-stream");
    assert!(!stream.headers().contains_key(header::CONTENT_ENCODING));
}

/// API Gateway takes bytes in base64 only.
#[cfg(feature = "lambda")]
#[tokio::test]
async fn behind_api_gateway_compressed_bodies_are_base64() {
    use base64::Engine;
    use lambda_http::{Adapter, LambdaEvent, lambda_runtime::Context, request::LambdaRequest};

    for (accepted, coding) in [("identity", None), ("gzip", Some("gzip")), ("br", Some("br"))] {
        let mut event: Value =
            serde_json::from_str(include_str!("../../../../events/api-get-task.json")).unwrap();
        event["rawPath"] = json!("/openapi.v1.json");
        event["requestContext"]["http"]["path"] = json!("/openapi.v1.json");
        event["headers"]["accept-encoding"] = json!(accepted);
        let request: LambdaRequest = serde_json::from_value(event).unwrap();
        let api = Adapter::from(Client::new().router());
        let response = api.oneshot(LambdaEvent::new(request, Context::default())).await.unwrap();
        let mut response = serde_json::to_value(response).unwrap();
        assert_eq!(response["isBase64Encoded"], coding.is_some(), "{accepted}");
        let Value::String(body) = response["body"].take() else { panic!("no body") };
        let body = match coding {
            Some(_) => base64::engine::general_purpose::STANDARD.decode(body).unwrap(),
            None => body.into_bytes(),
        };
        let mut headers = HeaderMap::new();
        if let Some(coding) = coding {
            assert_eq!(response["headers"]["content-encoding"], coding);
            headers.insert(header::CONTENT_ENCODING, coding.parse().unwrap());
        }
        let raw = Raw { status: StatusCode::OK, headers, body };
        assert!(raw.decoded() == V1.as_bytes(), "{accepted}");
    }
}
