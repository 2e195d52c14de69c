//! Event streams on AWS: the HTTP API says that it does not stream, and the function that does runs here with a Runtime API
//! of its own, since the emulator streams no responses.

use std::{path::PathBuf, process::Stdio};

use anyhow::{Context, ensure};
use beadle_bench::runtime_api::RuntimeApi;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::process::{Child, Command};

use super::{Deployed, text};
use crate::e2e::setting;

/// What separates the head of a streamed response from its body (Lambda's HTTP integration response).
const SEPARATOR: [u8; 8] = [0; 8];

/// The program of the API as the template starts it for event streams; killed when dropped.
struct Streams {
    runtime: RuntimeApi,
    _child: Child,
}

impl Streams {
    async fn start(deployed: &Deployed) -> anyhow::Result<Self> {
        let mut runtime = RuntimeApi::start().await?;
        let output = |name| deployed.stack.output(name);
        let mut child = Command::new(PathBuf::from(setting("BEADLE_BOOTSTRAPS")?).join("api/bootstrap"))
            .env_clear()
            .envs([
                ("AWS_LAMBDA_RUNTIME_API", runtime.address.as_str()),
                ("AWS_LAMBDA_FUNCTION_NAME", "event-streams"),
                ("AWS_LAMBDA_FUNCTION_VERSION", "1"),
                ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
                ("AWS_LAMBDA_LOG_GROUP_NAME", "event-streams"),
                ("AWS_LAMBDA_LOG_STREAM_NAME", "event-streams"),
                ("AWS_REGION", "us-east-1"),
                ("AWS_ACCESS_KEY_ID", "test"),
                ("AWS_SECRET_ACCESS_KEY", "test"),
                ("AWS_ENDPOINT_URL", &setting("BEADLE_EMULATOR_URL")?),
                ("EVENT_STREAMS", "true"),
                ("TABLE_NAME", output("TableName")?),
                ("DISPATCH_QUEUE_URL", output("DispatchQueueUrl")?),
                ("EXPRESS_QUEUE_URL", output("ExpressQueueUrl")?),
                ("DISPATCH_QUEUE_ARN", "arn:aws:sqs:us-east-1:000000000000:none"),
                ("EXPRESS_QUEUE_ARN", "arn:aws:sqs:us-east-1:000000000000:none"),
                ("SCHEDULE_GROUP", output("ScheduleGroupName")?),
                ("SCHEDULE_ROLE_ARN", "arn:aws:iam::000000000000:role/none"),
                ("SCHEDULE_DEAD_LETTER_ARN", "arn:aws:sqs:us-east-1:000000000000:none"),
                ("TICK_QUEUE_ARN", "arn:aws:sqs:us-east-1:000000000000:none"),
                ("JWT_ALGORITHM", "HS256"),
                ("API_SECRETS_PREFIX", "/released/api"),
                ("SECRETS_PREFIX", "/released/secrets"),
                ("LOG_LEVEL", "warn"),
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        tokio::select! {
            ready = runtime.ready() => ready?,
            ended = child.wait() => anyhow::bail!("it ended before it was ready: {}", ended?),
        }
        Ok(Self { runtime, _child: child })
    }

    /// The head and the body of the response to a GET request at the function URL.
    async fn get(&mut self, path: &str, token: Option<&str>) -> anyhow::Result<(Value, String)> {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut headers = json!({"host": "x.lambda-url.us-east-1.on.aws"});
        if let Some(token) = token {
            headers["authorization"] = format!("Bearer {token}").into();
        }
        let event = json!({
            "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": query, "headers": headers,
            "requestContext": {
                "accountId": "anonymous", "apiId": "x", "domainName": "x.lambda-url.us-east-1.on.aws",
                "domainPrefix": "x", "requestId": "1", "routeKey": "$default", "stage": "$default",
                "time": "01/Jan/2027:00:00:00 +0000", "timeEpoch": 1_798_761_600_000_i64,
                "http": {"method": "GET", "path": path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "test"},
            },
            "isBase64Encoded": false,
        });
        let response = self.runtime.invoke(serde_json::to_vec(&event)?.into()).await?;
        let place = response.windows(SEPARATOR.len()).position(|window| window == SEPARATOR);
        let place = place.context("the response is not streamed")?;
        let head = serde_json::from_slice(&response[..place])?;
        Ok((head, String::from_utf8(response[place + SEPARATOR.len()..].to_vec())?))
    }
}

/// The states that a stream told.
fn statuses(body: &str) -> anyhow::Result<Vec<String>> {
    let data = body.lines().filter_map(|line| line.strip_prefix("data: "));
    data.map(|data| Ok(text(&serde_json::from_str(data)?, "status").to_owned())).collect()
}

#[tokio::test]
async fn an_execution_is_followed_where_responses_are_streamed() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?;
    let (status, started) =
        deployed.post("/api/v1/execute", &json!({"type": "simulated", "delay": "2s"})).await?;
    ensure!(status == StatusCode::ACCEPTED, "{started:#}");
    let path = format!("/api/v1/executions/{}/events", text(&started, "execution_id"));

    let refused = deployed.client.get(deployed.stack.api(&path)?).bearer_auth(&deployed.token).send().await?;
    ensure!(refused.status() == StatusCode::NOT_ACCEPTABLE, "{refused:?}");
    ensure!(refused.json::<Value>().await?["code"] == "not_streamed");

    let mut streams = Streams::start(&deployed).await?;
    let (head, body) = streams.get(&path, Some(&deployed.token)).await?;
    ensure!(head["statusCode"] == 200 && head["headers"]["content-type"] == "text/event-stream", "{head:#}");
    let told = statuses(&body)?;
    ensure!(told.first().is_some_and(|status| status == "pending"), "{told:?}");
    ensure!(told.last().is_some_and(|status| status == "completed"), "{told:?}");

    let (head, _) = streams.get("/api/v1/events?for=100ms", Some(&deployed.token)).await?;
    ensure!(head["statusCode"] == 200, "{head:#}");
    let (head, body) = streams.get(&path, None).await?;
    ensure!(head["statusCode"] == 401, "{head:#} {body}");
    let (head, body) = streams.get("/api/v1/tasks", Some(&deployed.token)).await?;
    ensure!(head["statusCode"] == 404 && body.contains("no_such_route"), "{head:#} {body}");
    Ok(())
}
