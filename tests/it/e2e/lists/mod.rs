//! Lists that answer questions, on one machine and through the deployed template: filters, both orders, counts and
//! histograms, also after what runs them was killed.

use std::collections::BTreeSet;

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use super::{destination::Destination, eventually::eventually, machine::Machine};

/// How many executions there are of each kind.
const OF_EACH: usize = 7;

struct World {
    beadle: Machine,
    destination: Destination,
    config: String,
}

/// Executions that ended, by what became of them.
struct Made {
    completed: Vec<String>,
    refused: Vec<String>,
    under_config: Vec<String>,
    all: Vec<String>,
}

impl World {
    async fn start(beadle: Machine) -> anyhow::Result<Self> {
        let (status, config) = beadle.post("/api/v1/configs", &json!({"name": "listed"})).await?;
        ensure!(status == 201, "{config:#}");
        let config = config["id"].as_str().context("no id")?.to_owned();
        Ok(Self { beadle, destination: Destination::start().await?, config })
    }

    async fn make(&self) -> anyhow::Result<Made> {
        let mut made =
            Made { completed: Vec::new(), refused: Vec::new(), under_config: Vec::new(), all: Vec::new() };
        for number in 0..OF_EACH * 3 {
            let (path, config) = match number % 3 {
                0 => ("/ok", None),
                1 => ("/status/404", None),
                _ => ("/ok", Some(&self.config)),
            };
            let body = json!({"type": "http", "url": self.destination.url(path), "config_id": config});
            let id = self.beadle.execute("/api/v1/execute", &body).await?;
            made.all.push(id.clone());
            let list = match number % 3 {
                0 => &mut made.completed,
                1 => &mut made.refused,
                _ => &mut made.under_config,
            };
            list.push(id);
        }
        for id in &made.all {
            self.beadle.execution(id, |row| !row["completed_at"].is_null()).await?;
        }
        Ok(made)
    }

    /// The ids in all pages of the list with these parameters.
    async fn listed(&self, parameters: &str) -> anyhow::Result<Vec<String>> {
        let (mut ids, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = self.beadle.get(&format!("/api/v1/executions?limit=4&{parameters}{cursor}")).await?;
            let items = page["executions"].as_array().context("no list")?;
            ids.extend(items.iter().filter_map(|item| item["id"].as_str().map(str::to_owned)));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return Ok(ids),
            }
        }
    }

    async fn counts(&self, parameters: &str) -> anyhow::Result<Value> {
        self.beadle.get(&format!("/api/v1/executions/counts?{parameters}")).await
    }
}

fn set(ids: &[String]) -> BTreeSet<&String> {
    ids.iter().collect()
}

async fn lists_answer_questions(beadle: Machine) -> anyhow::Result<()> {
    let mut world = World::start(beadle).await?;
    let made = world.make().await?;
    for round in ["before", "after"] {
        let config = &world.config;
        let mut checked = 0;
        let succeeded = [&made.completed[..], &made.under_config].concat();
        for (parameters, expected) in [
            (format!("config_id={config}"), &made.under_config),
            ("error_code=http_status".to_owned(), &made.refused),
            ("status=failed".to_owned(), &made.refused),
            ("status=failed,cancelled".to_owned(), &made.refused),
            ("status=running&status=completed".to_owned(), &succeeded),
            ("status=completed,failed&type=http".to_owned(), &made.all),
            ("waiting_for=gate".to_owned(), &Vec::new()),
        ] {
            // The list of an owner is an index on AWS, which may lag behind the rows.
            let listed = eventually(&format!("{parameters} on {}", world.beadle.name()), || async {
                let listed = world.listed(&parameters).await?;
                Ok((listed.len() == expected.len()).then_some(listed))
            })
            .await?;
            ensure!(set(&listed) == set(expected), "{parameters}: {listed:?} in place of {expected:?}");
            let counts = world.counts(&parameters).await?;
            ensure!(counts["started"] == expected.len(), "{parameters}: {counts:#}");
            ensure!(counts["source"] == "executions" && counts["next_cursor"].is_null(), "{counts:#}");
            checked += 1;
        }
        let mut newest = world.listed("sort=-created_at").await?;
        let oldest = world.listed("sort=created_at").await?;
        newest.reverse();
        ensure!(newest == oldest && set(&oldest) == set(&made.all), "{oldest:?}");
        let sums = eventually("the projector's sums", || async {
            let histogram = world.beadle.get("/api/v1/executions/histogram").await?;
            let ended = histogram["by_status"]["completed"] == succeeded.len();
            Ok((ended && histogram["started"] == made.all.len()).then_some(histogram))
        })
        .await?;
        ensure!(sums["source"] == "rollups" && sums["by_status"]["failed"] == OF_EACH, "{sums:#}");
        println!("{}, {round} it was down: {checked} filters and both orders", world.beadle.name());
        if round == "before" {
            world.beadle.down().await?;
            world.beadle.up().await?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn lists_answer_questions_on_one_machine() -> anyhow::Result<()> {
    lists_answer_questions(Machine::command().await?).await
}

#[tokio::test]
async fn lists_answer_questions_deployed() -> anyhow::Result<()> {
    lists_answer_questions(Machine::stack("lists").await?).await
}
