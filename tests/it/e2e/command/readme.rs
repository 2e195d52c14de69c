//! The README's commands, sent to the command in the order in which they are written.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use reqwest::Method;
use serde_json::Value;

use super::{super::eventually::eventually, Beadle};
use crate::curl;

pub(in crate::e2e) const README: &str = include_str!("../../../../README.md");

/// The README's placeholders for ids, and the prefix of such an id.
const TODO: &str = "$TODO_ID";
const IDS: [(&str, &str); 3] = [("$TASK_ID", "tsk_"), ("$CONFIG_ID", "cfg_"), ("$EXECUTION_ID", "exe_")];

#[tokio::test]
async fn every_command_is_answered() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let beadle = Beadle::start(data.path()).await?;
    let mut known: BTreeMap<&str, String> = BTreeMap::new();
    let mut report = None;
    let commands = commands(README);
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

/// The calls of `curl` in the code blocks.
pub(in crate::e2e) fn commands(text: &str) -> Vec<String> {
    let blocks = text.split("```sh\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    let commands = blocks.flat_map(|block| block.split("curl ").skip(1));
    commands.map(|arguments| format!("curl {arguments}")).collect()
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
