//! What a config does to the calls of its tasks: a rate for each key, and a proxy.

use std::time::Duration;

use anyhow::{Context, ensure};
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{destination::Destination, eventually::eventually, machine::Machine, stack::Stack};
use crate::connect_proxy::{AUTHORIZATION, Answers, Proxy};

/// The name of the stack.
const STACK: &str = "configs";

async fn config(machine: &Machine, body: &Value) -> anyhow::Result<Value> {
    let (status, config) = machine.post("/api/v1/configs", body).await?;
    ensure!(status == StatusCode::CREATED, "{config:#}");
    Ok(config["id"].clone())
}

/// Of `busy` more comes than its key lets through, of `quiet` less.
async fn each_key_has_a_rate_of_its_own(mut machine: Machine) -> anyhow::Result<()> {
    const BUSY: u32 = 6;
    const QUIET: u32 = 2;
    const BURST: u32 = 2;
    const PER: Duration = Duration::from_secs(2);

    let destination = Destination::start().await?;
    let of_key = json!({"rate": 1, "per": "2s", "burst": BURST});
    let limit = json!({"rate": 100, "key": "${input.tenant}", "per_key": of_key});
    let config = config(&machine, &json!({"name": "shop", "rate_limit": limit})).await?;
    let call =
        json!({"method": "POST", "url": destination.url("/ok"), "body": {"tenant": "${input.tenant}"}});
    let task =
        machine.task(&json!({"name": "order", "type": "http", "config": call, "config_id": config})).await?;
    let path = format!("{task}/execute");
    let of = |tenant: &str| {
        let calls = destination.calls().into_iter().filter(|call| call.body["tenant"] == tenant);
        calls.map(|call| call.at).collect::<Vec<_>>()
    };
    let mut runs = Vec::new();
    for tenant in std::iter::repeat_n("busy", BUSY as usize).chain(["quiet"; QUIET as usize]) {
        runs.push(machine.execute(&path, &json!({"input": {"tenant": tenant}})).await?);
    }
    // The process is killed while the key is used up, and keeps to its rate when it goes on. Nothing is under way then: what is killed
    // during its call is called again.
    let held = eventually("a run that its key holds back, and none under way", || async {
        let listed = machine.get(&format!("{task}/executions?limit=100")).await?;
        let listed = listed["executions"].as_array().context("no list")?;
        if listed.iter().any(|run| run["status"] != "completed" && run["status"] != "deferred") {
            return Ok(None);
        }
        let Some(held) =
            listed.iter().find_map(|run| run["id"].as_str().filter(|_| run["status"] == "deferred"))
        else {
            return Ok(None);
        };
        let explained = machine.get(&format!("/api/v1/executions/{held}/explain")).await?;
        Ok(explained.to_string().contains("rate_limit_key").then_some(explained))
    })
    .await?;
    machine.down().await?;
    machine.up().await?;
    for run in &runs {
        machine.execution(run, |run| run["status"] == "completed").await?;
    }
    let (busy, quiet) = (of("busy"), of("quiet"));
    ensure!((busy.len(), quiet.len()) == (BUSY as usize, QUIET as usize), "{busy:?} {quiet:?}");
    let (first, last) = (busy.first().context("no call")?, busy.last().context("no call")?);
    let took = Duration::try_from(last.duration_since(*first))?;
    // The first call may be on its way for longer than the last.
    let least = PER * (BUSY - BURST) - PER;
    ensure!(took >= least, "{BUSY} calls of one key within {took:?}");
    ensure!(quiet.iter().all(|call| call < last), "another key waited for it: {quiet:?}, {last}");
    println!("{}: {BUSY} calls of one key in {took:?}; {}", machine.name(), held["waiting_for"]["reason"]);
    Ok(())
}

#[tokio::test]
async fn each_key_has_a_rate_of_its_own_on_one_machine() -> anyhow::Result<()> {
    each_key_has_a_rate_of_its_own(Machine::command().await?).await
}

#[tokio::test]
async fn each_key_has_a_rate_of_its_own_on_the_deployed_template() -> anyhow::Result<()> {
    each_key_has_a_rate_of_its_own(Machine::stack(STACK).await?).await
}

const PASSWORD: &str = "open sesame";

async fn calls_go_through_the_proxy_of_their_config(machine: Machine) -> anyhow::Result<()> {
    let (destination, proxy) = (Destination::start().await?, Proxy::start(Answers::Tunnels).await);
    let known = json!({"url": proxy.url(), "username": "beadle", "password": "${secret:proxy}"});
    let through = config(&machine, &json!({"name": "through", "proxy": known})).await?;
    let unknown = config(&machine, &json!({"name": "unknown", "proxy": {"url": proxy.url()}})).await?;
    let run = async |config: &Value| {
        let call = json!({"method": "POST", "url": destination.url("/ok"), "body": {"n": 1}});
        let task = json!({
            "name": "order", "type": "http", "config": call, "config_id": config, "retry": {"max_retries": 0},
        });
        let task = machine.task(&task).await?;
        let run = machine.execute(&format!("{task}/execute"), &json!({})).await?;
        machine.execution(&run, |run| run["completed_at"].is_string()).await
    };
    let done = run(&through).await?;
    ensure!(done["status"] == "completed", "{done:#}");
    let refused = run(&unknown).await?;
    ensure!(refused["error_details"]["code"] == "proxy_auth", "{refused:#}");
    ensure!(!(done.to_string() + &refused.to_string()).contains(PASSWORD), "the password is shown");
    let target = destination.url("").replace("http://", "CONNECT ");
    let heads = proxy.heads();
    ensure!(heads.len() == 2 && heads.iter().all(|head| head.starts_with(&target)), "{heads:?}");
    ensure!(heads[0].contains(AUTHORIZATION) && !heads[1].contains("Proxy-Authorization"), "{heads:?}");
    ensure!(destination.calls().len() == 1, "{:?}", destination.calls());
    println!("{}: 2 tunnels asked for, 1 opened, {}", machine.name(), refused["error_message"]);
    Ok(())
}

#[tokio::test]
async fn calls_go_through_the_proxy_of_their_config_on_one_machine() -> anyhow::Result<()> {
    let machine = Machine::command_with(&[("BEADLE_SECRET_PROXY", PASSWORD)]).await?;
    calls_go_through_the_proxy_of_their_config(machine).await
}

#[tokio::test]
async fn calls_go_through_the_proxy_of_their_config_on_the_deployed_template() -> anyhow::Result<()> {
    Stack::put_secret(STACK, "secrets/shared/proxy", PASSWORD).await?;
    calls_go_through_the_proxy_of_their_config(Machine::stack(STACK).await?).await
}
