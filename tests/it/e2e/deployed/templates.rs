//! From a template to a task to a run.

use anyhow::ensure;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{Deployed, text};
use crate::e2e::destination::Destination;

#[tokio::test]
async fn a_task_is_created_from_a_template_and_runs() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?;
    let (admin, (user, name)) = (deployed.by_admin()?, deployed.by_someone_new()?);
    let destination = Destination::start().await?;
    let body = json!({
        "name": "Greeting", "category": "messages", "task_type": "http", "credits_per_run": 0.25,
        "default_config": {"method": "POST", "url": destination.url("/ok"), "body": {"text": "Hello ${input.whom}"}},
        "required_fields": ["whom"],
        "config_schema": {"type": "object", "properties": {"whom": {"type": "string", "minLength": 1}}},
    });
    let (status, refused) = user.post("/api/v1/templates", &body).await?;
    ensure!(status == StatusCode::FORBIDDEN, "only admins make templates: {status} {refused:#}");
    let template = admin.create("/api/v1/templates", &body).await?;
    let id = text(&template, "template_id");

    let (status, faults) =
        user.post("/api/v1/tasks/from-template", &json!({"template_id": id, "config": {"whom": ""}})).await?;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{faults:#}");
    assert_eq!(faults["detail"][0]["loc"], json!(["body", "config", "whom"]), "{faults:#}");

    for (template, config, said) in [
        (id, json!({"whom": name}), json!({"text": format!("Hello {name}")})),
        ("tpl_uptime_check", json!({"url": destination.url("/ok")}), Value::Null),
    ] {
        let request = json!({"template_id": template, "config": config});
        let task = user.create("/api/v1/tasks/from-template", &request).await?;
        assert_eq!(task["template_id"], template, "{task:#}");
        let execute = format!("/api/v1/tasks/{}/execute", text(&task, "id"));
        let (status, run) = user.post(&execute, &json!({})).await?;
        assert_eq!((status, &run["status"]), (StatusCode::OK, &json!("completed")), "{run:#}");
        let credits = if template == id { 0.25 } else { 0.0 };
        assert_eq!(run["credits_consumed"], credits, "{run:#}");
        assert_eq!(destination.calls().last().map(|call| &call.body), Some(&said));
    }
    Ok(())
}
