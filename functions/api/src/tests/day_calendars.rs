//! Calendars, and schedules that name them.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, get_current_timestamp};
use rstest::rstest;
use serde_json::{Value, json};

use super::Client;
use crate::http::auth::{Auth, Expected, JwtVerifier};

const PATH: &str = "/api/v1/calendars/holidays";
const PREVIEW: &str = "/api/v1/schedules/preview";

const ICAL: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20200106\r\nRRULE:FREQ=YEARLY\r\n\
SUMMARY:Epiphany\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

fn daily() -> Value {
    json!({"expression": "daily at 9:00", "exclude": ["holidays", "2027-01-18"]})
}

fn days(runs: &Value, member: &str) -> Vec<String> {
    let text = |run: &Value| run[member].as_str().unwrap()[..10].to_owned();
    runs.as_array().unwrap().iter().map(text).collect()
}

#[tokio::test]
async fn a_calendar_is_written_read_listed_and_deleted() {
    let client = Client::new();
    let body = json!({"description": "Closed", "days": ["2027-01-16", {"days": "2027-01-19/2027-01-20", "title": "Trip"}], "weekly": ["sunday"]});
    let new = client.put(PATH, body.clone()).await.expecting(201);
    assert_eq!((new.headers["location"].to_str().unwrap(), &new.json["version"]), (PATH, &json!(1)));
    let stale = client.header("if-match", "\"7\"").put(PATH, json!({"days": []})).await;
    stale.problem(412, "version_mismatch");
    let same = client.put(PATH, body).await.json;
    assert_eq!(same["version"], 1, "what is the same is not written");
    let changed = client.put(PATH, json!({"ical": ICAL, "days": ["2027-01-16"]})).await.expecting(200).json;
    assert_eq!(
        changed["recurring"],
        json!([{"rule": "FREQ=YEARLY", "first": "2020-01-06", "title": "Epiphany"}])
    );
    let read = client.get(PATH).await.expecting(200);
    assert_eq!((&read.json, read.header("etag")), (&changed, Some("\"2\"")));
    let list = client.get("/api/v1/calendars").await.expecting(200).json;
    assert_eq!(
        (&list["calendars"][0]["name"], &list["calendars"][0]["entries"]),
        (&json!("holidays"), &json!(2))
    );
    client.delete(PATH).await.expecting(204);
    client.get(PATH).await.problem(404, "calendar_not_found");
    client.delete(PATH).await.problem(404, "calendar_not_found");
    let trail = client.get("/api/v1/audit?limit=9").await.expecting(200).json;
    let entries = trail["entries"].as_array().unwrap().iter();
    let actions = entries
        .map(|entry| entry["action"].as_str().unwrap())
        .filter(|action| action.starts_with("calendar."));
    let actions: std::collections::BTreeSet<&str> = actions.collect();
    assert_eq!(actions, ["calendar.created", "calendar.deleted", "calendar.updated"].into());
}

#[tokio::test]
async fn icalendar_text_is_a_calendar() {
    let client = Client::new();
    let text =
        client.send(http::Method::PUT, PATH, Some("text/calendar; charset=utf-8"), ICAL).await.expecting(201);
    assert_eq!(text.json["recurring"][0]["title"], "Epiphany");
    let refused = client.send(http::Method::PUT, PATH, Some("text/calendar"), "BEGIN:VCALENDAR\nhello").await;
    let refused = refused.violations(&["body"]);
    assert_eq!(refused.json["detail"][0]["msg"], "line 2: is not a property such as `SUMMARY:Christmas`");
    let other = client.send(http::Method::PUT, PATH, Some("text/plain"), ICAL).await;
    other.problem(415, "unsupported_media_type");
    client.put("/api/v1/calendars/Holidays", json!({})).await.problem(404, "calendar_not_found");
}

#[tokio::test]
async fn a_preview_says_which_calendar_skips_a_run_and_why() {
    let client = Client::new();
    client.put(PATH, json!({"days": [{"days": "2027-01-16", "title": "Trip"}]})).await.expecting(201);
    let preview = client.post(PREVIEW, json!({"schedule": daily(), "count": 3})).await.expecting(200).json;
    assert_eq!(days(&preview["runs"], "at"), ["2027-01-15", "2027-01-17", "2027-01-19"]);
    assert_eq!(days(&preview["skipped"], "date"), ["2027-01-16", "2027-01-18"]);
    let skipped = &preview["skipped"][0];
    assert_eq!((&skipped["calendar"], &skipped["title"]), (&json!("holidays"), &json!("Trip")));
    assert_eq!(skipped["note"], "2027-01-16 is excluded by `holidays` (Trip): 1 run is skipped");
}

#[rstest]
#[case(json!({"expression": "daily at 9:00", "exclude": ["2027-01-02", "holidays"], "only": ["workdays"]}), &["body.schedule.exclude.1", "body.schedule.only.0"])]
#[tokio::test]
async fn a_calendar_that_does_not_exist_is_refused_at_its_place(
    #[case] schedule: Value,
    #[case] places: &[&str],
) {
    let client = Client::new();
    client.post(PREVIEW, json!({"schedule": schedule})).await.violations(places);
    let task =
        json!({"name": "t", "type": "http", "config": {"url": "http://a.example"}, "schedule": schedule});
    client.post("/api/v1/tasks", task).await.violations(places);
    let known = client.task(json!({"schedule": "daily at 9:00"})).await.id();
    client.patch(&format!("/api/v1/tasks/{known}"), json!({"schedule": schedule})).await.violations(places);
}

#[tokio::test]
async fn a_change_of_a_calendar_shows_in_the_next_run_at_once() {
    let client = Client::new();
    client.put(PATH, json!({})).await.expecting(201);
    let task = format!("/api/v1/tasks/{}", client.task(json!({"schedule": daily()})).await.id());
    let next = async || client.get(&task).await.expecting(200).json["next_run_time"].clone();
    assert_eq!(next().await, "2027-01-15T09:00:00Z");
    client.put(PATH, json!({"days": ["2027-01-15/2027-01-17"]})).await.expecting(200);
    assert_eq!(next().await, "2027-01-19T09:00:00Z");
    let listed = client.get("/api/v1/tasks").await.expecting(200).json;
    assert_eq!(listed["tasks"][0]["next_run_time"], "2027-01-19T09:00:00Z");
    let upcoming = client.get(&format!("{task}/upcoming?count=1")).await.expecting(200).json;
    assert_eq!(days(&upcoming["skipped"], "date"), ["2027-01-15", "2027-01-16", "2027-01-17", "2027-01-18"]);
    let feed = client.get(&format!("{task}/calendar.ics")).await.expecting(200).json;
    assert!(feed.as_str().unwrap().contains("DTSTART:20270119T090000Z"), "{feed}");
    // A change of something else leaves the calendar known.
    let renamed = client.patch(&task, json!({"name": "renamed"})).await.expecting(200).json;
    assert_eq!(renamed["next_run_time"], "2027-01-19T09:00:00Z");
    let moved = json!({"schedule": {"on_excluded": "next_business_day"}});
    let moved = client.patch(&task, moved).await.expecting(200).json;
    assert_eq!(moved["next_run_time"], "2027-01-19T09:00:00Z");
}

#[tokio::test]
async fn a_calendar_in_use_is_deleted_by_force_and_its_tasks_say_that_it_is_missing() {
    let client = Client::new();
    client.put(PATH, json!({"days": ["2027-01-15"]})).await.expecting(201);
    let id = client.task(json!({"name": "report", "schedule": daily()})).await.id();
    client.task(json!({"schedule": "daily at 9:00"})).await;
    let refused = client.delete(PATH).await.problem(409, "calendar_in_use");
    assert_eq!(
        refused.json["uses"],
        json!([{"task_id": id, "name": "report", "place": "schedule.exclude[0]"}])
    );
    assert_eq!(refused.json["use_count"], 1);
    client.delete(&format!("{PATH}?force=true")).await.expecting(204);
    let task = client.get(&format!("/api/v1/tasks/{id}")).await.expecting(200).json;
    assert_eq!(task["missing_calendars"], json!(["holidays"]));
    assert_eq!(task["next_run_time"], "2027-01-15T09:00:00Z", "no run is lost");
    let upcoming = client.get(&format!("/api/v1/tasks/{id}/upcoming")).await.expecting(200).json;
    assert_eq!(upcoming["note"], "there is no calendar `holidays`: it excludes no day");
    // What names it already may go on doing so.
    client
        .patch(&format!("/api/v1/tasks/{id}"), json!({"schedule": {"timezone": "Europe/Berlin"}}))
        .await
        .expecting(200);
    let more = json!({"schedule": {"only": ["other"]}});
    client.patch(&format!("/api/v1/tasks/{id}"), more).await.violations(&["body.schedule.only.0"]);
}

#[tokio::test]
async fn a_shared_calendar_stands_behind_the_owners() {
    const SECRET: &[u8] = b"a secret of at least thirty-two bytes";
    let client = Client::with(|setup| {
        let verifier = JwtVerifier::secret(SECRET, &Expected::default());
        setup.auth = Auth::Jwt { verifier: Box::new(verifier), gateway: None };
    });
    let by = |name: &str, role: &str| {
        let claims = json!({"sub": name, "exp": get_current_timestamp() + 600, "roles": [role]});
        let token =
            encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(SECRET)).unwrap();
        client.header("authorization", &format!("Bearer {token}"))
    };
    let (admin, ada, bob) = (by("root", "admin"), by("ada", "user"), by("bob", "user"));
    let shared = format!("{PATH}?shared=true");
    ada.put(&shared, json!({"days": ["2027-01-15"]})).await.problem(403, "permission_denied");
    admin.put(&shared, json!({"days": ["2027-01-15"]})).await.expecting(201);
    let first = async || {
        let preview = ada.post(PREVIEW, json!({"schedule": daily(), "count": 1})).await.expecting(200).json;
        preview["runs"][0]["at"].clone()
    };
    assert_eq!(first().await, "2027-01-16T09:00:00Z");
    assert_eq!(ada.get(PATH).await.expecting(200).json["shared"], true);
    ada.put(PATH, json!({"days": ["2027-01-16"]})).await.expecting(201);
    assert_eq!(first().await, "2027-01-15T09:00:00Z");
    assert_eq!(ada.get(&shared).await.expecting(200).json["days"][0]["days"], "2027-01-15");
    let listed = ada.get("/api/v1/calendars").await.expecting(200).json;
    assert_eq!(listed["calendars"].as_array().unwrap().len(), 2);
    ada.delete(&shared).await.problem(403, "permission_denied");
    bob.delete(PATH).await.problem(404, "calendar_not_found");
    admin.delete(&shared).await.expecting(204);
}

#[tokio::test]
async fn an_owner_has_so_many_calendars() {
    let client = Client::new();
    for number in 0..50 {
        client.put(&format!("/api/v1/calendars/c{number}"), json!({})).await.expecting(201);
    }
    client.put(PATH, json!({})).await.violations(&["path.name"]);
    client.put("/api/v1/calendars/c1", json!({"days": ["2027-01-01"]})).await.expecting(200);
}
