//! Changes by somebody else between the read and the write of `beadle apply`.

use std::sync::Arc;

use anyhow::ensure;
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
};
use reqwest::Client;
use serde_json::json;
use tokio::sync::Mutex;

use super::Desk;
use crate::e2e::proxy::{forward, serve};

const PLAN: &str = r#"
name = "shop"

[configs.api]
name = "Shop API"

[tasks.first]
name = "First"
type = "simulated"
config = {}
"#;

/// A proxy that sends a request of its own before the first one that changes `path`.
struct Rival {
    server: String,
    client: Client,
    path: String,
    own: Mutex<Option<(Method, serde_json::Value)>>,
}

impl Rival {
    async fn before(
        server: &str,
        path: String,
        own: (Method, serde_json::Value),
    ) -> anyhow::Result<(Arc<Self>, String)> {
        let client = Client::builder().no_proxy().build()?;
        let rival = Arc::new(Self { server: server.to_owned(), client, path, own: Mutex::new(Some(own)) });
        let url = serve(Router::new().fallback(Self::forward).with_state(Arc::clone(&rival))).await?;
        Ok((rival, url))
    }

    async fn forward(
        State(rival): State<Arc<Self>>,
        method: Method,
        uri: Uri,
        headers: HeaderMap,
        body: Bytes,
    ) -> (StatusCode, HeaderMap, Vec<u8>) {
        if method != Method::GET
            && uri.path() == rival.path
            && let Some((method, body)) = rival.own.lock().await.take()
        {
            let url = format!("{}{}", rival.server, rival.path);
            let sent = rival.client.request(method, url).json(&body).send().await;
            if !sent.is_ok_and(|answer| answer.status().is_success()) {
                return (StatusCode::BAD_GATEWAY, HeaderMap::new(), b"the rival was refused".to_vec());
            }
        }
        forward(&rival.client, &rival.server, (method, uri, headers, body)).await
    }
}

/// The paths of the config and of the task of the plan.
async fn paths(desk: &Desk) -> anyhow::Result<[String; 2]> {
    let config = desk.beadle.get("/api/v1/configs?key=api").await?["configs"][0]["id"].clone();
    let task = desk.task_of("first").await?["id"].clone();
    Ok([("configs", config), ("tasks", task)]
        .map(|(list, id)| format!("/api/v1/{list}/{}", id.as_str().unwrap_or_default())))
}

#[tokio::test]
async fn what_somebody_else_changes_meanwhile_is_not_written_over() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    desk.planned(PLAN, "apply -f beadle.toml -y", 0).await?;
    let [config, task] = paths(&desk).await?;
    let changed =
        PLAN.replace("\"Shop API\"", "\"Shop\"\ntimeout = \"10s\"").replace("\"First\"", "\"The first\"");
    let apply = |url: &str| format!("apply -f beadle.toml -y --url {url}");

    let own = (Method::PATCH, json!({"description": "by somebody else"}));
    let (rival, url) = Rival::before(&desk.beadle.url, task.clone(), own).await?;
    let refused = desk.planned(&changed, &apply(&url), 1).await?.stderr;
    ensure!(rival.own.lock().await.is_none(), "nobody came between");
    for part in ["[tasks.first]: was changed by somebody else meanwhile", "1 of 2 changes were made"] {
        ensure!(refused.contains(part), "no {part} in\n{refused}");
    }
    let kept = desk.beadle.get(&task).await?;
    ensure!(kept["name"] == "First" && kept["description"] == "by somebody else", "{kept:#}");
    ensure!(desk.beadle.get(&config).await?["name"] == "Shop", "what was made before is kept");

    // Now it is seen, and taken back with the rest.
    let shown = desk.planned(&changed, "plan -f beadle.toml", 0).await?.stdout;
    ensure!(shown.contains("description: \"by somebody else\" → "), "{shown}");
    desk.planned(&changed, "apply -f beadle.toml -y", 0).await?;
    desk.planned(&changed, "plan -f beadle.toml --exit-code", 0).await?;
    Ok(())
}

#[tokio::test]
async fn what_somebody_else_changes_meanwhile_is_not_pruned() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    desk.planned(PLAN, "apply -f beadle.toml -y", 0).await?;
    let [_, task] = paths(&desk).await?;
    let own = (Method::PATCH, json!({"name": "Needed"}));
    let (rival, url) = Rival::before(&desk.beadle.url, task.clone(), own).await?;
    let prune = format!("apply -f beadle.toml --prune -y --url {url}");
    let refused = desk.planned("name = \"shop\"\n", &prune, 1).await?.stderr;
    ensure!(rival.own.lock().await.is_none(), "nobody came between");
    ensure!(refused.contains("[tasks.first]: was changed by somebody else meanwhile"), "{refused}");
    ensure!(desk.beadle.get(&task).await?["name"] == "Needed", "it was deleted");
    Ok(())
}

#[tokio::test]
async fn what_somebody_else_makes_meanwhile_is_not_made_twice() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    let own = (Method::POST, json!({"name": "Theirs", "key": "first", "type": "simulated", "config": {}}));
    let (rival, url) = Rival::before(&desk.beadle.url, "/api/v1/tasks".to_owned(), own).await?;
    let refused = desk.planned(PLAN, &format!("apply -f beadle.toml -y --url {url}"), 1).await?.stderr;
    ensure!(rival.own.lock().await.is_none(), "nobody came between");
    ensure!(refused.contains("[tasks.first]") && refused.contains("1 of 2 changes were made"), "{refused}");
    ensure!(desk.task_of("first").await?["name"] == "Theirs");
    Ok(())
}
