//! It never runs open: without anybody who could have credentials it does not start.

use std::process::{Output, Stdio};

use anyhow::ensure;
use reqwest::StatusCode;
use serde_json::json;

use super::{Data, Server, serve};
use crate::e2e::command::Beadle;

const SECRET: (&str, &str) = ("JWT_SECRET", "a secret of thirty-two bytes or so");

/// Variables of the environment.
type Variables<'a> = &'a [(&'a str, &'a str)];

#[tokio::test]
async fn a_store_without_keys_is_refused() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let refused = run(data.path(), &[], &[]).await?;
    let reason = "beadle: nobody has credentials for this server: make an API key with \
        `beadle key create --local`, or set JWT_SECRET or JWT_JWKS_URL\n";
    ensure!(refused.status.code() == Some(2), "{}", refused.status);
    ensure!(String::from_utf8(refused.stderr)? == reason);
    Ok(())
}

#[tokio::test]
async fn a_key_that_has_expired_is_none() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let beadle = Beadle::start(data.path()).await?;
    let soon = jiff::Timestamp::now() + std::time::Duration::from_millis(1_500);
    let body = json!({"name": "short", "scopes": ["read"], "expires_at": soon});
    let (status, made) = beadle.post("/api/v1/api-keys", &body).await?;
    ensure!(status == StatusCode::CREATED, "{made}");
    beadle.kill().await?;
    let refused = crate::e2e::eventually::eventually("the end of the key", async || {
        let left = soon.duration_since(jiff::Timestamp::now());
        Ok(left.is_negative().then_some(()))
    });
    refused.await?;
    ensure!(run(data.path(), &[], &[]).await?.status.code() == Some(2));
    Ok(())
}

#[tokio::test]
async fn what_verifies_tokens_is_enough() -> anyhow::Result<()> {
    let data = Data { folder: tempfile::tempdir()?, key: String::new() };
    let server = Server::start(&data, &[], &[SECRET]).await?;
    let answer = server.client.get(format!("{}/api/v1/tasks", server.url)).send().await?;
    ensure!(answer.status() == StatusCode::UNAUTHORIZED);
    Ok(())
}

#[tokio::test]
async fn nothing_private_is_called_unless_it_is_allowed() -> anyhow::Result<()> {
    let destination = crate::e2e::destination::Destination::start().await?;
    let data = Data::with_key().await?;
    let server = Server::start(&data, &[], &[]).await?;
    let request = json!({"type": "http", "url": destination.url("/ok"), "retry": {"max_retries": 0}});
    let execution = server.ended(&server.execute(&request).await?).await?;
    ensure!(execution["status"] == "failed", "{execution:#}");
    ensure!(destination.calls().is_empty());
    Ok(())
}

#[tokio::test]
async fn the_clock_of_a_server_is_that_of_the_system() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let refused = run(data.path(), &["--clock", "manual"], &[SECRET]).await?;
    ensure!(refused.status.code() == Some(2));
    ensure!(String::from_utf8(refused.stderr)?.contains("unexpected argument '--clock'"));
    Ok(())
}

#[tokio::test]
async fn what_can_not_be_used_is_named() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let missing = data.path().join("cert.pem").display().to_string();
    let key = data.path().join("key.pem").display().to_string();
    let of_tls = ["--tls-cert", &missing, "--tls-key", &key];
    let cases: [(&[&str], Variables<'_>, &str); 4] = [
        (&of_tls, &[SECRET], "cert.pem"),
        (&["--tls-cert", &missing], &[SECRET], "TLS_KEY: must be set"),
        (&[], &[SECRET, ("TRUST_PROXY", "proxy.example")], "TRUST_PROXY: must be networks"),
        (&[], &[("JWT_SECRET", "")], "JWT_SECRET: must not be empty"),
    ];
    for (options, variables, named) in cases {
        let refused = run(data.path(), options, variables).await?;
        let errors = String::from_utf8(refused.stderr)?;
        ensure!(refused.status.code() == Some(2) && errors.contains(named), "{named}: {errors}");
        ensure!(errors.lines().count() == 1, "{errors}");
    }
    Ok(())
}

async fn run(
    data_dir: &std::path::Path,
    options: &[&str],
    variables: &[(&str, &str)],
) -> anyhow::Result<Output> {
    let mut command = serve(data_dir)?;
    command.args(["--listen", "127.0.0.1:0"]).args(options).envs(variables.iter().copied());
    Ok(command.stderr(Stdio::piped()).kill_on_drop(true).output().await?)
}
