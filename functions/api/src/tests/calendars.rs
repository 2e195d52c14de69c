//! Calendars of tasks.

use serde_json::json;

use super::Client;

#[tokio::test]
async fn the_calendar_has_runs_and_due_dates() {
    let client = Client::new();
    let ping = client.task(json!({"schedule": "daily at 9:00"})).await.id();
    let todo = json!({"name": "Pay; soon", "type": "todo", "due_date": "2027-02-01T12:00:00Z"});
    client.post("/api/v1/tasks", todo).await.expecting(201);
    let reply = client.get("/api/v1/calendar.ics?runs=2").await.expecting(200);
    assert_eq!(reply.header("content-type"), Some("text/calendar; charset=utf-8"));
    let all = reply.json.as_str().unwrap();
    assert!(all.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && all.ends_with("END:VCALENDAR\r\n"));
    for line in [
        "DTSTART:20270115T090000Z",
        "DTSTART:20270116T090000Z",
        "DUE:20270201T120000Z",
        "SUMMARY:Pay\\; soon",
    ] {
        assert!(all.contains(&format!("{line}\r\n")), "{line} is missing from {all}");
    }
    assert_eq!(all.matches("BEGIN:VEVENT").count(), 2);
    let one = client.get(&format!("/api/v1/tasks/{ping}/calendar.ics")).await.expecting(200).json;
    assert_eq!(one.as_str().unwrap().matches("BEGIN:VEVENT").count(), 10);
    assert!(!one.as_str().unwrap().contains("VTODO"));
    client.get("/api/v1/calendar.ics?runs=0").await.violations(&["query.runs"]);
    client.get("/api/v1/tasks/tsk_x/calendar.ics").await.problem(404, "task_not_found");
}
