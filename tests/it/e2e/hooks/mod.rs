//! Deliveries of webhooks, on one machine and through the deployed template: signed by the libraries of the providers, several
//! at once, and a process that is killed.

mod kills;
mod signatures;
mod takings;

use std::path::PathBuf;

use anyhow::{Context, ensure};
use reqwest::Client;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
};

use super::{destination::Destination, machine::Machine, setting, stack::Stack};
use crate::repository::root;

/// Where Beadle runs.
#[derive(Debug, Clone, Copy)]
enum On {
    OneMachine,
    Aws,
}

/// The name of the stack.
const STACK: &str = "hooks";

/// The schemes that a provider's library signs for, and what it signs with.
const SIGNED: [(&str, &str); 4] = [
    ("standard-webhooks", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    ("github", "It's a Secret to Everybody"),
    ("stripe", "whsec_test_secret"),
    ("slack", "8f742231b10e8888abcd99yyyzzz85a5"),
];

/// The secret of the scheme `token`.
const TOKEN: &str = "s3cret";

/// The variables that hold the secrets on one machine.
fn variables() -> Vec<(String, &'static str)> {
    let name = |scheme: &str| format!("BEADLE_SECRET_SENDERS_{}", scheme.replace('-', "_").to_uppercase());
    let secrets = SIGNED.into_iter().chain([("token", TOKEN)]);
    secrets.map(|(scheme, secret)| (name(scheme), secret)).collect()
}

/// Beadle with the secrets of senders, and what its tasks call.
struct World {
    beadle: Machine,
    destination: Destination,
    client: Client,
}

/// A delivery as it is sent.
#[derive(Debug, Clone)]
struct Sent {
    headers: Vec<(String, String)>,
    body: String,
}

impl Sent {
    /// A delivery with this id that proves itself by the token.
    fn with_token(id: &str, body: &Value) -> Self {
        let headers =
            [("x-webhook-token", TOKEN), ("idempotency-key", id), ("content-type", "application/json")];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        Self { headers, body: body.to_string() }
    }
}

impl World {
    async fn start(on: On) -> anyhow::Result<Self> {
        let beadle = match on {
            On::OneMachine => {
                let variables = variables();
                let variables: Vec<(&str, &str)> =
                    variables.iter().map(|(name, secret)| (name.as_str(), *secret)).collect();
                Machine::command_with(&variables).await?
            }
            On::Aws => {
                for (scheme, secret) in SIGNED.into_iter().chain([("token", TOKEN)]) {
                    let place = format!("secrets/shared/senders/{}", scheme.replace('-', "_"));
                    Stack::put_secret(STACK, &place, secret).await?;
                }
                Machine::stack(STACK).await?
            }
        };
        let client = Client::builder().no_proxy().build()?;
        Ok(Self { beadle, destination: Destination::start().await?, client })
    }

    /// A task with a hook of this scheme and these members in addition; returns its path in the API and that of its hook.
    async fn task(&self, scheme: &str, members: &Value) -> anyhow::Result<(String, String)> {
        let secret = format!("${{secret:senders/{}}}", scheme.replace('-', "_"));
        let mut hook = json!({"verify": {"scheme": scheme, "secret": secret}});
        if let (Some(hook), Some(members)) = (hook.as_object_mut(), members.as_object()) {
            hook.extend(members.clone());
        }
        let config =
            json!({"method": "POST", "url": self.destination.url("/ok"), "body": {"n": "${input.n}"}});
        let task = json!({"name": scheme, "type": "http", "config": config, "hook": hook});
        let path = self.beadle.task(&task).await?;
        let id = path.rsplit('/').next().context("no id")?;
        let hook = self.beadle.url(&format!("/hooks/{id}"))?;
        Ok((path, hook))
    }

    async fn send(&self, hook: &str, sent: &Sent) -> anyhow::Result<(u16, Value)> {
        send(&self.client, hook, sent).await
    }
}

async fn send(client: &Client, hook: &str, sent: &Sent) -> anyhow::Result<(u16, Value)> {
    let mut request = client.post(hook).body(sent.body.clone());
    for (name, value) in &sent.headers {
        request = request.header(name, value);
    }
    let response = request.send().await?;
    Ok((response.status().as_u16(), response.json().await?))
}

/// The libraries of the providers; killed when dropped.
struct Providers {
    cases: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    _child: Child,
}

impl Providers {
    async fn start() -> anyhow::Result<Self> {
        let mut child = Command::new(PathBuf::from(setting("BEADLE_VENV")?).join("bin/python"))
            .arg(root().join("tests/peers/webhook_sender.py"))
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let cases = child.stdin.take().context("no input")?;
        let mut answers = BufReader::new(child.stdout.take().context("no output")?).lines();
        let ready = answers.next_line().await?;
        ensure!(ready.as_deref() == Some("ready"), "webhook_sender.py ended before it was ready: {ready:?}");
        Ok(Self { cases, answers, _child: child })
    }

    /// What the library signs and then `tamper` changes, and whether the library itself accepts it.
    async fn sign(&mut self, case: &Value) -> anyhow::Result<(Sent, bool)> {
        self.cases.write_all(format!("{case}\n").as_bytes()).await?;
        let answer = self.answers.next_line().await?.context("webhook_sender.py has ended")?;
        let answer: Value = serde_json::from_str(&answer)?;
        let headers = answer["headers"].as_object().context("no headers")?.iter();
        let text = |value: &Value| value.as_str().map(str::to_owned).context("no text");
        let headers: anyhow::Result<Vec<_>> =
            headers.map(|(name, value)| Ok((name.clone(), text(value)?))).collect();
        let valid = answer["valid"].as_bool().context("no judgement")?;
        Ok((Sent { headers: headers?, body: text(&answer["body"])? }, valid))
    }
}
