//! Waits that end without their job: by their deadline, by silence, and by a cancellation. Signs of life.

use anyhow::ensure;
use rstest::rstest;
use serde_json::{Value, json};

use super::{On, World};

#[rstest]
#[case::one_machine(On::OneMachine)]
#[case::deployed(On::Aws)]
#[tokio::test]
async fn a_job_whose_time_is_up_is_stopped_and_told_so(#[case] on: On) -> anyhow::Result<()> {
    let world = World::start(on).await?;
    let abandon = json!({"method": "DELETE", "url": "${job.location}"});
    for (limit, code) in [("deadline", "job_timeout"), ("heartbeat_timeout", "heartbeat_timeout")] {
        let (id, hook) = world.accepted(&json!({limit: "2s", "abandon": abandon})).await?;
        let ended = world.ended(&id).await?;
        assert_eq!(ended["error_details"]["code"], code, "{ended:#}");
        world.is_gone(&hook).await?;
        assert_eq!(world.jobs.get(&id).map(|job| (job.starts.len(), job.stops)), Some((1, 1)), "{limit}");
        let explained = world.beadle.get(&format!("/api/v1/executions/{id}/explain")).await?;
        let late = |decision: &&Value| decision["what"] == "late_report";
        let late = explained["decisions"].as_array().and_then(|all| all.iter().find(late));
        ensure!(late.is_some_and(|late| late["detail"].to_string().contains("3 reports")), "{explained:#}");
    }
    Ok(())
}

#[rstest]
#[case::one_machine(On::OneMachine)]
#[case::deployed(On::Aws)]
#[tokio::test]
async fn a_job_whose_wait_is_cancelled_is_stopped_and_told_so(#[case] on: On) -> anyhow::Result<()> {
    let world = World::start(on).await?;
    let abandon = json!({"method": "DELETE", "url": "${job.location}"});
    let (id, hook) = world.accepted(&json!({"abandon": abandon})).await?;
    let (status, answer) = world.beadle.post(&format!("/api/v1/executions/{id}/cancel"), &json!({})).await?;
    ensure!(status.is_success(), "{status} {answer:#}");
    let ended = world.ended(&id).await?;
    assert_eq!(ended["status"], "cancelled", "{ended:#}");
    world.is_gone(&hook).await?;
    assert_eq!(world.jobs.get(&id).map(|job| (job.starts.len(), job.stops)), Some((1, 1)));
    Ok(())
}

#[rstest]
#[case::one_machine(On::OneMachine)]
#[case::deployed(On::Aws)]
#[tokio::test]
async fn signs_of_life_are_shown_and_keep_a_job_alive(#[case] on: On) -> anyhow::Result<()> {
    let world = World::start(on).await?;
    let (id, hook) = world.accepted(&json!({"heartbeat_timeout": "5s"})).await?;
    let path = format!("/api/v1/executions/{id}");
    let accepted = world.beadle.get(&path).await?["job"].clone();
    let beat = json!({"percent": 40, "message": "half of it", "checkpoint": {"page": 5}});
    let (status, alive) = world.jobs.post(&hook, "/heartbeat", &beat).await?;
    assert_eq!((status, &alive["cancel_requested"]), (200, &json!(false)), "{alive:#}");
    assert_eq!(alive["deadline"], accepted["deadline"], "it moves no deadline");
    let shown = world.beadle.get(&path).await?["job"].clone();
    for (member, value) in beat.as_object().into_iter().flatten() {
        let member = &shown["heartbeat"][member];
        ensure!(
            member == value || member.as_f64() == value.as_f64().filter(|_| member.is_f64()),
            "{shown:#}"
        );
    }
    ensure!(shown["lost_at"].as_str() > accepted["lost_at"].as_str(), "{accepted:#} {shown:#}");
    let (base, token) = hook.rsplit_once("/cb/").unwrap_or_default();
    let complete = |token: &str| {
        let request = reqwest::Client::builder()
            .no_proxy()
            .build()
            .map(|client| client.post(format!("{base}/api/v1/executions/{id}/complete")).bearer_auth(token));
        async move { anyhow::Ok(request?.json(&json!({"pages": 12})).send().await?.status().as_u16()) }
    };
    let mut forged = token.to_owned();
    let last = if forged.pop() == Some('A') { 'Q' } else { 'A' };
    forged.push(last);
    assert_eq!(complete(&forged).await?, 404, "another MAC");
    assert_eq!(complete(token).await?, 200, "the token is a bearer token, too");
    let ended = world.ended(&id).await?;
    assert_eq!((&ended["status"], &ended["result"]), (&json!("completed"), &json!({"pages": 12})));
    Ok(())
}
