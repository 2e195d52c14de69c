//! The first API key of a server.

use anyhow::{Context, ensure};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use super::{Beadle, command, done, failed};

#[tokio::test]
async fn a_key_made_on_the_machine_is_accepted_at_once_by_the_running_server() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let secret = ("JWT_SECRET", "a secret of thirty-two bytes or so");
    let beadle = Beadle::start_with(data.path(), &[secret]).await?;
    let client = Client::builder().no_proxy().build()?;
    let tasks = format!("{}/api/v1/tasks", beadle.url);
    ensure!(client.get(&tasks).send().await?.status() == StatusCode::UNAUTHORIZED);

    let key = done(data.path(), &["key", "create", "--local", "--owner", "ada"]).await?;
    let key = key.strip_suffix('\n').context("no line")?;
    ensure!(key.starts_with("bdl_") && !key.contains(char::is_whitespace), "{key}");
    let todo = json!({"name": "Mine", "type": "todo"});
    let created: Value = client.post(&tasks).bearer_auth(key).json(&todo).send().await?.json().await?;
    ensure!(created["user_id"] == "ada", "{created:#}");
    let audit = client.get(format!("{}/api/v1/audit", beadle.url)).bearer_auth(key).send().await?;
    ensure!(audit.status() == StatusCode::OK, "an admin by default");
    let audit: Value = audit.json().await?;
    ensure!(audit.to_string().contains("api_key.created"), "{audit:#}");

    let viewer = ["key", "create", "--local", "--owner", "bob", "--role", "viewer", "--scope", "read"];
    let viewer = done(data.path(), &viewer).await?;
    let refused = client.post(&tasks).bearer_auth(viewer.trim()).json(&todo).send().await?;
    ensure!(refused.status() == StatusCode::FORBIDDEN, "{refused:?}");

    let keys = format!("{}/api/v1/api-keys", beadle.url);
    let listed: Value = client.get(&keys).bearer_auth(key).send().await?.json().await?;
    let id = listed["api_keys"][0]["id"].as_str().with_context(|| listed.to_string())?;
    ensure!(done(data.path(), &["key", "revoke", "--local", id]).await?.is_empty());
    failed(data.path(), &["key", "revoke", "--local", id], id).await?;
    let wrong = command(data.path(), &["key", "revoke", "--local", "mine"]).await?;
    ensure!(wrong.status.code() == Some(2), "{wrong:?}");
    ensure!(String::from_utf8(wrong.stderr)?.contains("is no id of an API key"), "no reason");
    ensure!(client.get(&tasks).bearer_auth(key).send().await?.status() == StatusCode::UNAUTHORIZED);
    Ok(())
}

#[tokio::test]
async fn a_key_made_before_the_first_start_is_there_then_and_wrong_options_make_none() -> anyhow::Result<()> {
    let parent = tempfile::tempdir()?;
    let data = parent.path().join("data");
    for (options, reason) in [
        (&["--role", "root"][..], "--role must be one of"),
        (&["--scope", "all"], "--scope"),
        (&["--owner", "system:beadle"], "--owner must not begin with system:"),
        (&["--owner", " ada"], "--owner"),
    ] {
        let output = command(&data, &[&["key", "create", "--local"], options].concat()).await?;
        let errors = String::from_utf8(output.stderr)?;
        ensure!(output.status.code() == Some(2) && output.stdout.is_empty(), "{options:?} {errors}");
        ensure!(errors.contains(reason), "{options:?} {errors}");
    }
    ensure!(!data.exists(), "a store was made for a key that is none");
    ensure!(
        command(&data, &["key", "create"]).await?.status.code() == Some(2),
        "a name or --local is required"
    );
    let key = done(&data, &["key", "create", "--local"]).await?;
    let beadle = Beadle::start_with(&data, &[("JWT_SECRET", "a secret of thirty-two bytes or so")]).await?;
    let client = Client::builder().no_proxy().build()?;
    let account = client.get(format!("{}/api/v1/account", beadle.url)).bearer_auth(key.trim()).send().await?;
    ensure!(account.status() == StatusCode::OK, "{account:?}");
    Ok(())
}
