//! `beadle plan` and `beadle apply`: what they change, and what they leave alone.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Desk, Told};

/// A plan with each kind of thing, and with each type of task that an ordinary installation runs.
const WHOLE: &str = r#"
name = "shop"

[calendars.closed]
description = "Holidays"
weekly = ["sunday"]
days = ["2027-05-06", { days = "2027-12-24/2028-01-01", title = "Company holidays" }]

[functions.total]
source = "greet.js"
hosts = ["b.example.com", "a.example.com"]

[configs.api]
name = "Shop API"
base_url = "https://api.example.com/v1/"
auth = { type = "bearer", token = "${secret:shop-api#token}" }
headers = { "x-api-key" = "a key that is written out", accept = "application/json" }
timeout = "10s"
retries = 2
rate_limit = { rate = 100, per = "1s" }
breaker = { failure_rate = 0.5, window = "30s", minimum = 10, open_for = "15s" }

[templates.tpl_shop]
name = "Shop"
category = "shop"
task_type = "http"
default_config = { method = "GET", url = "https://${input.host}/health" }
required_fields = ["host"]
credits_per_run = 1.5

[tasks.poll]
name = "Poll"
description = "Orders"
type = "http"
config = { method = "POST", url = "orders", headers = { authorization = "Bearer written-out" }, body = { state = "new", page = 1 }, query = { tag = ["a", "b"] } }
config_id = "api"
schedule = { expression = "daily at 9:00", timezone = "Europe/Berlin", exclude = ["closed"] }
retry = { strategy = "exponential", delay = "2s", max_retries = 5 }
give_up_after = "1h"
priority = "high"
tags = ["shop", "poll"]
metadata = { team = "shop", level = 1.5 }
order = { key = "${input.tenant}", on_failure = "block" }
notify = { on = ["failed"], webhook = { url = "https://hooks.example.com/a", headers = { authorization = "Bearer written-out" } } }

[tasks."shop/report"]
name = "Report"
type = "custom"
config = { function = "total", params = { a = [1, 2] } }
dependencies = ["poll"]
on_dependency_failure = "run"

[tasks.hooked]
name = "Hooked"
type = "simulated"
config = {}
hook = { verify = { scheme = "github", secret = "${secret:senders/github}" } }
schedule = "every 10 minutes"

[tasks.graph]
name = "Graph"
type = "graphql"
config = { endpoint = "https://api.example.com/graphql", query = "{ a }", variables = { b = 1 } }

[tasks.told]
name = "Told"
type = "webhook"
config = { url = "https://hooks.example.com/b", body = { c = 1 }, secret = "${secret:hooks}" }

[tasks.rows]
name = "Rows"
type = "database"
config = { connection = "${secret:orders-db}", query = "SELECT 1" }

[tasks.job]
name = "Job"
type = "wait"
config = { request = { method = "POST", url = "https://jobs.example.com/", body = { token = "${callback.token}" } }, callback = {}, deadline = "30d" }

[tasks.todo]
name = "Call back"
type = "todo"
config = {}
due_date = 2030-01-01T00:00:00Z

[tasks.meeting]
name = "Meeting"
type = "calendar_event"
config = {}
due_date = 2030-01-01T10:00:00Z
reminder_time = 2030-01-01T09:45:00Z

[tasks.nightly]
name = "Nightly"
type = "monitor"
config = { period = "1d", grace = "1h" }
"#;

impl Desk {
    /// Writes a plan, and runs the command over it.
    async fn plan(&self, text: &str, line: &str) -> anyhow::Result<Told> {
        std::fs::write(self.file("beadle.toml"), text)?;
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        self.run(&words, "").await
    }

    /// Runs the command over a plan, which ends with `code`.
    pub(super) async fn planned(&self, text: &str, line: &str, code: i32) -> anyhow::Result<Told> {
        let told = self.plan(text, line).await?;
        ensure!(told.code == Some(code), "{line}: not {code}\n{}\n{}", told.stdout, told.stderr);
        Ok(told)
    }

    /// The versions of all that there is, by the path of its list and its name.
    async fn versions(&self) -> anyhow::Result<BTreeMap<String, Value>> {
        let mut versions = BTreeMap::new();
        for noun in ["calendars", "functions", "configs", "templates", "tasks"] {
            let list = self.beadle.get(&format!("/api/v1/{noun}?limit=100")).await;
            let list = match list {
                Ok(list) if list[noun].is_array() => list,
                _ => self.beadle.get(&format!("/api/v1/{noun}")).await?,
            };
            for item in list[noun].as_array().context("no list")? {
                let name = item["name"].as_str().context("no name")?;
                versions.insert(
                    format!("{noun} {name}"),
                    json!([item["version"], item["updated_at"], item["id"]]),
                );
            }
        }
        Ok(versions)
    }

    pub(super) async fn task_of(&self, key: &str) -> anyhow::Result<Value> {
        Ok(self.beadle.get(&format!("/api/v1/tasks?key={key}")).await?["tasks"][0].clone())
    }
}

#[tokio::test]
async fn after_an_apply_there_is_nothing_to_change() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    let shown = desk.planned(WHOLE, "plan -f beadle.toml --exit-code", 2).await?;
    ensure!(shown.stdout.contains("+ task shop/report"), "{}", shown.stdout);
    ensure!(!shown.stdout.contains("written"), "a credential is shown: {}", shown.stdout);
    let before = desk.versions().await?;
    let applied = desk.planned(WHOLE, "apply -f beadle.toml -y", 0).await?;
    ensure!(applied.stderr.contains("config api created"), "{}", applied.stderr);
    let made = desk.versions().await?;
    ensure!(made.len() == before.len() + 14, "{made:#?}");
    let empty = desk.planned(WHOLE, "plan -f beadle.toml --exit-code", 0).await?;
    ensure!(empty.stdout == "nothing to change\n", "{}", empty.stdout);
    let again = desk.planned(WHOLE, "apply -f beadle.toml --prune -y", 0).await?;
    ensure!(again.stdout == "nothing to change\n" && again.stderr.is_empty(), "{again:?}");
    ensure!(desk.versions().await? == made, "a second apply has changed something");
    let report = desk.task_of("shop/report").await?;
    ensure!(report["dependencies"] == json!([desk.task_of("poll").await?["id"]]), "{report:#}");
    Ok(())
}

#[tokio::test]
async fn a_change_of_the_file_is_made_and_no_other() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    desk.planned(WHOLE, "apply -f beadle.toml -y", 0).await?;
    let before = desk.versions().await?;
    let changed = WHOLE
        .replace("max_retries = 5", "max_retries = 7")
        .replace("tags = [\"shop\", \"poll\"]\n", "")
        .replace("a key that is written out", "another key");
    let shown = desk.planned(&changed, "plan -f beadle.toml", 0).await?.stdout;
    for part in [
        "~ task poll",
        "retry.max_retries: 5 → 7",
        "tags: [\"shop\",\"poll\"] → ",
        "~ config api",
        "headers: ",
    ] {
        ensure!(shown.contains(part), "no {part} in\n{shown}");
    }
    ensure!(shown.ends_with("2 to change\n") && !shown.contains("another key"), "{shown}");
    desk.planned(&changed, "apply -f beadle.toml -y", 0).await?;
    desk.planned(&changed, "plan -f beadle.toml --exit-code", 0).await?;
    let after = desk.versions().await?;
    let touched: Vec<&String> =
        after.iter().filter(|(name, now)| before.get(*name) != Some(*now)).map(|(name, _)| name).collect();
    ensure!(touched == ["configs Shop API", "tasks Poll"], "{touched:?}");
    ensure!(desk.task_of("poll").await?["tags"] == json!([]), "what is left out has its default");
    Ok(())
}

const TWO: &str = r#"
name = "shop"

[configs.api]
name = "Shop API"

[tasks.first]
name = "First"
type = "simulated"
config = {}

[tasks.second]
name = "Second"
type = "simulated"
config = {}
config_id = "api"
dependencies = ["first"]
"#;

#[tokio::test]
async fn what_a_file_no_longer_has_is_pruned_and_nothing_else() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    desk.planned(TWO, "apply -f beadle.toml -y", 0).await?;
    let other = "name = \"other\"\n[tasks.others]\nname = \"Others\"\ntype = \"simulated\"\nconfig = {}\n";
    desk.planned(other, "apply -f beadle.toml -y", 0).await?;
    let nothing = "name = \"shop\"\n";
    let shown = desk.planned(nothing, "plan -f beadle.toml --exit-code", 0).await?.stdout;
    ensure!(shown.contains("? task second is not in the file any more: --prune deletes it"), "{shown}");
    let before = desk.versions().await?;
    desk.planned(nothing, "apply -f beadle.toml -y", 0).await?;
    ensure!(desk.versions().await? == before, "deleted without --prune");
    let shown = desk.planned(nothing, "plan -f beadle.toml --prune --exit-code", 2).await?.stdout;
    ensure!(shown.ends_with("3 to delete\n"), "{shown}");
    desk.planned(nothing, "apply -f beadle.toml --prune -y", 0).await?;
    let after = desk.versions().await?;
    let gone: Vec<&String> = before.keys().filter(|name| !after.contains_key(*name)).collect();
    ensure!(gone == ["configs Shop API", "tasks First", "tasks Second"], "{gone:?}");
    desk.planned(nothing, "plan -f beadle.toml --prune --exit-code", 0).await?;
    // Its key is free again.
    desk.planned(TWO, "apply -f beadle.toml -y", 0).await?;
    Ok(())
}

#[tokio::test]
async fn what_somebody_else_changed_is_shown_and_taken_back() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    desk.planned(TWO, "apply -f beadle.toml -y", 0).await?;
    let id = desk.task_of("first").await?["id"].as_str().context("no id")?.to_owned();
    let path = format!("/api/v1/tasks/{id}");
    desk.beadle.send(Method::PATCH, &path, &json!({"name": "Renamed", "tags": ["x"]})).await?;
    let shown = desk.planned(TWO, "plan -f beadle.toml --exit-code", 2).await?.stdout;
    for part in [
        "~ task first",
        "changed on the server since the last apply, by ",
        "name: \"Renamed\" → \"First\"",
        "tags: ",
    ] {
        ensure!(shown.contains(part), "no {part} in\n{shown}");
    }
    let drifted = desk.planned(TWO, "plan -f beadle.toml -o json", 0).await?.stdout;
    let drifted: Value = serde_json::from_str(&drifted)?;
    ensure!(
        drifted[0]["drifted"] == json!(true) && drifted.as_array().map(Vec::len) == Some(1),
        "{drifted:#}"
    );
    desk.planned(TWO, "apply -f beadle.toml -y", 0).await?;
    ensure!(desk.task_of("first").await?["name"] == "First");
    // A pause is no member of a task, and stays.
    desk.beadle.post(&format!("{path}/pause"), &json!({})).await?;
    desk.planned(TWO, "plan -f beadle.toml --exit-code", 0).await?;
    Ok(())
}

#[tokio::test]
async fn what_was_there_is_taken_over_and_what_another_plan_keeps_is_refused() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    let by_hand = json!({"name": "First", "key": "first", "type": "simulated", "config": {}});
    let by_hand = desk.post("/api/v1/tasks", &by_hand).await?;
    let shown = desk.planned(TWO, "plan -f beadle.toml", 0).await?.stdout;
    ensure!(shown.contains("~ task first\n    ! was made by somebody else"), "{shown}");
    desk.planned(TWO, "apply -f beadle.toml -y", 0).await?;
    let kept = desk.task_of("first").await?;
    ensure!(kept["id"] == by_hand["id"] && kept["plan"]["name"] == "shop", "{kept:#}");
    let other = TWO.replace("name = \"shop\"", "name = \"other\"");
    let refused = desk.planned(&other, "plan -f beadle.toml --exit-code", 1).await?;
    ensure!(refused.stderr.contains("[tasks.first] is kept by the plan `shop`"), "{}", refused.stderr);
    Ok(())
}

#[tokio::test]
async fn a_refusal_in_the_middle_names_its_place_and_a_repeat_goes_on() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    let faulty = TWO.replace("dependencies = [\"first\"]", "dependencies = [\"first\"]\nnotify = { on = [\"failed\"], webhook = { url = \"https://a.example/\", headers = { authorization = \"********\" } } }");
    let refused = desk.planned(&faulty, "apply -f beadle.toml -y", 1).await?.stderr;
    for part in ["[tasks.second]: the request was refused", "notify.webhook", "2 of 3 changes were made"] {
        ensure!(refused.contains(part), "no {part} in\n{refused}");
    }
    let left = desk.planned(TWO, "plan -f beadle.toml", 0).await?.stdout;
    ensure!(left.starts_with("+ task second\n") && left.ends_with("1 to create\n"), "{left}");
    desk.planned(TWO, "apply -f beadle.toml -y", 0).await?;
    desk.planned(TWO, "plan -f beadle.toml --exit-code", 0).await?;
    Ok(())
}

#[tokio::test]
async fn faults_of_a_file_are_told_before_anything_is_sent() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    let before = desk.versions().await?;
    let faulty = TWO.replace("config_id = \"api\"", "config_id = \"apy\"\nschedul = \"hourly\"");
    let told = desk.planned(&faulty, "apply -f beadle.toml -y", 1).await?.stderr;
    for part in [
        "[tasks.second] schedul: unknown field",
        "did you mean `schedule`?",
        "[tasks.second] config_id: `apy`",
    ] {
        ensure!(told.contains(part), "no {part} in\n{told}");
    }
    ensure!(desk.versions().await? == before);
    let cases = [
        ("name = ", "beadle.toml"),
        ("nam = \"a\"", "name: is required"),
        ("name = \"a\"\n[task.b]\n", "task: unknown field"),
    ];
    for (text, part) in cases {
        let told = desk.planned(text, "plan -f beadle.toml --exit-code", 1).await?.stderr;
        ensure!(told.contains(part), "no {part} in\n{told}");
    }
    desk.planned("", "plan -f absent.toml --exit-code", 1).await?;
    desk.planned(TWO, "plan -f beadle.toml --exit-code --url http://127.0.0.1:1", 1).await?;
    let asked = desk.planned(TWO, "apply -f beadle.toml", 2).await?.stderr;
    ensure!(asked.contains("say `-y`"), "{asked}");
    Ok(())
}
