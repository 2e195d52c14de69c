//! A small emulation of the Lambda Runtime API
//! (<https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>) and of the AWS services behind a
//! function: every call to them is answered at once, so that only the function itself is measured.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    body::Bytes,
    extract,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse, Response},
    routing::{any, get, post},
};
use serde_json::{Value, json};
use tokio::{
    sync::{Mutex, mpsc},
    time::sleep,
};

/// How an invocation ended.
pub enum Ended {
    /// With this response.
    Answered(Bytes),
    /// With an error.
    Failed(String),
}

/// The Runtime API of one function.
pub struct RuntimeApi {
    /// Its address.
    pub address: String,
    events: mpsc::Sender<Bytes>,
    ready: mpsc::Receiver<()>,
    ended: mpsc::Receiver<Ended>,
}

struct Shared {
    events: Mutex<mpsc::Receiver<Bytes>>,
    ready: mpsc::Sender<()>,
    ended: mpsc::Sender<Ended>,
}

impl RuntimeApi {
    /// Starts it.
    pub async fn start() -> anyhow::Result<Self> {
        let (events, next_event) = mpsc::channel(1);
        let (ready, is_ready) = mpsc::channel(16);
        let (ended, has_ended) = mpsc::channel(16);
        let shared = Arc::new(Shared { events: Mutex::new(next_event), ready, ended });
        let router = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(response))
            .route("/2018-06-01/runtime/invocation/{id}/error", post(error))
            .route("/2018-06-01/runtime/init/error", post(error))
            .with_state(shared);
        let address = serve(router).await?;
        Ok(Self { address, events, ready: is_ready, ended: has_ended })
    }

    /// Waits until the function asks for an event.
    pub async fn ready(&mut self) -> anyhow::Result<()> {
        tokio::select! {
            asked = self.ready.recv() => asked.ok_or_else(|| anyhow::anyhow!("the Runtime API is gone")),
            Some(Ended::Failed(text)) = self.ended.recv() => anyhow::bail!("the function did not start: {text}"),
        }
    }

    /// Passes an event to the function, and waits for its response and its request for the next event.
    pub async fn invoke(&mut self, event: Bytes) -> anyhow::Result<Bytes> {
        self.events.send(event).await?;
        match self.ended.recv().await {
            Some(Ended::Answered(answer)) => {
                self.ready().await?;
                Ok(answer)
            }
            Some(Ended::Failed(text)) => anyhow::bail!("the function failed: {text}"),
            None => anyhow::bail!("the Runtime API is gone"),
        }
    }
}

async fn next(State(shared): State<Arc<Shared>>) -> Response {
    shared.ready.send(()).await.ok();
    let Some(event) = shared.events.lock().await.recv().await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let deadline = five_minutes_from_now();
    (
        [
            ("lambda-runtime-aws-request-id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd".to_owned()),
            ("lambda-runtime-deadline-ms", deadline.to_string()),
            (
                "lambda-runtime-invoked-function-arn",
                "arn:aws:lambda:us-east-1:123456789012:function:bench".to_owned(),
            ),
            (
                "lambda-runtime-trace-id",
                "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0".to_owned(),
            ),
        ],
        event,
    )
        .into_response()
}

/// The longest timeout in `template.yaml` from now, in milliseconds since the Unix epoch.
fn five_minutes_from_now() -> u128 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_millis()
        + 300_000
}

async fn response(State(shared): State<Arc<Shared>>, answer: Bytes) -> StatusCode {
    shared.ended.send(Ended::Answered(answer)).await.ok();
    StatusCode::ACCEPTED
}

async fn error(State(shared): State<Arc<Shared>>, body: Bytes) -> StatusCode {
    shared.ended.send(Ended::Failed(String::from_utf8_lossy(&body).into_owned())).await.ok();
    StatusCode::ACCEPTED
}

/// Starts a stub for every AWS service, which responds after `delay`, and every destination, and returns its address. `/after/MS` is a
/// destination that responds after so many milliseconds.
///
/// # Errors
/// When no port is free.
pub async fn start_services(delay: Duration) -> anyhow::Result<String> {
    let destination = async |extract::Path(delay): extract::Path<u64>| {
        wait(Duration::from_millis(delay)).await;
        Json(json!({"accepted": true}))
    };
    let service = move |headers, uri, body| async move {
        wait(delay).await;
        service(headers, uri, body).await
    };
    serve(Router::new().route("/after/{delay}", any(destination)).fallback(service)).await
}

/// Waits; not at all for no time, which a timer rounds up to a millisecond.
async fn wait(time: Duration) {
    if !time.is_zero() {
        sleep(time).await;
    }
}

async fn service(headers: HeaderMap, uri: Uri, body: Bytes) -> Response {
    let target = headers.get("x-amz-target").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let request: Value = serde_json::from_slice(&body).unwrap_or_default();
    let answer = match target.rsplit_once('.').map_or(target, |(_, operation)| operation) {
        "SendMessage" => {
            json!({"MessageId": "219f8380-5770-4cc2-8c3e-5c715e145f5e", "MD5OfMessageBody": "00"})
        }
        "PutEvents" => {
            let entries = request["Entries"].as_array().map_or(0, Vec::len);
            json!({"FailedEntryCount": 0, "Entries": vec![json!({"EventId": "1"}); entries]})
        }
        "BatchGetItem" => json!({"Responses": {}, "UnprocessedKeys": {}}),
        "Query" => json!({"Items": [], "Count": 0, "ScannedCount": 0}),
        "" if uri.path().starts_with("/schedules/") => {
            json!({"ScheduleArn": "arn:aws:scheduler:us-east-1:1:schedule/b/t"})
        }
        _ => json!({}),
    };
    ([("content-type", "application/x-amz-json-1.0")], answer.to_string()).into_response()
}

async fn serve(router: Router) -> anyhow::Result<String> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}
