//! Pauses of a config, of a user and of everything, on one machine and through the deployed template: what is due is held,
//! also while what runs it is killed or off, and begins once each after that.

use anyhow::{Context, ensure};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{destination::Destination, eventually::eventually, machine::Machine};

/// How many executions each pause holds.
const HELD: usize = 6;

/// Beadle, and what it calls.
struct World {
    beadle: Machine,
    destination: Destination,
}

impl World {
    async fn start(beadle: Machine) -> anyhow::Result<Self> {
        Ok(Self { beadle, destination: Destination::start().await? })
    }

    /// Starts an execution, under `config` if that is given; returns its id.
    async fn execute(&self, config: Option<&str>) -> anyhow::Result<String> {
        let body = json!({"type": "http", "url": self.destination.url("/ok"), "config_id": config});
        self.beadle.execute("/api/v1/execute", &body).await
    }

    /// Waits until each of `ids` is held by a pause of `scope`, and checks that nothing was sent.
    async fn held(&self, ids: &[String], scope: &str, reason: &str) -> anyhow::Result<()> {
        for id in ids {
            let row = self.beadle.execution(id, |execution| execution["status"] == "deferred").await?;
            ensure!(row["api_calls_made"] == 0, "{row:#}");
            let explained = self.beadle.get(&format!("/api/v1/executions/{id}/explain")).await?;
            let waiting = &explained["waiting_for"];
            ensure!(waiting["kind"] == "paused" && waiting["pause"]["scope"] == scope, "{explained:#}");
            ensure!(waiting["pause"]["reason"] == reason, "{explained:#}");
        }
        let calls = self.destination.calls();
        ensure!(
            !calls.iter().any(|call| ids.contains(&call.key)),
            "a held execution made its call: {calls:?}"
        );
        Ok(())
    }

    /// Waits for the end of each of `ids`, which begins no earlier than `from`: one attempt, and one effect.
    async fn completed(&self, ids: &[String], from: Timestamp) -> anyhow::Result<()> {
        for id in ids {
            let row = self.beadle.execution(id, |row| !row["completed_at"].is_null()).await?;
            let attempts = row["attempts"].as_array().map(Vec::len);
            ensure!(row["status"] == "completed" && attempts == Some(1), "{row:#}");
            let calls = self.destination.calls();
            let first = calls.iter().find(|call| call.key == *id).context("it made no call")?;
            ensure!(first.at >= from, "called at {}, before {from}", first.at);
            ensure!(self.destination.effects().get(id) == Some(&1), "{id} had several effects");
        }
        Ok(())
    }

    async fn accepted(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let (status, answer) = self.beadle.post_as_admin(path, body).await?;
        ensure!(status == 200, "{status} {answer:#}");
        Ok(answer)
    }
}

/// A config is paused while nothing runs, held executions survive a kill, and a resumption wakes them.
async fn a_paused_config(world: &mut World) -> anyhow::Result<()> {
    let (status, config) = world.beadle.post("/api/v1/configs", &json!({"name": "moving"})).await?;
    ensure!(status == 201, "{config:#}");
    let id = config["id"].as_str().context("no id")?.to_owned();
    let path = format!("/api/v1/configs/{id}");
    let (status, gate) = world.beadle.post(&format!("{path}/pause"), &json!({"reason": "it moves"})).await?;
    ensure!(status == 200 && gate["state"] == "paused", "{gate:#}");
    let mut held = Vec::new();
    for _ in 0..HELD {
        held.push(world.execute(Some(&id)).await?);
    }
    world.held(&held, "config", "it moves").await?;
    let free = world.execute(None).await?;
    world.completed(&[free], Timestamp::UNIX_EPOCH).await?;

    world.beadle.down().await?;
    world.beadle.up().await?;
    let gate = world.beadle.get(&format!("{path}/gate")).await?;
    ensure!(gate["pause"]["reason"] == "it moves", "{gate:#}");
    held.push(world.execute(Some(&id)).await?);
    world.held(&held, "config", "it moves").await?;

    let resumed = Timestamp::now();
    let (status, gate) = world.beadle.post(&format!("{path}/resume"), &json!({})).await?;
    ensure!(status == 200 && gate["state"] == "closed", "{gate:#}");
    world.completed(&held, resumed).await?;
    println!(
        "{}: {} executions of a paused config, down once: each ran once after it",
        world.beadle.name(),
        held.len()
    );
    Ok(())
}

/// An account or everything is paused until a time, and what was held begins after that.
async fn a_pause_with_an_end(world: &World, scope: &str, path: &str) -> anyhow::Result<()> {
    let until = Timestamp::now() + SignedDuration::from_secs(20);
    let paused = world.accepted(path, &json!({"reason": "for a moment", "until": until.to_string()})).await?;
    ensure!(paused["pause"]["reason"] == "for a moment", "{paused:#}");
    // A process may use what it has read for two seconds.
    let mut ids = Vec::new();
    let first = eventually("an execution that is held", || async {
        let id = world.execute(None).await?;
        let row = world
            .beadle
            .execution(&id, |row| row["status"] == "deferred" || !row["completed_at"].is_null())
            .await?;
        Ok((row["status"] == "deferred").then_some(id))
    })
    .await?;
    ids.push(first);
    while ids.len() < HELD {
        ids.push(world.execute(None).await?);
    }
    world.held(&ids, scope, "for a moment").await?;
    world.completed(&ids, until).await?;
    println!(
        "{}: {} executions held by a pause of the {scope} until it ended",
        world.beadle.name(),
        ids.len()
    );
    Ok(())
}

async fn pauses_hold_what_is_due(beadle: Machine) -> anyhow::Result<()> {
    let mut world = World::start(beadle).await?;
    a_paused_config(&mut world).await?;
    let account = world.beadle.get("/api/v1/account").await?;
    let user = account["user_id"].as_str().context("no user")?;
    a_pause_with_an_end(&world, "account", &format!("/api/v1/accounts/{user}/pause")).await?;
    a_pause_with_an_end(&world, "service", "/api/v1/service/pause").await?;
    let resumed = world.accepted("/api/v1/service/resume", &json!({})).await?;
    ensure!(resumed["paused"] == false, "{resumed:#}");
    Ok(())
}

#[tokio::test]
async fn pauses_hold_what_is_due_on_one_machine() -> anyhow::Result<()> {
    pauses_hold_what_is_due(Machine::command().await?).await
}

#[tokio::test]
async fn pauses_hold_what_is_due_deployed() -> anyhow::Result<()> {
    pauses_hold_what_is_due(Machine::stack("pauses").await?).await
}
