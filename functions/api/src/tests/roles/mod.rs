//! Authorization: every route × role × relation. A hidden resource is indistinguishable from one that does not exist.

mod cell;
mod table;

use std::{collections::BTreeSet, fmt::Write as _};

use beadle_domain::access::{Relation, Role};
use http::HeaderMap;
use serde_json::{Value, json};

use self::{
    cell::{Access, Thing, access, anonymous, caller, send, thing},
    table::{ROWS, Row},
};
use super::Client;
use crate::http::router;

const ROLES: [Role; 4] = [Role::Viewer, Role::User, Role::Operator, Role::Admin];

#[test]
fn every_route_has_a_row_and_every_row_a_route() {
    let rows: BTreeSet<_> = ROWS.iter().map(|row| (row.path, row.method)).collect();
    assert_eq!(rows.len(), ROWS.len(), "a route has two rows");
    assert_eq!(rows, router::operations().collect(), "say in roles/table.rs who may use a new route");
}

#[tokio::test]
async fn access_matches_the_table() {
    let mut printed = String::new();
    let mut wrong = String::new();
    for row in ROWS {
        write!(printed, "{:6} {:36}", row.method, row.path).unwrap();
        for (role, expected) in ROLES.into_iter().zip(row.grid) {
            write!(printed, " | {:8}", role.as_str()).unwrap();
            for relation in row.thing.relations() {
                let found = cell(row, role, *relation).await;
                write!(printed, " {relation:?}={found}").unwrap();
                let place = Relation::ALL.iter().position(|known| known == relation).unwrap();
                if found != expected[place] {
                    let (method, path) = (row.method, row.path);
                    writeln!(wrong, "{method} {path}: {role:?} {relation:?} is answered {found}").unwrap();
                }
            }
        }
        printed.push('\n');
    }
    println!("{printed}");
    assert_eq!(wrong, "");
}

async fn cell(row: &Row, role: Role, relation: Relation) -> Access {
    let anonymous = anonymous();
    let id = thing(&anonymous, row.thing, relation).await;
    let eve = caller(&anonymous, "eve", role).header("prefer", "respond-async");
    access(&send(&eve, row, &id).await)
}

#[tokio::test]
async fn without_credentials_only_health_responds() {
    let anonymous = anonymous();
    for row in ROWS {
        let reply = send(&anonymous, row, row.thing.never()).await;
        if row.path == "/health" {
            reply.expecting(200);
        } else if row.path.starts_with("/cb/") {
            reply.problem(404, "unknown_callback");
        } else if row.path.starts_with("/hooks/") {
            reply.problem(401, "invalid_signature");
        } else if row.path.starts_with("/ping/") {
            reply.problem(404, "unknown_ping");
        } else {
            let refused = reply.problem(401, "unauthenticated");
            assert!(refused.header("www-authenticate").is_some(), "{} {}", row.method, row.path);
        }
    }
}

/// Removes what differs between two requests, and the requested id.
fn indistinct(headers: &HeaderMap, status: u16, json: &Value, id: &str) -> (u16, Vec<String>, String) {
    let mut plain: Vec<String> = headers
        .iter()
        .filter(|(name, _)| *name != "x-request-id")
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    plain.sort();
    let headers = plain.iter().map(|line| line.replace(id, "<id>")).collect();
    let mut body = json.clone();
    body["request_id"] = Value::Null;
    // Replacing a digit would replace more than the id. Both ids have the same length, so headers need no
    // replacing.
    if id.parse::<u64>().is_ok() {
        (body["task_id"], body["instance"]) = (Value::Null, Value::Null);
        return (status, plain, body.to_string());
    }
    (status, headers, body.to_string().replace(id, "<id>"))
}

/// Returns the reply to `eve`, a user, for `id` at `row`, with this header.
async fn reply_to_eve(
    anonymous: &Client,
    row: &Row,
    id: &str,
    header: Option<(&str, &str)>,
) -> (u16, Vec<String>, String) {
    let mut eve = caller(anonymous, "eve", Role::User);
    if let Some((name, value)) = header {
        eve = eve.header(name, value);
    }
    let reply = send(&eve, row, id).await;
    indistinct(&reply.headers, reply.status.as_u16(), &reply.json, id)
}

#[tokio::test]
async fn hidden_resources_look_like_unknown_ones() {
    let anonymous = anonymous();
    let mut asked = 0;
    // Templates are visible to everyone.
    let hides = |row: &&Row| row.path.contains("{id}") && row.thing != Thing::Template;
    for row in ROWS.iter().filter(hides) {
        let id = thing(&anonymous, row.thing, Relation::Other).await;
        for header in
            [None, Some(("if-match", "\"1\"")), Some(("prefer", "wait=0")), Some(("idempotency-key", "k"))]
        {
            let there = reply_to_eve(&anonymous, row, &id, header).await;
            let never = reply_to_eve(&anonymous, row, row.thing.never(), header).await;
            assert_eq!(there, never, "{} {} with {header:?}", row.method, row.path);
            asked += 1;
        }
        // An invalid body reveals nothing either: both cases report the same violations.
        let faulty = Row { body: || Some(json!({"surprise": 1})), ..*row };
        let there = reply_to_eve(&anonymous, &faulty, &id, None).await;
        assert_eq!(
            there,
            reply_to_eve(&anonymous, &faulty, row.thing.never(), None).await,
            "{} {}",
            row.method,
            row.path
        );
    }
    assert!(asked >= 4 * 19, "{asked}");
}

#[tokio::test]
async fn hidden_ids_in_bodies_and_queries_look_like_unknown_ones() {
    let anonymous = anonymous();
    let eve = caller(&anonymous, "eve", Role::User);
    let task = json!({"name": "ping", "type": "http", "config": {"url": "http://a.example/"}});
    let with = |member: &str, value: Value| {
        let mut body = task.clone();
        body[member] = value;
        body
    };
    let mut replies = Vec::new();
    for (kind, relation) in [(Thing::Task, "task"), (Thing::Config, "config")] {
        let id = thing(&anonymous, kind, Relation::Other).await;
        for id in [id.as_str(), kind.never()] {
            let reply = match relation {
                "task" => eve.get(&format!("/api/v1/executions?task_id={id}")).await,
                _ => eve.post("/api/v1/tasks", with("config_id", json!(id))).await,
            };
            replies.push(indistinct(&reply.headers, reply.status.as_u16(), &reply.json, id));
            let reply = match relation {
                "task" => eve.post("/api/v1/tasks", with("dependencies", json!([id]))).await,
                _ => {
                    let body = json!({"type": "http", "url": "http://a.example/", "config_id": id});
                    eve.post("/api/v1/execute", body).await
                }
            };
            replies.push(indistinct(&reply.headers, reply.status.as_u16(), &reply.json, id));
        }
    }
    for [there, there_too, never, never_too] in replies.as_chunks().0 {
        assert_eq!(there, never);
        assert_eq!(there_too.0, never_too.0);
    }
}

#[tokio::test]
async fn an_assignee_may_edit_but_not_redirect_a_task() {
    let anonymous = anonymous();
    let id = thing(&anonymous, Thing::Task, Relation::Assigned).await;
    let path = format!("/api/v1/tasks/{id}");
    let eve = caller(&anonymous, "eve", Role::User).header("prefer", "respond-async");
    let edit = json!({"name": "done soon", "description": "x", "tags": ["y"], "priority": "high", "metadata": {"a": 1}});
    eve.patch(&path, edit).await.expecting(200);
    for redirected in [
        json!({"config": {"url": "http://eve.example/${secret:ada}"}}),
        json!({"assigned_to": null}),
        json!({"assigned_to": "bob"}),
        json!({"schedule": "every 5 minutes"}),
        json!({"retries": 9}),
        json!({"name": "x", "input": {"to": "eve"}}),
        json!({"hook": {"verify": "none"}}),
    ] {
        let refused = eve.patch(&path, redirected.clone()).await.problem(403, "permission_denied");
        assert_eq!(refused.json["action"], "task.redirect", "{redirected}");
    }
    // Nor by the input of a run, which may stand in the URL beside a secret of the owner.
    for path in [format!("{path}/execute"), format!("/api/tasks/{id}/execute")] {
        let refused = eve.post(&path, json!({"input": {"host": "eve.example"}})).await;
        assert_eq!(refused.problem(403, "permission_denied").json["action"], "task.redirect", "{path}");
    }
    // Its executions belong to the owner; the assignee may see and cancel them.
    let execution = eve.ask(&format!("{path}/execute")).await.expecting(202);
    assert_eq!(execution.json["user_id"], "ada");
    let of_it = format!("/api/v1/executions/{}", execution.id());
    eve.get(&of_it).await.expecting(200);
    eve.ask(&format!("{of_it}/cancel")).await.expecting(200);
    // A former assignee sees nothing.
    let ada = caller(&anonymous, "ada", Role::User);
    ada.patch(&path, json!({"assigned_to": null})).await.expecting(200);
    eve.get(&path).await.problem(404, "task_not_found");
    eve.get(&of_it).await.problem(404, "execution_not_found");
}
