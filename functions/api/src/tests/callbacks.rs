//! Reports of jobs.

use std::time::Duration;

use axum::body::Body;
use beadle_application::port::{Executions, Saved};
use beadle_domain::{
    callback::{CallbackKeys, CallbackToken},
    execution::{Accepted, Awaited, conclude::Outcome},
    policy::Milliseconds,
};
use beadle_values::duration;
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use rstest::rstest;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::{Client, client::Reply};
use crate::{Auth, tests::gateway};

fn wait() -> Value {
    json!({
        "type": "wait", "deadline": "1h",
        "request": {"method": "POST", "url": "https://a.example/jobs", "body": {"callback": "${callback.url}"}},
    })
}

/// A waiting execution of `client` and its token.
async fn waiting(client: &Client) -> (String, String) {
    waiting_for(client, wait()).await
}

/// The same for a job that is started so.
async fn waiting_for(client: &Client, wait: Value) -> (String, String) {
    let id = client.post("/api/v1/execute", wait).await.expecting(202).id();
    let mut running = client.claim(&id).await;
    let now = client.clock_now();
    running.progress.job.accepted = Some(Box::new(Accepted {
        heartbeat_timeout: Some(Milliseconds(Duration::from_secs(600))),
        ..Accepted::new(now, duration::after(now, Duration::from_secs(3600)))
    }));
    let until = duration::after(now, Duration::from_secs(600));
    client.settle(&running, Outcome::Waiting { until, what: Awaited::Callback }).await;
    (id.clone(), token(&id, 1, now))
}

fn keys() -> CallbackKeys {
    CallbackKeys::only("k1", vec![7; 32]).unwrap()
}

fn token(id: &str, attempt: u32, now: jiff::Timestamp) -> String {
    let expires_at = duration::after(now, Duration::from_secs(7200));
    keys().mint(&CallbackToken { execution: id.parse().unwrap(), attempt, expires_at })
}

async fn report(client: &Client, path: &str, body: Value) -> Reply {
    client.post(path, body).await
}

#[tokio::test]
async fn a_callback_ends_its_execution_without_an_account() {
    let client = Client::behind_gateway();
    let ada = client.by("ada");
    let (id, token) = waiting(&ada).await;
    let path = format!("/cb/{token}");
    let first = report(&client, &path, json!({"n": 1})).await.expecting(200);
    assert_eq!(
        first.json,
        json!({"execution_id": id, "outcome": "completed", "received_at": "2027-01-15T08:00:00Z"})
    );
    let ended = ada.get(&format!("/api/v1/executions/{id}")).await.expecting(200);
    assert_eq!((&ended.json["status"], &ended.json["result"]), (&json!("completed"), &json!({"n": 1})));
    client.clock.advance(5_000);
    let again = report(&client, &path, json!({"n": 1})).await.expecting(200);
    assert_eq!(again.json, first.json, "the same report again has the same answer");
    let other = report(&client, &path, json!({"n": 2})).await.problem(409, "already_reported");
    assert_eq!(
        (&other.json["outcome"], &other.json["received_at"]),
        (&json!("completed"), &json!("2027-01-15T08:00:00Z"))
    );
    assert_eq!(other.json["instance"], "/cb/********", "a problem does not tell the token");
    for reply in [first, again, other] {
        assert_eq!(reply.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(reply.header("cache-control"), Some("no-store"));
    }
}

#[tokio::test]
async fn the_token_works_as_a_bearer_token_for_its_execution_only() {
    let client = Client::behind_gateway();
    let (id, token) = waiting(&client.by("ada")).await;
    let (other, _) = waiting(&client.by("ada")).await;
    let bearer = client.header("authorization", &format!("Bearer {token}"));
    let path = |id: &str, what: &str| format!("/api/v1/executions/{id}/{what}");
    client.ask(&path(&id, "complete")).await.problem(401, "unauthenticated");
    client.by("ada").ask(&path(&id, "complete")).await.problem(401, "unauthenticated");
    bearer.ask(&path(&other, "complete")).await.problem(404, "unknown_callback");
    let alive = bearer
        .post(&path(&id, "heartbeat"), json!({"percent": 40, "message": "half", "checkpoint": [1]}))
        .await;
    assert_eq!(
        alive.expecting(200).json,
        json!({"execution_id": id, "cancel_requested": false, "deadline": "2027-01-15T09:00:00Z"})
    );
    let shown = client.by("ada").get(&format!("/api/v1/executions/{id}")).await.expecting(200);
    assert_eq!(
        shown.json["job"]["heartbeat"],
        json!({"at": "2027-01-15T08:00:00Z", "percent": 40.0, "message": "half", "checkpoint": [1]})
    );
    let explained = client.by("ada").get(&format!("/api/v1/executions/{id}/explain")).await.expecting(200);
    let waits = &explained.json["waiting_for"];
    assert_eq!(waits["kind"], "callback");
    assert_eq!(
        waits["reason"],
        "attempt 1 started a job at 2027-01-15T08:00:00Z and waits for a callback, until 2027-01-15T09:00:00Z at most; \
         the last heartbeat came at 2027-01-15T08:00:00Z at 40 %: half"
    );
    bearer.post(&path(&id, "heartbeat"), json!({"percent": 101})).await.violations(&["body.percent"]);
    let failed = bearer.post(&path(&id, "fail"), json!({"message": "out of paper"})).await.expecting(200);
    assert_eq!(failed.json["outcome"], "failed");
    let ended = client.by("ada").get(&format!("/api/v1/executions/{id}")).await.expecting(200);
    assert_eq!(ended.json["error_message"], "the job has failed: out of paper");
    assert_eq!(ended.json["error_details"]["code"], "job_failed");
}

#[tokio::test]
async fn a_report_that_is_not_signed_as_its_task_asks_for_changes_nothing() {
    let client = Client::behind_gateway();
    let ada = client.by("ada");
    let mut signed = wait();
    signed["callback"] = json!({"signature": {"scheme": "token", "secret": "${secret:senders/crm}"}});
    let (id, token) = waiting_for(&ada, signed.clone()).await;
    let paths = [format!("/cb/{token}"), format!("/cb/{token}/fail"), format!("/cb/{token}/heartbeat")];
    for path in &paths {
        client.post(path, json!({})).await.problem(401, "invalid_signature");
        let forged = client.header("x-webhook-token", "s3cres");
        forged.post(path, json!({})).await.problem(401, "invalid_signature");
    }
    let path = format!("/api/v1/executions/{id}/complete");
    let bearer = client.header("authorization", &format!("Bearer {token}"));
    bearer.post(&path, json!({})).await.problem(401, "invalid_signature");
    let row = ada.get(&format!("/api/v1/executions/{id}")).await.expecting(200);
    assert_eq!((&row.json["status"], &row.json["job"]["heartbeat"]), (&json!("waiting"), &Value::Null));
    bearer.header("x-webhook-token", "s3cret").post(&path, json!({})).await.expecting(200);
    // Late is only what is signed.
    client.post(&paths[1], json!({})).await.problem(401, "invalid_signature");
    let other = client.header("x-webhook-token", "s3cret").post(&paths[1], json!({})).await;
    other.problem(409, "already_reported");

    signed["callback"]["signature"]["secret"] = json!("${secret:senders/nobody}");
    let (_, token) = waiting_for(&ada, signed).await;
    let reply = client.header("x-webhook-token", "s3cret").post(&format!("/cb/{token}"), json!({})).await;
    reply.problem(503, "unavailable");
}

#[tokio::test]
async fn the_body_that_was_signed_is_the_one_that_counts() {
    let client = Client::behind_gateway();
    let mut signed = wait();
    signed["callback"] = json!({"signature": {"scheme": "github", "secret": "${secret:senders/crm}"}});
    let (id, token) = waiting_for(&client.by("ada"), signed).await;
    // Python: hmac.new(b"s3cret", b'{"n":1}', "sha256").hexdigest()
    let signature = "sha256=8f0119179f72a1ee1ddd6ea193d72c5430227f4ecb9255eaa54499b96559c4ad";
    let sender = client.header("x-hub-signature-256", signature);
    sender.post(&format!("/cb/{token}"), json!({"n": 2})).await.problem(401, "invalid_signature");
    let taken = sender.post(&format!("/cb/{token}"), json!({"n": 1})).await.expecting(200);
    assert_eq!(taken.json["execution_id"], id);
}

#[tokio::test]
async fn an_unknown_token_is_not_found_and_one_that_is_over_is_gone() {
    let client = Client::behind_gateway();
    let ada = client.by("ada");
    let (id, good) = waiting(&ada).await;
    let now = client.clock_now();
    let mut forged = good.clone();
    let last = if forged.pop() == Some('A') { 'Q' } else { 'A' };
    forged.push(last);
    for token in
        ["x", "exe_1.1.1.k1.AAAA", &forged, &good.replace(".1.", ".2."), &good.replace(".k1.", ".k2.")]
    {
        let reply = report(&client, &format!("/cb/{token}"), json!({})).await;
        reply.problem(404, "unknown_callback");
    }
    let older = token(&id, 0, now);
    report(&client, &format!("/cb/{older}"), json!({})).await.problem(410, "callback_gone");
    let never = token("exe_ffffffffffffffffffffffffffffffff", 1, now);
    report(&client, &format!("/cb/{never}"), json!({})).await.problem(410, "callback_gone");
    ada.ask(&format!("/api/v1/executions/{id}/cancel")).await.expecting(200);
    for path in [format!("/cb/{good}"), format!("/cb/{good}/fail")] {
        report(&client, &path, json!({})).await.problem(410, "callback_gone");
    }
    let beat = client.ask(&format!("/cb/{good}/heartbeat")).await;
    beat.problem(410, "callback_gone");
    let explained = ada.get(&format!("/api/v1/executions/{id}/explain")).await.expecting(200);
    let decisions = explained.json["decisions"].as_array().unwrap();
    let late = decisions.iter().find(|decision| decision["what"] == "late_report").unwrap();
    assert_eq!(late["detail"], "4 reports of its job came too late, the last one at 2027-01-15T08:00:00Z");
}

#[rstest]
#[case("application/json", "{\"a\": 1}", json!({"a": 1}))]
#[case("application/json", "not json", json!("not json"))]
#[case("text/plain", "{\"a\": 1}", json!({"a": 1}))]
#[case("text/plain", "done", json!("done"))]
#[case("application/x-www-form-urlencoded", "a=1&b=x+y", json!({"a": "1", "b": "x y"}))]
#[case("application/octet-stream", "\u{0}\u{1}", json!("\u{0}\u{1}"))]
#[case("application/json", "", Value::Null)]
#[tokio::test]
async fn a_body_of_any_type_is_the_result(#[case] kind: &str, #[case] body: &str, #[case] result: Value) {
    let client = Client::new();
    let (id, token) = waiting(&client).await;
    let request = Request::post(format!("/cb/{token}")).header("content-type", kind);
    let response = client.router().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let ended = client.get(&format!("/api/v1/executions/{id}")).await.expecting(200);
    assert_eq!(ended.json["result"], result);
}

#[tokio::test]
async fn a_body_may_have_256_kb_and_no_more() {
    let client = Client::new();
    let (id, token) = waiting(&client).await;
    let path = format!("/cb/{token}");
    let send =
        async |length: usize| client.send(Method::POST, &path, Some("text/plain"), "x".repeat(length)).await;
    let refused = send(256 * 1024 + 1).await.problem(413, "too_large");
    assert_eq!(refused.json["limit_bytes"], 262_144);
    send(256 * 1024).await.expecting(200);
    let ended = client.get(&format!("/api/v1/executions/{id}")).await.expecting(200);
    assert_eq!(ended.json["status"], "completed");
}

#[tokio::test]
async fn opening_the_url_completes_nothing() {
    let client = Client::new();
    let (id, token) = waiting(&client).await;
    let request = Request::get(format!("/cb/{token}")).body(Body::empty()).unwrap();
    let response = client.router().oneshot(request).await.unwrap();
    let headers = response.headers().clone();
    assert_eq!(
        (response.status(), &headers["referrer-policy"]),
        (StatusCode::OK, &"no-referrer".parse().unwrap())
    );
    assert!(headers["content-type"].to_str().unwrap().starts_with("text/html"));
    let page = String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap();
    assert!(
        page.contains("<button>") && page.contains("method=\"post\"") && !page.contains(&token),
        "{page}"
    );
    let still = client.get(&format!("/api/v1/executions/{id}")).await.expecting(200);
    assert_eq!(still.json["status"], "waiting");
    // The button sends a form.
    let kind = Some("application/x-www-form-urlencoded");
    client.send(Method::POST, &format!("/cb/{token}"), kind, "result=ok").await.expecting(200);
    client.send(Method::GET, "/cb/nonsense", None, "").await.problem(404, "unknown_callback");
}

#[tokio::test]
async fn no_other_web_site_may_read_what_is_answered_to_a_callback() {
    let client = Client::with(|setup| {
        setup.auth = Auth::Gateway(gateway());
        setup.cors = crate::Cors::Everyone;
    });
    let site = client.header("origin", "https://evil.example");
    let reply = site.ask("/cb/x").await.problem(404, "unknown_callback");
    assert_eq!(reply.header("access-control-allow-origin"), None);
    let preflight = site.header("access-control-request-method", "POST");
    let reply = preflight.send(Method::OPTIONS, "/cb/x", None, "").await;
    assert_eq!((reply.status.as_u16(), reply.header("access-control-allow-origin")), (405, None));
}

#[rstest]
#[case(json!({"request": {"url": "https://a.example/jobs"}}), &["body.request"])]
#[case(json!({"request": {"url": "https://a.example/${callback.url}"}, "deadline": "366d"}), &["body.deadline"])]
#[case(json!({"request": {"url": "https://a.example/"}, "poll": {"preset": "aws", "interval": "2h"}}), &["body.poll.interval", "body.poll.preset"])]
#[case(json!({"request": {"url": "/jobs/${callback.token}"}}), &["body.request.url"])]
#[case(json!({"request": {"url": "https://a.example/${callback.token}", "colour": 1}, "until": {}}), &["body.request.colour", "body.until"])]
#[case(json!({"request": {"url": "https://a.example/${callback.token}"}, "deadline": "1m", "heartbeat_timeout": "2m"}), &["body.heartbeat_timeout"])]
#[case(json!({}), &["body.request"])]
#[tokio::test]
async fn a_wait_that_could_never_end_is_refused(#[case] members: Value, #[case] places: &[&str]) {
    let client = Client::new();
    let mut body = json!({"type": "wait"});
    body.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    client.post("/api/v1/execute", body).await.violations(places);
    let mut config = members;
    config.as_object_mut().unwrap().remove("type");
    let task = json!({"name": "render", "type": "wait", "config": config});
    let places: Vec<String> = places.iter().map(|place| place.replacen("body.", "body.config.", 1)).collect();
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    client.post("/api/v1/tasks", task).await.violations(&places);
}

#[tokio::test]
async fn a_wait_is_saved_and_shown_as_it_is() {
    let client = Client::new();
    let config = json!({
        "request": {"method": "POST", "url": "https://a.example/jobs", "headers": {"authorization": "Bearer t"},
            "body": {"hook": "${callback.url}"}},
        "deadline": "2d", "heartbeat_timeout": "10m",
        "until": {"body": [{"path": "$.status", "equals": "done"}]}, "fail_when": {"body": [{"path": "$.error", "exists": true}]},
        "callback": {"extract": "$.output"}, "poll": {"after": "10m", "url": "${job.location}"},
        "abandon": {"method": "DELETE", "url": "${job.location}"},
    });
    let task = json!({"name": "render", "type": "wait", "config": config});
    let saved = client.post("/api/v1/tasks", task).await.expecting(201);
    let shown = &saved.json["config"];
    assert_eq!(shown["request"]["headers"]["authorization"], "********");
    assert_eq!(
        (&shown["deadline_ms"], &shown["heartbeat_timeout_ms"]),
        (&json!(172_800_000), &json!(600_000))
    );
    assert_eq!(shown["abandon"]["method"], "DELETE");
    let path = format!("/api/v1/tasks/{}", saved.id());
    let mut sent_back = shown.clone();
    sent_back["deadline_ms"] = json!(1000 * 3600);
    let changed = client.put(&path, json!({"config": sent_back})).await.expecting(200);
    assert_eq!(changed.json["config"]["deadline_ms"], 3_600_000);
    assert_eq!(changed.json["config"]["poll"]["after_ms"], 600_000);
}

#[tokio::test]
async fn a_stored_wait_has_no_token_in_it() {
    let client = Client::new();
    let (id, token) = waiting(&client).await;
    report(&client, &format!("/cb/{token}"), json!({"echo": token})).await.expecting(200);
    let row = Executions::get(&client.store, id.parse().unwrap()).await.unwrap().unwrap();
    let stored = serde_json::to_string(&row).unwrap();
    assert!(stored.contains("echo") && !stored.contains(&token), "{stored}");
    assert_eq!(client.store.save(&row, 1, 0).await.unwrap(), Saved::Conflict);
}
