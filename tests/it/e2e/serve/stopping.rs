//! Told to stop under load: nothing is lost, and nothing is done twice, counted where it is done.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, ensure};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::Command,
};

use super::{Data, Server, serve};
use crate::e2e::{destination::Destination, eventually::eventually};

const ALLOWED: [(&str, &str); 3] =
    [("EGRESS_ALLOW", "127.0.0.0/8"), ("RATE_LIMIT", "none"), ("LOG_LEVEL", "info")];
const STOPS: usize = 3;
const CLIENTS: usize = 8;

/// How many executions are accepted before each stop, at least.
const LOAD: usize = 100;

#[tokio::test]
async fn what_was_accepted_is_done_once_however_often_it_stops() -> anyhow::Result<()> {
    let destination = Arc::new(Destination::start().await?);
    let data = Data::with_key().await?;
    let mut accepted = BTreeSet::new();
    for _ in 0..STOPS {
        let server = Arc::new(Server::start(&data, &[], &ALLOWED).await?);
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| tokio::spawn(submit(Arc::clone(&server), Arc::clone(&destination))))
            .collect();
        let seen = destination.calls().len();
        eventually("the load", async || Ok((destination.calls().len() >= seen + LOAD).then_some(()))).await?;
        server.signal("-TERM").await?;
        for client in clients {
            accepted.extend(client.await??);
        }
        let mut server = Arc::into_inner(server).context("no client has it any more")?;
        ensure!(server.child.wait().await?.success());
        let cut_off = server.logged(|line| line["level"] == "WARN")?;
        ensure!(cut_off.is_empty(), "it waits for what runs: {cut_off:#?}");
    }
    let server = Server::start(&data, &[], &ALLOWED).await?;
    for id in &accepted {
        let execution = server.ended(id).await?;
        let attempts = execution["attempts"].as_array().map_or(0, Vec::len);
        ensure!(execution["status"] == "completed" && attempts == 1, "{execution:#}");
    }
    let mut calls = BTreeMap::<String, usize>::new();
    for call in destination.calls() {
        *calls.entry(call.key).or_default() += 1;
    }
    let lost: Vec<_> = accepted.iter().filter(|id| !calls.contains_key(*id)).collect();
    let twice: Vec<_> = calls.iter().filter(|(_, times)| **times > 1).collect();
    ensure!(lost.is_empty() && twice.is_empty(), "lost: {lost:?}, twice: {twice:?}");
    println!("{STOPS} stops: {} accepted, {} calls, none lost, none twice", accepted.len(), calls.len());
    Ok(())
}

/// Starts executions one after the other until the server is gone; returns those that it accepted.
async fn submit(server: Arc<Server>, destination: Arc<Destination>) -> anyhow::Result<Vec<String>> {
    let mut accepted = Vec::new();
    loop {
        // Some run while it stops, and some wait.
        let delay = if accepted.len() % 3 == 0 { "1s" } else { "0s" };
        let url = destination.url("/takes/300");
        let request = json!({"type": "http", "method": "POST", "url": url, "delay": delay});
        let post = server.client.post(format!("{}/api/v1/execute", server.url));
        let post = server.with_key(post.header("prefer", "respond-async")).json(&request);
        let Ok(response) = post.send().await else { return Ok(accepted) };
        ensure!(response.status() == 202, "{}", response.status());
        let answer: serde_json::Value = response.json().await?;
        accepted.push(answer["execution_id"].as_str().context("an id")?.to_owned());
    }
}

#[tokio::test]
async fn what_does_not_end_in_time_is_handed_back() -> anyhow::Result<()> {
    let destination = Destination::start().await?;
    let data = Data::with_key().await?;
    let mut server = Server::start(&data, &["--grace", "100ms"], &ALLOWED).await?;
    let request = json!({"type": "http", "method": "POST", "url": destination.url("/takes/2000")});
    let id = server.execute(&request).await?;
    eventually("the call", async || Ok((!destination.calls().is_empty()).then_some(()))).await?;
    ensure!(server.stop().await?.success());

    let began = std::time::Instant::now();
    let server = Server::start(&data, &[], &ALLOWED).await?;
    let execution = server.ended(&id).await?;
    ensure!(execution["status"] == "completed", "{execution:#}");
    ensure!(began.elapsed() < Duration::from_secs(30), "it does not wait until its lease would have ended");
    let calls = destination.calls();
    ensure!(calls.len() == 2 && calls[0].key == calls[1].key, "the destination can tell that it is the same");
    ensure!(destination.effects() == [(id, 1)].into());
    Ok(())
}

#[tokio::test]
async fn it_stops_in_order_as_soon_as_it_says_that_it_is_ready() -> anyhow::Result<()> {
    let data = Data::with_key().await?;
    for _ in 0..10 {
        let mut command = serve(data.path())?;
        let mut child = command.args(["--listen", "127.0.0.1:0"]).kill_on_drop(true).spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("its log")?).lines();
        while let Some(line) = lines.next_line().await? {
            if serde_json::from_str::<Value>(&line)?["message"] == "ready" {
                let id = child.id().context("it runs")?.to_string();
                ensure!(Command::new("kill").args(["-TERM", &id]).status().await?.success());
            }
        }
        let status = child.wait().await?;
        ensure!(status.success(), "{status}");
    }
    Ok(())
}
