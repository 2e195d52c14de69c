//! Webhooks that the server signs, and jobs that answer it later.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

use anyhow::Result;
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode},
};
use beadle_client::{
    Beadle, CALLBACK_HEADER, Job, Receiver, Work,
    types::{Execution, ExecutionStatus},
    verify_webhook,
};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::server::{beadle, eventually, hook_secret, serve, url};

const PATIENCE: Duration = Duration::from_secs(20);

/// A sign of life that no job of these tests lives to send.
const SELDOM: Duration = Duration::from_secs(15);

const OTHER: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

type Received = Arc<Mutex<Option<(HeaderMap, Bytes)>>>;

async fn keep(State(received): State<Received>, headers: HeaderMap, body: Bytes) {
    *received.lock().await = Some((headers, body));
}

#[tokio::test]
async fn a_signed_webhook_is_verified_and_nothing_else_is() -> Result<()> {
    let received = Received::default();
    let address = serve(Router::new().fallback(keep).with_state(Arc::clone(&received))).await?;
    let body = json!({"type": "webhook", "url": address, "body": {"order": 7}, "secret": "${secret:hook}"});
    let beadle = beadle()?;
    let sent: Execution =
        beadle.request(Method::POST, "/api/v1/execute").json(&body)?.wait(20).send().await?;
    assert!(matches!(sent.status, ExecutionStatus::Completed), "{sent:?}");
    let (headers, body) = received.lock().await.take().unwrap();
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let (secret, now) = (hook_secret()?, SystemTime::now());
    let secret = secret.as_str();
    assert_eq!(verify_webhook(&[secret], header, &body, now).ok(), header("webhook-id"));
    assert!(verify_webhook(&[OTHER, secret], header, &body, now).is_ok(), "while secrets are rotated");
    assert!(verify_webhook(&[secret], header, b"{}", now).is_err());
    assert!(verify_webhook(&[OTHER], header, &body, now).is_err());
    assert!(verify_webhook(&[secret], header, &body, now + Duration::from_secs(302)).is_err());
    assert!(verify_webhook(&[secret], |_| None, &body, now).is_err());
    Ok(())
}

/// A receiver that is served, and its address.
async fn receiving(
    work: impl Fn(Job) -> Work + Send + Sync + 'static,
    heartbeat: Duration,
) -> Result<(Arc<Receiver>, String)> {
    let receiver = Receiver::new(beadle()?, work).with_token("s3cret").with_heartbeat(heartbeat);
    let receiver = Arc::new(receiver);
    let start = async |State(receiver): State<Arc<Receiver>>, headers: HeaderMap, body: Bytes| {
        receiver.start(|name| headers.get(name).and_then(|value| value.to_str().ok()), &body)
    };
    let address = serve(Router::new().fallback(start).with_state(Arc::clone(&receiver))).await?;
    Ok((receiver, address))
}

async fn start_job(beadle: &Beadle, url: &str, input: Value, token: &str) -> Result<String> {
    let headers = json!({CALLBACK_HEADER: "${callback.url}", "authorization": format!("Bearer {token}")});
    let request = json!({"method": "POST", "url": url, "headers": headers, "body": input});
    let body = json!({"type": "wait", "request": request, "deadline": "1m", "retries": 0});
    Ok(beadle.execute(&body).await?.id)
}

#[tokio::test]
async fn what_a_job_returns_is_the_result_of_the_execution() -> Result<()> {
    let work = |job: Job| -> Work {
        Box::pin(async move {
            job.heartbeat(&json!({"percent": 50, "message": "half"})).await;
            let pages = job.input["pages"].as_i64().ok_or("no pages")?;
            Ok(json!({"pages": pages * 2, "execution": job.execution_id()}))
        })
    };
    let (receiver, address) = receiving(work, SELDOM).await?;
    let beadle = beadle()?;
    let id = start_job(&beadle, &address, json!({"pages": 6}), "s3cret").await?;
    let ended = beadle.wait(&id, PATIENCE).await?;
    assert!(matches!(ended.status, ExecutionStatus::Completed), "{ended:?}");
    let ended = serde_json::to_value(ended)?;
    assert_eq!(ended["result"], json!({"pages": 12, "execution": id}));
    assert_eq!(ended["job"]["heartbeat"]["message"], "half");
    receiver.idle().await;
    Ok(())
}

#[tokio::test]
async fn what_a_job_fails_with_is_why_the_execution_failed() -> Result<()> {
    let (_receiver, address) = receiving(|_| Box::pin(async { Err("no paper".into()) }), SELDOM).await?;
    let beadle = beadle()?;
    let id = start_job(&beadle, &address, json!({}), "s3cret").await?;
    let ended = beadle.wait(&id, PATIENCE).await?;
    assert!(matches!(ended.status, ExecutionStatus::Failed), "{ended:?}");
    assert!(serde_json::to_string(&ended)?.contains("no paper"));
    Ok(())
}

#[tokio::test]
async fn a_job_that_nobody_waits_for_any_more_is_told_to_stop() -> Result<()> {
    let stopped = Arc::new(Mutex::new(false));
    let told = Arc::clone(&stopped);
    let work = move |job: Job| -> Work {
        let told = Arc::clone(&told);
        Box::pin(async move {
            job.stopped.cancelled().await;
            *told.lock().await = true;
            Ok(Value::Null)
        })
    };
    let (receiver, address) = receiving(work, Duration::from_millis(100)).await?;
    let beadle = beadle()?;
    let id = start_job(&beadle, &address, json!({}), "s3cret").await?;
    eventually(async || {
        let status = beadle.execution(&id).await?.status;
        Ok(matches!(status, ExecutionStatus::Waiting).then_some(()))
    })
    .await?;
    let _: Value = beadle.request(Method::POST, &format!("/api/v1/executions/{id}/cancel")).send().await?;
    receiver.idle().await;
    assert!(*stopped.lock().await);
    Ok(())
}

#[tokio::test]
async fn a_start_without_the_token_or_with_a_callback_of_somebody_else_is_refused() -> Result<()> {
    let (receiver, address) = receiving(|_| Box::pin(async { Err("never begins".into()) }), SELDOM).await?;
    let beadle = beadle()?;
    let id = start_job(&beadle, &address, json!({}), "wrong").await?;
    assert!(matches!(beadle.wait(&id, PATIENCE).await?.status, ExecutionStatus::Failed));
    let allowed = |callback: Option<&'static str>| {
        move |name: &str| match name {
            "authorization" => Some("Bearer s3cret"),
            CALLBACK_HEADER => callback,
            _ => None,
        }
    };
    let foreign = allowed(Some("http://elsewhere.example/cb/exe_1.1.1.k.m"));
    assert_eq!(receiver.start(foreign, b""), StatusCode::BAD_REQUEST);
    assert_eq!(receiver.start(allowed(None), b""), StatusCode::BAD_REQUEST);
    assert!(beadle.callback(&format!("{}.example/cb/exe_1.1.1.k.m", url()?)).is_err());
    Ok(())
}

#[tokio::test]
async fn a_start_that_comes_twice_begins_one_job() -> Result<()> {
    let begun = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&begun);
    let work = move |_| -> Work {
        counted.fetch_add(1, Ordering::Relaxed);
        Box::pin(async { Ok(Value::Null) })
    };
    let receiver = Receiver::new(beadle()?, work);
    let callback = unknown()?;
    let header = |name: &str| (name == CALLBACK_HEADER).then_some(callback.as_str());
    let statuses = [receiver.start(header, b"{}"), receiver.start(header, b"{}")];
    receiver.idle().await;
    assert_eq!((statuses, begun.load(Ordering::Relaxed)), ([StatusCode::ACCEPTED; 2], 1));
    Ok(())
}

/// The callback of an execution that does not exist.
fn unknown() -> Result<String> {
    Ok(format!("{}/cb/exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70.1.1800000000.k1.AAAA", url()?))
}

#[tokio::test]
async fn a_callback_that_the_server_does_not_know_is_gone() -> Result<()> {
    let callback = beadle()?.callback(&unknown()?)?;
    let Err(error) = callback.complete(&json!(null)).await else { panic!("taken") };
    assert!(error.is_gone(), "{error}");
    Ok(())
}
