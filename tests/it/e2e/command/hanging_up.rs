//! Clients that hang up before they are answered: what they asked for is done whole, with its entry in the audit trail.

use anyhow::Context;
use serde_json::{Value, json};
use tokio::{io::AsyncWriteExt, net::TcpStream};

use super::Beadle;
use crate::e2e::eventually::eventually;

/// Requests of each action.
const TIMES: usize = 200;

#[tokio::test]
async fn an_action_of_a_client_that_hung_up_has_its_audit_entry() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let beadle = Beadle::start(data.path()).await?;

    let configs = vec![("/api/v1/configs".to_owned(), json!({"name": "users"})); TIMES];
    act(&beadle, "POST", configs, "config.created").await?;
    let configs = all(&beadle, "/api/v1/configs", "configs").await?;
    let config = |suffix: &str, body: Value| -> Vec<(String, Value)> {
        configs.iter().map(|id| (format!("/api/v1/configs/{id}{suffix}"), body.clone())).collect()
    };
    act(&beadle, "PATCH", config("", json!({"description": "edited"})), "config.updated").await?;
    act(&beadle, "POST", config("/gate/reset", json!({})), "gate.reset").await?;
    act(&beadle, "DELETE", config("", Value::Null), "config.deleted").await?;

    let task = json!({"name": "call", "type": "http", "config": {"url": "http://127.0.0.1:9/"}, "schedule": "monthly on 1 at 6:00"});
    act(&beadle, "POST", vec![("/api/v1/tasks".to_owned(), task); TIMES], "task.created").await?;
    let tasks = all(&beadle, "/api/v1/tasks", "tasks").await?;
    let task = |suffix: &str, body: Value| -> Vec<(String, Value)> {
        tasks.iter().map(|id| (format!("/api/v1/tasks/{id}{suffix}"), body.clone())).collect()
    };
    act(&beadle, "PATCH", task("", json!({"description": "edited"})), "task.updated").await?;
    act(&beadle, "POST", task("/pause", Value::Null), "task.paused").await?;
    act(&beadle, "POST", task("/resume", Value::Null), "task.resumed").await?;
    act(&beadle, "DELETE", task("", Value::Null), "task.deleted").await?;
    act(&beadle, "POST", task("/restore", Value::Null), "task.restored").await?;

    let template = |number: usize| json!({"template_id": format!("tpl_ping_{number}"), "name": "Ping", "category": "a", "task_type": "http"});
    let templates = (0..TIMES).map(|number| ("/api/v1/templates".to_owned(), template(number))).collect();
    act(&beadle, "POST", templates, "template.created").await?;
    let template = |body: Value| -> Vec<(String, Value)> {
        (0..TIMES).map(|number| (format!("/api/v1/templates/tpl_ping_{number}"), body.clone())).collect()
    };
    act(&beadle, "PUT", template(json!({"name": "Pong"})), "template.updated").await?;
    act(&beadle, "DELETE", template(Value::Null), "template.deleted").await?;

    let later = json!({"type": "http", "url": "http://127.0.0.1:9/", "delay": "1h"});
    for _ in 0..TIMES {
        let (status, answer) = beadle.post("/api/v1/execute", &later).await?;
        anyhow::ensure!(status == 202, "{status} {answer}");
    }
    let executions = all(&beadle, "/api/v1/executions", "executions").await?;
    let execution = |verb: &str| -> Vec<(String, Value)> {
        executions.iter().map(|id| (format!("/api/v1/executions/{id}/{verb}"), Value::Null)).collect()
    };
    act(&beadle, "POST", execution("cancel"), "execution.cancelled").await?;
    act(&beadle, "POST", execution("retry"), "execution.retried").await
}

/// Sends each request, hangs up, and waits until the audit trail has an entry for each.
async fn act(
    beadle: &Beadle,
    method: &str,
    requests: Vec<(String, Value)>,
    action: &str,
) -> anyhow::Result<()> {
    anyhow::ensure!(requests.len() == TIMES, "{action}: {} requests", requests.len());
    let address = beadle.url.strip_prefix("http://").context("an address")?;
    for (path, body) in requests {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut connection = TcpStream::connect(address).await?;
        connection.write_all(request.as_bytes()).await?;
    }
    eventually(&format!("{TIMES} entries of {action}"), || async {
        let entries = all(beadle, &format!("/api/v1/audit?action={action}"), "entries").await?;
        Ok((entries.len() == TIMES).then_some(()))
    })
    .await?;
    println!("{action}: {TIMES} requests that hung up, {TIMES} entries");
    Ok(())
}

/// The ids of all items of a list.
async fn all(beadle: &Beadle, path: &str, member: &str) -> anyhow::Result<Vec<String>> {
    let join = if path.contains('?') { '&' } else { '?' };
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = beadle.get(&format!("{path}{join}limit=100{cursor}")).await?;
        let items = page[member].as_array().with_context(|| format!("{page}"))?;
        ids.extend(items.iter().filter_map(|item| item["id"].as_str().map(str::to_owned)));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return Ok(ids),
        }
    }
}
