//! Deliveries at once, filters, and Slack's challenge.

use std::collections::BTreeSet;

use anyhow::{Context, ensure};
use futures_util::future::try_join_all;
use jiff::Timestamp;
use reqwest::StatusCode;
use rstest::rstest;
use serde_json::json;

use super::{On, Providers, SIGNED, Sent, World};

const DELIVERIES: usize = 20;
const TIMES: usize = 5;

#[rstest]
#[case::one_machine(On::OneMachine)]
#[case::deployed(On::Aws)]
#[tokio::test]
async fn each_delivery_starts_one_execution_however_often_it_comes(#[case] on: On) -> anyhow::Result<()> {
    let world = World::start(on).await?;
    let (path, hook) = world.task("token", &json!({})).await?;
    let sent: Vec<Sent> =
        (0..DELIVERIES).map(|n| Sent::with_token(&format!("d-{n}"), &json!({"n": n}))).collect();
    let all = (0..TIMES).flat_map(|_| &sent).map(|sent| world.send(&hook, sent));
    let answers = try_join_all(all).await?;
    let mut started = BTreeSet::new();
    for (place, (status, answer)) in answers.iter().enumerate() {
        ensure!(*status == 202 && *answer == answers[place % DELIVERIES].1, "{status} {answer:#}");
        started.insert(answer["execution_id"].as_str().context("no id")?);
    }
    assert_eq!(started.len(), DELIVERIES);
    for execution in started {
        let ended =
            world.beadle.execution(execution, |execution| !execution["completed_at"].is_null()).await?;
        assert_eq!((&ended["status"], &ended["trigger_type"]), (&json!("completed"), &json!("webhook")));
    }
    assert_eq!(world.beadle.executions(&path).await?.len(), DELIVERIES);
    let (effects, calls) = (world.destination.effects(), world.destination.calls());
    assert_eq!(effects.len(), DELIVERIES);
    println!("{} answers to {DELIVERIES} deliveries, {} calls", answers.len(), calls.len());
    Ok(())
}

#[rstest]
#[case::one_machine(On::OneMachine)]
#[case::deployed(On::Aws)]
#[tokio::test]
async fn a_filter_and_a_switch_decide_what_starts(#[case] on: On) -> anyhow::Result<()> {
    let world = World::start(on).await?;
    let filter = json!({"filter": {"body": [{"path": "$.action", "equals": "opened"}]}});
    let (path, hook) = world.task("token", &filter).await?;
    let deliver = async |id: &str, action: &str| {
        world.send(&hook, &Sent::with_token(id, &json!({"n": 1, "action": action}))).await
    };
    let (status, answer) = deliver("a", "closed").await?;
    assert_eq!((status, &answer), (202, &json!({"status": "filtered", "delivery_id": "a"})));
    let (status, answer) = deliver("b", "opened").await?;
    ensure!((status, &answer["status"]) == (202, &json!("started")), "{status} {answer:#}");
    world.beadle.patch(&path, &json!({"hook": {"enabled": false}})).await?;
    let (status, answer) = deliver("c", "opened").await?;
    assert_eq!((status, &answer["code"]), (410, &json!("hook_disabled")), "{answer:#}");
    assert_eq!(world.beadle.executions(&path).await?.len(), 1);
    let explained = world.beadle.executions(&path).await?[0]["id"].as_str().context("no id")?.to_owned();
    let explained = world.beadle.get(&format!("/api/v1/executions/{explained}/explain")).await?;
    let created = "the delivery b came to its task's hook, verified as token asks for";
    assert_eq!(explained["decisions"][0]["detail"], created);
    let never = world.beadle.url("/hooks/tsk_ffffffffffffffffffffffffffffffff")?;
    let (status, answer) = world.send(&never, &Sent::with_token("d", &json!({}))).await?;
    assert_eq!((status, &answer["code"]), (401, &json!("invalid_signature")));
    Ok(())
}

#[rstest]
#[case::one_machine(On::OneMachine)]
#[case::deployed(On::Aws)]
#[tokio::test]
async fn slack_is_given_its_challenge_back(#[case] on: On) -> anyhow::Result<()> {
    let world = World::start(on).await?;
    let (path, hook) = world.task("slack", &json!({})).await?;
    let body = json!({"type": "url_verification", "token": "x", "challenge": "3eZbrw1aB"});
    let secret = SIGNED[3].1;
    let at = Timestamp::now().as_second();
    let mut providers = Providers::start().await?;
    for (tamper, status, answer) in
        [("none", StatusCode::OK, json!("3eZbrw1aB")), ("signature", StatusCode::UNAUTHORIZED, json!(null))]
    {
        let case = json!({"scheme": "slack", "secret": secret, "body": body.to_string(), "at": at, "tamper": tamper, "id": "1"});
        let (sent, _) = providers.sign(&case).await?;
        let answered = world.send(&hook, &sent).await?;
        assert_eq!((answered.0, &answered.1["challenge"]), (status.as_u16(), &answer));
    }
    assert!(world.beadle.executions(&path).await?.is_empty());
    Ok(())
}
