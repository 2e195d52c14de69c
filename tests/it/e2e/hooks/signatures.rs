//! Signatures that the libraries of the providers make, as they are and tampered with.

use std::collections::BTreeSet;

use anyhow::ensure;
use jiff::Timestamp;
use rstest::rstest;
use serde_json::{Value, json};

use super::{On, Providers, SIGNED, World};

/// What is done to a delivery after it was signed.
const TAMPERS: [&str; 8] =
    ["none", "body", "longer body", "signature", "cut signature", "no signature", "time", "secret"];

/// How many deliveries are tampered with in each way.
const ROUNDS: usize = 5;

/// How far in the past, or to come, the deliveries lie that are only that, in seconds.
const APART: [i64; 4] = [-86_400, -600, 600, 86_400];

#[rstest]
#[case::one_machine(On::OneMachine)]
#[case::deployed(On::Aws)]
#[tokio::test]
async fn what_the_libraries_of_the_providers_accept_is_accepted_and_nothing_else(
    #[case] on: On,
) -> anyhow::Result<()> {
    let world = World::start(on).await?;
    let mut providers = Providers::start().await?;
    println!("{:<18} {:>5} {:>9} {:>8} {:>11}", "scheme", "sent", "accepted", "refused", "executions");
    for (scheme, secret) in SIGNED {
        let (path, hook) = world.task(scheme, &json!({})).await?;
        let (mut accepted, mut refused, mut started) = (0, 0, BTreeSet::new());
        let now = Timestamp::now().as_second();
        let tampered = (0..ROUNDS).flat_map(|_| TAMPERS).map(|tamper| (now, tamper));
        let apart = APART.into_iter().map(|apart| (now + apart, "none"));
        for (number, (at, tamper)) in tampered.chain(apart).enumerate() {
            let id = format!("1-{scheme}-{number}");
            let body = json!({"id": id, "object": "event", "event_id": id, "n": number});
            let case = json!({
                "scheme": scheme, "secret": secret, "body": body.to_string(), "at": at, "tamper": tamper, "id": id,
            });
            let (sent, valid) = providers.sign(&case).await?;
            // The library of GitHub signs no time, and that of Stripe accepts times to come.
            let is_to_come = scheme == "stripe" && at > now;
            let expected = if valid && !is_to_come { 202 } else { 401 };
            let (status, answer) = world.send(&hook, &sent).await?;
            ensure!(status == expected, "{case:#}\n{sent:?}\n{status} {answer:#}");
            match answer["execution_id"].as_str() {
                Some(execution) => {
                    accepted += 1;
                    ensure!(answer["delivery_id"] == id, "{answer:#}");
                    ensure!(started.insert(execution.to_owned()), "{execution} was started twice");
                }
                None => {
                    refused += 1;
                    ensure!(answer["code"] == "invalid_signature", "{answer:#}");
                }
            }
        }
        // What GitHub signs holds no time, so neither another time nor an old one makes a difference.
        let without_time = if scheme == "github" { ROUNDS + APART.len() } else { 0 };
        let good = ROUNDS + without_time;
        assert_eq!((accepted, refused), (good, ROUNDS * TAMPERS.len() + APART.len() - good), "{scheme}");
        for execution in &started {
            world.beadle.execution(execution, |execution| execution["status"] == "completed").await?;
        }
        let listed: Vec<Value> = world.beadle.executions(&path).await?;
        assert_eq!(listed.len(), accepted, "{scheme}: what is refused starts nothing");
        assert!(listed.iter().all(|execution| execution["trigger_data"]["delivery"]["scheme"] == scheme));
        println!("{scheme:<18} {:>5} {accepted:>9} {refused:>8} {:>11}", accepted + refused, listed.len());
    }
    Ok(())
}
