//! The sample events of `events/` as the functions are measured with them.

use anyhow::{Context, ensure};
use axum::body::Bytes;
use serde_json::Value;

/// When executions are due: in the past.
const DUE: &str = "2026-01-01T00:00:00Z";

/// How many executions a full batch of the projector is about: three changes of each.
const EXECUTIONS: usize = 33;

/// The event of the executor with as many messages as asked, whose executions call the stub of the destination, which responds
/// after `answer_ms` milliseconds.
pub fn messages(event: &[u8], services: &str, count: u16, answer_ms: u64) -> anyhow::Result<Bytes> {
    let mut event: Value = serde_json::from_slice(event)?;
    let record = event["Records"][0].clone();
    let mut message = due(&record)?;
    message["execution"]["request"]["spec"]["config"]["url"] =
        format!("http://{services}/after/{answer_ms}").into();
    // There is no task to read, so a run of one would be withdrawn.
    message["execution"]["request"]["task_id"] = Value::Null;
    let records = (1..=count).map(|number| {
        let mut message = message.clone();
        message["execution"]["request"]["id"] = format!("exe_019bc0bf2ba070008000{number:012}").into();
        let mut record = record.clone();
        record["messageId"] = number.to_string().into();
        record["body"] = message.to_string().into();
        record
    });
    event["Records"] = records.collect();
    Ok(event.to_string().into())
}

/// The event of the dead-letter function, whose first message is that of an execution which is due.
pub fn dead_letters(event: &[u8]) -> anyhow::Result<Bytes> {
    let mut event: Value = serde_json::from_slice(event)?;
    event["Records"][0]["body"] = due(&event["Records"][0])?.to_string().into();
    Ok(event.to_string().into())
}

/// The message of a record, whose execution would be put off while it is not due yet, and now is.
fn due(record: &Value) -> anyhow::Result<Value> {
    let mut message: Value = serde_json::from_str(record["body"].as_str().context("the sample has a body")?)?;
    for time in
        ["/execution/request/created_at", "/execution/progress/updated_at", "/execution/progress/state/due"]
    {
        *message.pointer_mut(time).with_context(|| format!("the sample has {time}"))? = DUE.into();
    }
    Ok(message)
}

/// The event of the projector with the start, the claim and the end of each of 33 executions, which fill a batch of 100 changes.
pub fn full_batch(event: &[u8]) -> anyhow::Result<Bytes> {
    let mut event: Value = serde_json::from_slice(event)?;
    let records = event["Records"].as_array().context("the sample has records")?;
    let of_execution =
        |record: &&Value| record["dynamodb"]["Keys"]["sk"]["S"] == "E" && record["eventName"] != "REMOVE";
    let changes: Vec<Value> = records.iter().filter(of_execution).cloned().collect();
    ensure!(changes.len() == 3, "the sample has {} changes of its execution", changes.len());
    let key = changes[0]["dynamodb"]["Keys"]["pk"]["S"].as_str().context("the sample has a key")?;
    let (id, _) = key.split_at(key.len() - 12);
    let (changes, key, id) = (serde_json::to_string(&changes)?, &key[2..], &id[2..]);
    let mut batch = Vec::new();
    for number in 1..=EXECUTIONS {
        let of_another: Vec<Value> =
            serde_json::from_str(&changes.replace(key, &format!("{id}{number:012}")))?;
        batch.extend(of_another);
    }
    for (number, record) in batch.iter_mut().enumerate() {
        record["eventID"] = format!("{number:032x}").into();
        record["dynamodb"]["SequenceNumber"] = format!("{:021}", 100 + number).into();
    }
    event["Records"] = batch.into();
    Ok(event.to_string().into())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_full_batch_has_three_changes_of_each_execution() -> anyhow::Result<()> {
        let sample = include_bytes!("../../../events/projector-stream.json");
        let batch: Value = serde_json::from_slice(&full_batch(sample)?)?;
        let records = batch["Records"].as_array().context("no records")?;
        let of_all = |member: &str| -> HashSet<String> {
            records
                .iter()
                .map(|record| record.pointer(member).map(Value::to_string).unwrap_or_default())
                .collect()
        };
        assert_eq!(records.len(), 3 * EXECUTIONS);
        assert_eq!(of_all("/dynamodb/Keys/pk/S").len(), EXECUTIONS);
        assert_eq!(of_all("/dynamodb/NewImage/gsi1sk/S").len(), EXECUTIONS);
        assert_eq!(of_all("/dynamodb/SequenceNumber").len(), 3 * EXECUTIONS);
        Ok(())
    }
}
