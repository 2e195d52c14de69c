//! The requests of the documents, sent to the command in the order in which they are written.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use reqwest::Method;
use serde_json::Value;

use super::Beadle;
use crate::{
    curl,
    documents::{WITH_REQUESTS, read, requests},
    e2e::eventually::eventually,
};

/// The placeholders for ids in the documents, and the prefix of such an id.
const TODO: &str = "$TODO_ID";
const IDS: [(&str, &str); 3] = [("$TASK_ID", "tsk_"), ("$CONFIG_ID", "cfg_"), ("$EXECUTION_ID", "exe_")];

#[tokio::test]
async fn every_request_is_answered() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let beadle = Beadle::start(data.path()).await?;
    let mut known: BTreeMap<&str, String> = BTreeMap::new();
    let mut report = None;
    let commands: Vec<String> = WITH_REQUESTS.iter().flat_map(|document| requests(&read(document))).collect();
    for command in &commands {
        let command = command.replace("http://127.0.0.1:8080", &beadle.url);
        let command = known
            .iter()
            .fold(command, |command, (name, id)| command.replace(&format!("'{name}'"), id).replace(name, id));
        let answer = send(&beadle, &command).await?;
        for (name, prefix) in IDS {
            if let Some(id) = answer["id"].as_str().filter(|id| id.starts_with(prefix)) {
                // What is done with a todo does not make it the last task that was created.
                let name = if answer["type"] == "todo" { TODO } else { name };
                known.insert(name, id.to_owned());
            }
        }
        if answer["name"] == "Report" {
            report = answer["id"].as_str().map(str::to_owned);
        }
    }
    ensure!(known.len() == IDS.len() + 1, "only {known:?} were made by {commands:#?}");
    let report = report.context("the report is not created")?;
    let calls = eventually("the report and the notification of the todo", || async {
        let ran = beadle.get(&format!("/api/v1/tasks/{report}/executions?status=completed")).await?;
        let told = beadle.get("/api/v1/executions?type=webhook&status=completed").await?;
        let [ran, told] = [&ran, &told].map(|list| list["executions"].as_array().map_or(0, Vec::len));
        Ok((ran > 0 && told > 0).then_some((ran, told)))
    })
    .await?;
    println!("reports and notifications after the todo was completed: {calls:?}");
    Ok(())
}

/// Sends `command`; returns the response, `null` if it is not JSON.
async fn send(beadle: &Beadle, command: &str) -> anyhow::Result<Value> {
    let curl = curl::read(command).with_context(|| command.to_owned())?;
    let method = match &curl.method {
        Some(method) => Method::from_bytes(method.as_bytes())?,
        None if curl.body.is_some() => Method::POST,
        None => Method::GET,
    };
    let mut request = beadle.client.request(method, format!("{}{}", beadle.url, curl.path));
    for (name, value) in &curl.headers {
        request = request.header(name, value);
    }
    let response = request.body(curl.body.unwrap_or_default()).send().await?;
    let (status, text) = (response.status(), response.text().await?);
    ensure!(status.is_success(), "{status} {text}\nis the answer to\n{command}");
    Ok(serde_json::from_str(&text).unwrap_or_default())
}
