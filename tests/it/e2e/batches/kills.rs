//! A batch of ten thousand while the process is killed three times and a fifth of the requests come twice.

use anyhow::{Context, ensure};
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{ended, path_of, requests, telling, told};
use crate::e2e::{destination::Destination, eventually::eventually, machine::Machine};

/// The requests of one body, and the number of bodies.
const PART: usize = 100;
const PARTS: usize = 100;

/// The bodies sent at once.
const AT_ONCE: usize = 4;

const EXECUTIONS: usize = PART * PARTS;

/// The bodies after which the process is killed, while it works on some of them.
const KILLS: [usize; 3] = [24, 48, 76];

/// The answer to the part with this number, if there is one: the process may be killed meanwhile.
async fn send(beadle: &Machine, work: &Destination, batch: &Value, part: usize) -> Option<Value> {
    // Every twentieth execution fails once, so that some wait for their second attempt when the process is killed.
    let mut some = requests(&work.url("/ok"), part * PART, PART);
    for request in some.iter_mut().step_by(20) {
        request["url"] = json!(work.url("/fails/1"));
    }
    let body = json!({"requests": some, "batch": batch});
    let sent = beadle.post_with_key("/api/v1/executions/batch", &format!("part-{part}"), &body).await;
    sent.ok().filter(|(status, answer)| *status == 207 && answer["failed"] == 0).map(|(_, answer)| answer)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_of_ten_thousand_survives_three_kills_with_exact_counts() -> anyhow::Result<()> {
    let (work, hook) = (Destination::start().await?, Destination::start().await?);
    let mut beadle = Machine::command().await?;
    let batch = json!({
        "name": "ten thousand", "on_complete": telling(&hook.url("/ok")), "on_failure": telling(&hook.url("/status/200")),
    });
    let (mut unanswered, mut repeated, mut path) = (0, 0, String::new());
    let mut left: Vec<usize> = (0..PARTS).collect();
    let mut kills = KILLS.into_iter().peekable();
    while !left.is_empty() {
        let parts: Vec<usize> = left.drain(..AT_ONCE.min(left.len())).collect();
        let is_killed = kills.next_if(|kill| parts.contains(kill)).is_some();
        // Every fifth body is sent twice at the same time.
        let twice: Vec<usize> = parts.iter().copied().filter(|part| part.is_multiple_of(5)).collect();
        let sending = join_all(parts.iter().chain(&twice).map(|part| send(&beadle, &work, &batch, *part)));
        let answers = if is_killed {
            // The process is killed as soon as the destination sees more calls than before: amid the bodies.
            let before = work.calls().len();
            let watching =
                eventually("another call", || async { Ok((work.calls().len() > before).then_some(())) });
            tokio::pin!(sending);
            tokio::select! {
                answers = &mut sending => answers,
                seen = watching => {
                    seen?;
                    Vec::new()
                }
            }
        } else {
            sending.await
        };
        repeated += twice.len();
        if is_killed {
            beadle.down().await?;
            beadle.up().await?;
        }
        for (place, part) in parts.iter().enumerate() {
            match answers.get(place).and_then(Option::as_ref) {
                Some(answer) => path = path_of(answer)?,
                None => {
                    unanswered += 1;
                    left.push(*part);
                }
            }
        }
    }
    ensure!(kills.next().is_none() && repeated >= PARTS / 5, "{repeated} bodies came twice");
    let open = beadle.get(&path).await?;
    assert_eq!((&open["status"], &open["total"]), (&json!("open"), &json!(EXECUTIONS)), "{open:#}");
    let (status, closed) = beadle.post(&format!("{path}/close"), &json!({})).await?;
    ensure!(status == 200, "{closed:#}");
    // What comes after the close finds what there is.
    for part in (0..PARTS).step_by(10) {
        let again = send(&beadle, &work, &batch, part).await.context("no answer")?;
        assert_eq!(again["batch"]["total"], EXECUTIONS, "{:#}", again["batch"]);
    }
    let all_ended = eventually("the end of ten thousand", || async {
        let batch = beadle.get(&path).await?;
        Ok((batch["counts"]["completed"] == EXECUTIONS).then_some(batch))
    });
    all_ended.await?;
    let batch = ended(&beadle, &path).await?;
    let none = ["pending", "running", "retrying", "deferred", "waiting", "failed", "cancelled"];
    ensure!(none.iter().all(|status| batch["counts"][*status] == 0), "{batch:#}");
    assert_eq!(
        (&batch["status"], &batch["total"], &batch["counts"]["completed"]),
        (&json!("completed"), &json!(EXECUTIONS), &json!(EXECUTIONS))
    );
    let effects = work.effects();
    ensure!(
        effects.len() == EXECUTIONS && effects.values().all(|times| *times == 1),
        "{} effects",
        effects.len()
    );
    let told = told(&hook, "/ok");
    let expected = json!({
        "id": batch["id"], "name": "ten thousand", "status": "completed", "total": EXECUTIONS,
        "completed": EXECUTIONS, "failed": 0, "cancelled": 0,
    });
    assert_eq!(told, [expected]);
    assert_eq!(hook.calls().len(), 1, "nothing else was told");
    // Once more after a restart, at which the last changes are delivered again.
    beadle.down().await?;
    beadle.up().await?;
    assert_eq!(ended(&beadle, &path).await?["ended_at"], batch["ended_at"]);
    assert_eq!(hook.handled().len(), 1);
    println!(
        "{EXECUTIONS} executions, {} kills, {repeated} of {PARTS} bodies came twice at once, {unanswered} again after no \
         answer, {} after the close: {} completed, {} effects, on_complete {} time",
        KILLS.len(),
        PARTS / 10,
        batch["counts"]["completed"],
        effects.len(),
        told.len()
    );
    Ok(())
}
