//! Analytics and stats of executions.

use serde_json::json;

use super::Deployed;
use crate::e2e::destination::Destination;

#[tokio::test]
async fn executions_are_counted() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?.by_someone_new()?.0;
    let destination = Destination::start().await?;
    let task = |path: &str| json!({"name": path, "type": "http", "config": {"url": destination.url(path)}, "credits_per_run": 0.5});
    let good = deployed.task(&task("/ok")).await?;
    let bad = deployed.task(&task("/status/404")).await?;
    for task in [&good, &good, &bad] {
        deployed.ended(&deployed.run(task).await?).await?;
    }
    let report = deployed
        .once("/api/v1/analytics?days=2", |report| {
            report["by_status"] == json!({"completed": 2, "failed": 1}) && report["credits_consumed"] == 1.0
        })
        .await?;
    assert_eq!((&report["started"], &report["api_calls_made"]), (&json!(3), &json!(3)), "{report:#}");
    assert_eq!((&report["by_type"], &report["by_trigger"]), (&json!({"http": 3}), &json!({"manual": 3})));
    assert_eq!(report["duration_ms"]["count"], 3);
    assert!(report["cost_usd"].as_f64() > Some(0.0), "{report:#}");
    let stats = deployed.once("/api/v1/stats", |stats| stats["by_status"]["failed"] == 1).await?;
    assert_eq!((&stats["total"], &stats["by_type"]), (&json!(2), &json!({"http": 2})), "{stats:#}");
    Ok(())
}
