//! The recipes of infra/docs/recipes, run as they are written: each prints what stands beside it.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use axum::{Json, Router, extract::State, http::Uri, routing::any};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    command::Beadle,
    deployed::Deployed,
    eventually::eventually,
    shell::{printed, shell},
};
use crate::repository::root;

/// Writes what the recipes print in place of comparing it.
const UPDATE: &str = "UPDATE_RECIPES";

/// What ids begin with.
const PREFIXES: [&str; 5] = ["exe_", "tsk_", "cfg_", "bat_", "key_"];

/// What a number is that is another one each time.
const UNITS: [&str; 4] = ["ms", "s", "MiB,", "KiB,"];

/// A destination of recipes.
async fn shop() -> anyhow::Result<String> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let router = Router::new()
        .route("/ok", any(|| async { Json(json!({"ok": true})) }))
        .route("/status/503", any(|| async { axum::http::StatusCode::SERVICE_UNAVAILABLE }))
        .route("/status/500", any(|| async { axum::http::StatusCode::INTERNAL_SERVER_ERROR }))
        .route(
            "/echo",
            any(|uri: Uri, body: String| async move { Json(json!({"uri": uri.to_string(), "body": body})) }),
        )
        .route("/job", any(job))
        .with_state(client);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(url)
}

/// Takes a job, and reports its progress and its end.
async fn job(State(client): State<reqwest::Client>, Json(order): Json<Value>) -> Json<Value> {
    if let Some(report_to) = order["report_to"].as_str().map(str::to_owned) {
        tokio::spawn(async move {
            report(&client, &format!("{report_to}/heartbeat"), &json!({"percent": 50})).await;
            report(&client, &report_to, &json!({"rows": 42})).await;
        });
    }
    Json(json!({"accepted": true}))
}

/// Reports until it is accepted: the answer to the start may be on its way yet.
async fn report(client: &reqwest::Client, url: &str, body: &Value) {
    let accepted = || async {
        let answer = client.post(url).json(body).send().await?;
        Ok(answer.status().is_success().then_some(()))
    };
    eventually("an accepted report", accepted).await.ok();
}

/// The recipe that needs a stack on AWS.
const OF_A_STACK: &str = "12-move-to-aws.sh";

/// What `recipe` prints on its standard output, with these variables.
async fn run(recipe: &Path, variables: &[(&str, &str)]) -> anyhow::Result<String> {
    let home = tempfile::tempdir()?;
    let data = home.path().join("data");
    std::fs::write(home.path().join("scripts.json"), json!({"count": {"path": "/usr/bin/wc"}}).to_string())?;
    let beadle = Beadle::start(&data).await?;
    let mut command = shell(home.path(), &beadle.url)?;
    command.arg(recipe).env("DATA", &data).envs(variables.iter().copied());
    printed(&mut command, &recipe.display().to_string()).await
}

/// The words of `text` line by line, without ids, times, sizes and costs.
fn without_what_varies(text: &str) -> Vec<String> {
    let line = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let varies = |place: usize, word: &str| {
            let before = place.checked_sub(1).and_then(|place| words.get(place)).copied().unwrap_or_default();
            let after = words.get(place + 1).copied().unwrap_or_default();
            let is_number = word.parse::<f64>().is_ok();
            PREFIXES.iter().any(|prefix| word.starts_with(prefix))
                || word.trim_end_matches(['.', ',']).parse::<Timestamp>().is_ok()
                || word.starts_with("$0.0")
                || (before == "in" && word.ends_with('d'))
                || (is_number && (UNITS.contains(&after) || before == "minute"))
        };
        let shown =
            words.iter().enumerate().map(|(place, word)| if varies(place, word) { "…" } else { *word });
        shown.collect::<Vec<_>>().join(" ")
    };
    text.lines().map(line).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_prints_what_stands_beside_it() -> anyhow::Result<()> {
    let shop = shop().await?;
    let folder = root().join("infra/docs/recipes");
    let mut recipes: Vec<PathBuf> = std::fs::read_dir(&folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<anyhow::Result<Vec<_>>>()?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "sh"))
        .collect();
    recipes.sort();
    ensure!(recipes.len() >= 11, "{recipes:?}");
    let index = std::fs::read_to_string(folder.join("README.md"))?;
    for recipe in &recipes {
        let name = recipe.file_name().and_then(|name| name.to_str()).context("no name")?;
        ensure!(index.contains(&format!("({name})")), "README.md does not name {name}");
        if name != OF_A_STACK {
            compare(recipe, &[("SHOP", &shop)]).await?;
        }
    }
    println!("{} recipes ran", recipes.len() - 1);
    Ok(())
}

/// Runs `recipe` and compares what it prints with what stands beside it, or writes that.
async fn compare(recipe: &Path, variables: &[(&str, &str)]) -> anyhow::Result<()> {
    let found = run(recipe, variables).await?;
    let beside = recipe.with_extension("out");
    if std::env::var_os(UPDATE).is_some() {
        return Ok(std::fs::write(&beside, found)?);
    }
    let expected = std::fs::read_to_string(&beside).with_context(|| beside.display().to_string())?;
    let (words, wanted) = (without_what_varies(&found), without_what_varies(&expected));
    ensure!(words == wanted, "{} printed\n{found}\nand not\n{expected}", recipe.display());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_move_prints_what_stands_beside_it_on_aws() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?;
    let (someone, _) = deployed.by_someone_new()?;
    let key = json!({"name": "mover", "scopes": ["read", "execute", "write"]});
    let key = someone.create("/api/v1/api-keys", &key).await?;
    let secret = key["key"].as_str().context("no key")?;
    let recipe = root().join("infra/docs/recipes").join(OF_A_STACK);
    let (shop, aws) = (shop().await?, deployed.url("")?);
    compare(&recipe, &[("SHOP", &shop), ("AWS", &aws), ("AWS_KEY", secret)]).await
}
