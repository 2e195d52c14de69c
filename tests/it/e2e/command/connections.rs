//! Clients that stay, that are too many, and a process that is told to stop while they wait.

use std::process::Stdio;

use anyhow::{Context, ensure};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    process::Command,
};

use super::Beadle;
use crate::e2e::{destination::Destination, eventually::eventually, setting};

/// More than the process has file descriptors.
const CLIENTS: usize = 200;

#[tokio::test]
async fn a_client_that_waits_is_told_where_its_execution_is_when_the_process_stops() -> anyhow::Result<()> {
    let destination = Destination::start().await?;
    let data = tempfile::tempdir()?;
    let mut beadle = Beadle::start(data.path()).await?;
    let request = json!({"type": "http", "url": destination.url("/ok"), "delay": "1h"});
    let waiting = beadle.client.post(format!("{}/api/v1/execute", beadle.url)).header("prefer", "wait=25");
    let waiting = tokio::spawn(waiting.json(&request).send());
    eventually("the execution", || async {
        let list = beadle.get("/api/v1/executions").await?;
        Ok(list["executions"].as_array().filter(|all| !all.is_empty()).map(|_| ()))
    })
    .await?;

    let id = beadle.child.id().context("it runs")?.to_string();
    ensure!(Command::new("kill").args(["-TERM", &id]).status().await?.success());
    let response = waiting.await??;
    ensure!(response.status() == 202, "{}", response.status());
    let location = response.headers()["location"].to_str()?.to_owned();
    let answer: Value = response.json().await?;
    let id = answer["execution_id"].as_str().context("an id")?;
    ensure!(location == format!("/api/v1/executions/{id}"), "{location}");
    ensure!(beadle.child.wait().await?.success());
    Ok(())
}

#[tokio::test]
async fn a_server_with_few_file_descriptors_turns_clients_away_and_recovers() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let mut command = Command::new("sh");
    command.args(["-c", r#"ulimit -n 64 && exec "$0" dev --port 0 --data-dir "$1""#]);
    command.arg(setting("BEADLE_BIN")?).arg(data.path()).env("LOG_LEVEL", "error");
    let mut server = command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
    let mut lines = BufReader::new(server.stdout.take().context("no output")?).lines();
    let line = lines.next_line().await?.context("beadle ended before it was ready")?;
    let url = line.strip_prefix("beadle is ready on ").context(line.clone())?;
    let address = url.strip_prefix("http://").context("an address")?;

    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        clients.push(TcpStream::connect(address).await?);
    }
    let mut turned_away = 0;
    for client in clients.iter_mut().skip(CLIENTS / 2) {
        let mut text = String::new();
        client.read_to_string(&mut text).await?;
        ensure!(text.starts_with("HTTP/1.1 503 "), "{text}");
        turned_away += 1;
    }
    ensure!(turned_away == CLIENTS / 2);
    drop(clients);
    eventually("an answer to a new client", || async {
        let mut client = TcpStream::connect(address).await?;
        client.write_all(b"GET /health HTTP/1.1\r\nhost: beadle\r\nconnection: close\r\n\r\n").await?;
        let mut text = String::new();
        client.read_to_string(&mut text).await?;
        Ok(text.starts_with("HTTP/1.1 200 ").then_some(()))
    })
    .await
}
