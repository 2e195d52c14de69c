//! The payload of a tick: the input that EventBridge Scheduler was armed with, with the time filled in.

use beadle_values::id::TaskId;
use serde::Deserialize;
use serde_json::Value;

use super::Tick;

#[derive(Deserialize)]
struct Payload {
    task_id: TaskId,
    schedule_version: u64,
    #[serde(default)]
    scheduled_time: Option<String>,
}

/// A payload that is not a tick.
#[derive(Debug, thiserror::Error)]
pub enum PayloadError {
    /// It has another structure.
    #[error("the payload is not a tick: {0}")]
    Shape(#[from] serde_json::Error),
    /// Its time is invalid.
    #[error("the payload is not a tick: scheduled_time: {0}")]
    Time(#[from] jiff::Error),
}

impl TryFrom<Value> for Tick {
    type Error = PayloadError;

    /// Reads a tick. Its time is unknown if the scheduler left its placeholder (`<aws.scheduler.scheduled-time>`)
    /// unchanged, as emulators do.
    fn try_from(payload: Value) -> Result<Self, PayloadError> {
        let Payload { task_id, schedule_version, scheduled_time } = serde_json::from_value(payload)?;
        let time = scheduled_time.filter(|text| !text.starts_with("<aws.scheduler."));
        let scheduled_time = time.map(|text| text.parse()).transpose()?;
        Ok(Self { task_id, schedule_version, scheduled_time })
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    const TASK: &str = "tsk_0193000000007000800000000000002a";

    #[rstest]
    #[case(json!("2027-03-01T12:00:00Z"), Some(1_803_902_400))]
    #[case(json!("<aws.scheduler.scheduled-time>"), None)]
    #[case(json!(null), None)]
    fn the_time_is_given_or_unknown(#[case] time: Value, #[case] expected: Option<i64>) {
        let payload = json!({"task_id": TASK, "schedule_version": 2, "scheduled_time": time});
        let expected = Tick {
            task_id: TASK.parse().unwrap(),
            schedule_version: 2,
            scheduled_time: expected.map(|second| Timestamp::from_second(second).unwrap()),
        };
        assert_eq!(Tick::try_from(payload).unwrap(), expected);
    }

    #[rstest]
    #[case(json!({"task_id": TASK, "schedule_version": 2, "scheduled_time": "noon"}))]
    #[case(json!({"task_id": "exe_1", "schedule_version": 2}))]
    #[case(json!({"task_id": TASK}))]
    #[case(json!("tick"))]
    fn anything_else_is_no_tick(#[case] payload: Value) {
        assert!(Tick::try_from(payload).is_err());
    }
}
