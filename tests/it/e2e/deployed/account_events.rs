//! Events of other services about users on the bus, and their effects.

use std::collections::BTreeSet;

use anyhow::{Context, ensure};
use aws_sdk_eventbridge::types::PutEventsRequestEntry;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Deployed, text};
use crate::e2e::{destination::Destination, eventually::eventually};

impl Deployed {
    /// Puts an event on the bus, as the service `source` does.
    async fn publish(&self, source: &str, kind: &str, detail: Value) -> anyhow::Result<()> {
        let entry = PutEventsRequestEntry::builder()
            .event_bus_name(self.stack.output("BusName")?)
            .source(source)
            .detail_type(kind)
            .detail(detail.to_string());
        let events = aws_sdk_eventbridge::Client::new(&self.stack.aws);
        let put = events.put_events().entries(entry.build()).send().await?;
        ensure!(put.failed_entry_count() == 0, "{put:?}");
        Ok(())
    }

    /// Those of `tasks` that EventBridge Scheduler has a schedule for.
    async fn armed<'a>(&self, tasks: &[&'a str]) -> anyhow::Result<BTreeSet<&'a str>> {
        let scheduler = aws_sdk_scheduler::Client::new(&self.stack.aws);
        let group = self.stack.output("ScheduleGroupName")?;
        let mut armed = BTreeSet::new();
        for task in tasks {
            match scheduler.get_schedule().group_name(group).name(*task).send().await {
                Ok(_) => _ = armed.insert(*task),
                Err(error)
                    if error.as_service_error().is_some_and(|it| it.is_resource_not_found_exception()) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(armed)
    }

    /// The actors and subjects of the audit entries with this action for `user`, once there are `count`.
    async fn audited(&self, user: &str, action: &str, count: usize) -> anyhow::Result<Vec<(String, String)>> {
        let path = format!("/api/v1/audit?user_id={user}&action={action}");
        let entries = |list: &Value| list["entries"].as_array().cloned().unwrap_or_default();
        let list = self.once(&path, |list| entries(list).len() >= count).await?;
        let named = |entry: &Value| (text(entry, "actor").to_owned(), text(entry, "subject").to_owned());
        Ok(entries(&list).iter().map(named).collect())
    }
}

#[tokio::test]
async fn the_tasks_and_keys_of_a_deleted_user_stop() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?;
    let destination = Destination::start().await?;
    let (user, name) = deployed.by_someone_new()?;
    let (other, other_name) = deployed.by_someone_new()?;
    let call = json!({"url": destination.url("/ok")});
    let kept = other.task(&json!({"name": "kept", "type": "http", "config": call})).await?;
    let plain = user.task(&json!({"name": "plain", "type": "http", "config": call})).await?;
    let hourly = json!({"name": "hourly", "type": "http", "config": call, "schedule": "every hour"});
    let hourly = user.task(&hourly).await?;
    let reminder = json!({"name": "later", "type": "reminder", "reminder_time": "2100-01-01T00:00:00Z"});
    let reminder = user.task(&reminder).await?;
    let config =
        user.create("/api/v1/configs", &json!({"name": "there", "base_url": destination.url("")})).await?;
    let key = user.create("/api/v1/api-keys", &json!({"name": "ci", "scopes": ["read"]})).await?;
    let waits = json!({"type": "http", "url": destination.url("/ok"), "delay": "12h"});
    let (status, waiting) = user.post("/api/v1/execute", &waits).await?;
    ensure!(status == StatusCode::ACCEPTED, "{waiting:#}");
    let tasks = [plain.as_str(), hourly.as_str(), reminder.as_str()];
    assert_eq!(deployed.armed(&tasks).await?, BTreeSet::from([&*hourly, &*reminder]));

    deployed.publish("somebody", "user.deleted", json!({"user_id": other_name})).await?;
    deployed.publish("account_service", "user.deleted", json!({"user_id": name})).await?;
    let ended = user.ended(text(&waiting, "execution_id")).await?;
    assert_eq!(ended["status"], "cancelled", "{ended:#}");
    let admin = deployed.by_admin()?;
    let by_the_service = |subjects: &[&str]| -> BTreeSet<(String, String)> {
        subjects.iter().map(|subject| ("system:user.deleted".to_owned(), (*subject).to_owned())).collect()
    };
    let removed: [(&str, &[&str]); 3] = [
        ("task.deleted", &tasks),
        ("api_key.deleted", &[text(&key, "id")]),
        ("config.deleted", &[text(&config, "id")]),
    ];
    for (action, subjects) in removed {
        let entries = admin.audited(&name, action, subjects.len()).await?;
        assert_eq!(entries.len(), subjects.len(), "one entry each: {entries:?}");
        assert_eq!(entries.into_iter().collect::<BTreeSet<_>>(), by_the_service(subjects), "{action}");
    }
    assert_eq!(deployed.armed(&tasks).await?, BTreeSet::new());
    assert_eq!(user.get("/api/v1/tasks").await?["tasks"], json!([]));
    assert_eq!(user.get("/api/v1/configs").await?["configs"], json!([]));
    let with_key =
        deployed.client.get(deployed.stack.api("/api/v1/tasks")?).header("x-api-key", text(&key, "key"));
    assert_eq!(with_key.send().await?.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(
        other.get(&format!("/api/v1/tasks/{kept}")).await?["name"],
        "kept",
        "the event of an unknown source had no effect"
    );
    Ok(())
}

#[tokio::test]
async fn a_lower_level_pauses_too_frequent_tasks_and_a_higher_one_resumes_them() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?;
    let (user, name) = deployed.by_someone_new()?;
    let often = json!({"name": "often", "type": "simulated", "schedule": "every minute"});
    let often = user.task(&often).await?;
    let seldom = user.task(&json!({"name": "seldom", "type": "simulated", "schedule": "every hour"})).await?;
    let tasks = [often.as_str(), seldom.as_str()];
    let path = format!("/api/v1/tasks/{often}");

    let free = json!({"user_id": name, "level": "free"});
    deployed.publish("subscription_service", "subscription.changed", free).await?;
    user.once(&path, |task| task["status"] == "paused").await?;
    let armed = eventually("its schedule is gone", || async {
        Ok(Some(deployed.armed(&tasks).await?).filter(|armed| armed.len() < 2))
    });
    assert_eq!(armed.await?, BTreeSet::from([&*seldom]));
    assert_eq!(user.get("/api/v1/limits").await?["subscription_level"], "free");
    let again = json!({"name": "again", "type": "simulated", "schedule": "every minute"});
    let (status, refused) = user.post("/api/v1/tasks", &again).await?;
    assert_eq!(
        (status, &refused["limit_type"]),
        (StatusCode::TOO_MANY_REQUESTS, &json!("schedule_interval"))
    );

    let pro = json!({"user_id": name, "level": "pro"});
    deployed.publish("subscription_service", "subscription.changed", pro).await?;
    user.once(&path, |task| task["status"] == "scheduled").await?;
    let armed = eventually("its schedule is back", || async {
        Ok(Some(deployed.armed(&tasks).await?).filter(|armed| armed.len() == 2))
    });
    armed.await.context("it goes on")?;
    let paths = [path, format!("/api/v1/tasks/{seldom}")];
    for path in paths {
        assert_eq!(user.send(Method::DELETE, &path, &Value::Null).await?.0, StatusCode::NO_CONTENT);
    }
    Ok(())
}
