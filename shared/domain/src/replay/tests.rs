//! What a replay may say.

use proptest::prelude::*;
use rstest::rstest;
use serde_json::json;

use super::*;

const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);
const TASK: &str = "tsk_00000000000000000000000000000007";

fn parse(body: &Value) -> Result<Replay, Violations> {
    Replay::parse_at(body, NOW, &Path::body())
}

#[test]
fn what_is_not_said_has_a_default() {
    let replay = parse(&json!({"filter": {"type": "http"}})).unwrap();
    assert_eq!(
        (replay.dry_run, replay.include_replays, replay.pace, replay.start_at, replay.limit, replay.cursor),
        (false, false, Pace { rate: 10, per: std::time::Duration::from_secs(1) }, None, 50, None)
    );
    let ReplayFilter { task, batch, user, status, task_type, error, config, from, to } = replay.filter;
    assert_eq!((task, user, status, task_type), (None, None, Status::Failed, Some(TaskType::Http)));
    assert_eq!((error, config, from, to, batch), (None, None, None, None, None));
    assert_eq!(replay.with, RetryWith::Original);
}

#[test]
fn everything_can_be_said() {
    let body = json!({
        "filter": {"task_id": TASK, "status": "failed", "error_code": "http_status",
                   "config_id": "cfg_00000000000000000000000000000003",
                   "from": "2027-01-01T00:00:00Z", "to": "2027-01-02T00:00:00+01:00"},
        "dry_run": true, "pace": {"rate": 3.0, "per": "1m"}, "start_at": "2027-02-01T00:00:00Z",
        "limit": 100.0, "cursor": "abc",
    });
    let replay = parse(&body).unwrap();
    assert_eq!(replay.filter.error, Some(FailureCode::HttpStatus));
    assert_eq!(replay.filter.to, "2027-01-01T23:00:00Z".parse().ok());
    assert_eq!((replay.dry_run, replay.limit, replay.cursor), (true, 100, Some(Cursor("abc".into()))));
    assert_eq!((replay.pace.rate, replay.pace.per.as_secs()), (3, 60));
    assert_eq!(replay.start_at, "2027-02-01T00:00:00Z".parse().ok());
    let passed = parse(&json!({"filter": {"task_id": TASK}, "start_at": "2020-01-01T00:00:00Z"})).unwrap();
    assert_eq!(passed.start_at, None, "a time that has passed is at once");
}

#[rstest]
#[case(json!([]), &["body"])]
#[case(json!({}), &["body.filter"])]
#[case(json!({"filter": {}}), &["body.filter"])]
#[case(json!({"filter": null}), &["body.filter"])]
#[case(json!({"filter": {"status": "failed", "user_id": "ada", "task_id": null}}), &["body.filter"])]
#[case(json!({"filter": {"type": "http", "status": "completed"}}), &["body.filter.status"])]
#[case(json!({"filter": {"error_code": "connect", "status": "cancelled"}}), &["body.filter.error_code"])]
#[case(json!({"filter": {"task_id": TASK, "user_id": "ada"}}), &["body.filter.user_id"])]
#[case(json!({"filter": {"from": "2027-01-02T00:00:00Z", "to": "2027-01-01T00:00:00Z"}}), &["body.filter.to"])]
#[case(json!({"filter": {"type": "smoke", "task_id": 7, "error_code": "x", "config_id": "x", "from": "soon", "colour": 1},
              "dry_run": "yes", "include_replays": 1, "pace": {"rate": 0, "per": "1ms", "burst": 3}, "start_at": "later", "limit": 101, "cursor": 1, "x": 1}),
       &["body.x", "body.filter.colour", "body.filter.task_id", "body.filter.type", "body.filter.error_code",
         "body.filter.config_id", "body.filter.from", "body.dry_run", "body.include_replays", "body.pace.burst", "body.pace.rate", "body.pace.per",
         "body.start_at", "body.limit", "body.cursor"])]
#[case(json!({"filter": {"type": "http"}, "pace": 5}), &["body.pace"])]
#[case(json!({"filter": {"type": "http"}, "pace": {}}), &["body.pace.rate"])]
#[case(json!({"filter": {"type": "http"}, "start_at": "2030-01-01T00:00:00Z", "limit": 0}), &["body.start_at", "body.limit"])]
fn every_fault_is_told_with_its_place(#[case] body: Value, #[case] places: &[&str]) {
    let faults = parse(&body).unwrap_err();
    assert_eq!(faults.iter().map(|fault| fault.path.to_string()).collect::<Vec<_>>(), places);
}

proptest! {
    #[test]
    fn no_more_begin_in_any_time_than_the_pace_says(rate in 1_u32..=1_000, per in 100_u64..=86_400_000, from in 0_usize..1_000) {
        let pace = Pace { rate, per: std::time::Duration::from_millis(per) };
        let at = |index: usize| pace.due(NOW, index).as_millisecond();
        prop_assert_eq!(at(0), NOW.as_millisecond());
        prop_assert!(at(from + 1) >= at(from));
        let apart = at(from + rate as usize) - at(from);
        prop_assert_eq!(apart, i64::try_from(per).unwrap(), "each {} take exactly {} ms", rate, per);
    }

    #[test]
    fn reading_never_panics(text in ".{0,40}", number in any::<i64>()) {
        for value in [json!(text), json!(number), json!([text])] {
            let _ = parse(&json!({"filter": {"task_id": value, "from": value}, "pace": {"rate": value, "per": value}, "limit": value}));
        }
    }
}
