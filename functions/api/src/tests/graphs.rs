//! Dependency graphs.

use serde_json::{Value, json};

use super::{Client, client::Reply};

async fn after(client: &Client, name: &str, upstream: &[&str]) -> String {
    let members = json!({"name": name, "dependencies": upstream});
    client.task(members).await.expecting(201).id()
}

fn names(reply: &Reply) -> Vec<&str> {
    let mut names: Vec<_> =
        reply.json["nodes"].as_array().unwrap().iter().map(|node| node["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    names
}

/// Edges by the names of their tasks.
fn edges(reply: &Reply) -> Vec<String> {
    let name = |id: &Value| {
        let node = reply.json["nodes"].as_array().unwrap().iter().find(|node| node["id"] == *id);
        node.unwrap()["name"].as_str().unwrap().to_owned()
    };
    let edges = reply.json["edges"].as_array().unwrap().iter();
    let mut edges: Vec<_> =
        edges.map(|edge| format!("{}>{}", name(&edge["from"]), name(&edge["to"]))).collect();
    edges.sort_unstable();
    edges
}

#[tokio::test]
async fn a_graph_has_dependencies_and_dependents_but_not_siblings() {
    let client = Client::new();
    let a = after(&client, "a", &[]).await;
    let b = after(&client, "b", &[&a]).await;
    let c = after(&client, "c", &[&a]).await;
    let d = after(&client, "d", &[&b, &c]).await;
    let e = after(&client, "e", &[&d]).await;
    let whole = client.get(&format!("/api/v1/tasks/{a}/graph")).await.expecting(200);
    assert_eq!(names(&whole), ["a", "b", "c", "d", "e"]);
    assert_eq!(edges(&whole), ["a>b", "a>c", "b>d", "c>d", "d>e"]);
    assert_eq!(whole.json["truncated"], false);
    let node = &whole.json["nodes"][0];
    assert_eq!((&node["status"], &node["last_end"]), (&json!("pending"), &json!(null)));
    let part = client.get(&format!("/api/v1/tasks/{b}/graph")).await.expecting(200);
    assert_eq!(edges(&part), ["a>b", "b>d", "d>e"]);
    client.delete(&format!("/api/v1/tasks/{d}?force=true")).await.expecting(204);
    let cut = client.get(&format!("/api/v1/tasks/{b}/graph")).await.expecting(200);
    assert_eq!(names(&cut), ["a", "b"]);
    let waits = client.get(&format!("/api/v1/tasks/{e}/graph")).await.expecting(200);
    assert_eq!((names(&waits), edges(&waits)), (vec!["d", "e"], vec!["d>e".to_owned()]));
    let deleted = |name: &str| {
        waits.json["nodes"].as_array().unwrap().iter().find(|node| node["name"] == name).unwrap()["deleted"]
            .clone()
    };
    assert_eq!((deleted("d"), deleted("e")), (json!(true), json!(false)));
    client.get("/api/v1/tasks/tsk_x/graph").await.problem(404, "task_not_found");
}

#[tokio::test]
async fn a_graph_omits_hidden_tasks() {
    let client = Client::behind_gateway();
    let (ada, bob) = (client.by("ada"), client.by("bob"));
    let shared = ada.task(json!({"name": "shared", "assigned_to": "bob"})).await.expecting(201).id();
    let private = after(&ada, "private", &[]).await;
    ada.patch(&format!("/api/v1/tasks/{shared}"), json!({"dependencies": [private]})).await.expecting(200);
    after(&ada, "also private", &[&shared]).await;
    after(&bob, "bob's", &[&shared]).await;
    let path = format!("/api/v1/tasks/{shared}/graph");
    let seen = bob.get(&path).await.expecting(200);
    assert_eq!((names(&seen), edges(&seen)), (vec!["bob's", "shared"], vec!["shared>bob's".to_owned()]));
    assert_eq!(names(&ada.get(&path).await), ["also private", "private", "shared"]);
    client.by("eve").get(&path).await.problem(404, "task_not_found");
}
