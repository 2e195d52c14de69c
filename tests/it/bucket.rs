//! S3 on this machine, as far as responses need it: objects of one bucket, written and read by path.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, Method, StatusCode},
    routing::any,
};
use beadle_aws::{AnswerBucket, Table};
use tokio::{net::TcpListener, task::JoinHandle};

/// The name of the bucket.
const BUCKET: &str = "answers";

/// The largest object that is taken.
const MAX_OBJECT: usize = 1024 * 1024;

/// What the bucket has and what was asked of it.
#[derive(Debug, Default)]
pub struct Content {
    /// The objects by their keys.
    pub objects: BTreeMap<String, Vec<u8>>,
    /// The number of objects that were written.
    pub writes: u64,
    /// The number of requests to read one.
    pub reads: u64,
    /// Whether every request fails.
    pub is_down: bool,
}

/// A bucket, gone when dropped.
pub struct Bucket {
    content: Arc<Mutex<Content>>,
    endpoint: String,
    server: JoinHandle<()>,
}

impl Bucket {
    /// Starts it, empty.
    pub async fn start() -> anyhow::Result<Self> {
        let content = Arc::<Mutex<Content>>::default();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let endpoint = format!("http://{}", listener.local_addr()?);
        let routes = Router::new()
            .route("/{bucket}/{*key}", any(object))
            .layer(axum::extract::DefaultBodyLimit::max(MAX_OBJECT))
            .with_state(content.clone());
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, routes).await {
                eprintln!("the bucket of the tests ended: {error}");
            }
        });
        Ok(Self { content, endpoint, server })
    }

    /// What it has.
    pub fn content(&self) -> MutexGuard<'_, Content> {
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `table` with this bucket for its large responses.
    pub fn attached_to(&self, table: Table) -> Table {
        table.with_answers_in(bucket_at(&self.endpoint))
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// The bucket at `endpoint`; a call is attempted twice.
fn bucket_at(endpoint: &str) -> AnswerBucket {
    let config = aws_config::SdkConfig::builder()
        .behavior_version(aws_config::BehaviorVersion::latest())
        .region(aws_config::Region::from_static("us-east-1"))
        .credentials_provider(aws_sdk_dynamodb::config::SharedCredentialsProvider::new(
            aws_sdk_dynamodb::config::Credentials::new("test", "test", None, None, "tests"),
        ))
        .retry_config(aws_config::retry::RetryConfig::standard().with_max_attempts(2))
        .endpoint_url(endpoint);
    AnswerBucket::new(&config.build(), BUCKET)
}

async fn object(
    State(content): State<Arc<Mutex<Content>>>,
    Path((bucket, key)): Path<(String, String)>,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, Vec<u8>) {
    let mut content = content.lock().unwrap_or_else(PoisonError::into_inner);
    let scope = "/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=";
    let signed = headers.get("authorization").and_then(|value| value.to_str().ok());
    let refused = |status, code: &str| (status, format!("<Error><Code>{code}</Code></Error>").into_bytes());
    if !signed.is_some_and(|value| value.starts_with("AWS4-HMAC-SHA256 ") && value.contains(scope)) {
        return refused(StatusCode::FORBIDDEN, "AccessDenied");
    }
    if bucket != BUCKET {
        return refused(StatusCode::NOT_FOUND, "NoSuchBucket");
    }
    if method == Method::PUT {
        content.writes += 1;
    } else {
        content.reads += 1;
    }
    if content.is_down {
        return refused(StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailable");
    }
    if method == Method::PUT {
        content.objects.insert(key, body.into());
        return (StatusCode::OK, Vec::new());
    }
    match content.objects.get(&key) {
        Some(bytes) => (StatusCode::OK, bytes.clone()),
        None => refused(StatusCode::NOT_FOUND, "NoSuchKey"),
    }
}
