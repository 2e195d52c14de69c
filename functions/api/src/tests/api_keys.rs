//! API keys: creation, use, scopes, revocation.

use serde_json::json;

use super::Client;

/// Creates a key of `client` with these scopes; returns a client that uses it, and its id.
async fn with_key(client: &Client, anonymous: &Client, scopes: &[&str]) -> (Client, String) {
    let made = client.post("/api/v1/api-keys", json!({"name": "ci", "scopes": scopes})).await.expecting(201);
    assert_eq!(made.header("cache-control"), Some("no-store"));
    (anonymous.header("x-api-key", made.json["key"].as_str().unwrap()), made.id())
}

#[tokio::test]
async fn a_key_is_shown_once_and_accepted_until_it_is_revoked() {
    let anonymous = Client::behind_gateway();
    let ada = anonymous.by("ada");
    let made = ada.post("/api/v1/api-keys", json!({"name": "ci", "scopes": ["read"]})).await.expecting(201);
    let text = made.json["key"].as_str().unwrap().to_owned();
    let listed = ada.get("/api/v1/api-keys").await.expecting(200).json;
    assert_eq!(listed["api_keys"][0]["id"], made.json["id"]);
    assert!(!listed.to_string().contains(&text) && listed["api_keys"][0].get("hash").is_none(), "{listed}");

    let task = ada.task(json!({})).await.id();
    let path = format!("/api/v1/tasks/{task}");
    let own_header = anonymous.header("x-api-key", &text);
    let bearer = anonymous.header("authorization", &format!("Bearer {text}"));
    for client in [&own_header, &bearer] {
        client.get(&path).await.expecting(200);
    }
    let used = ada.get("/api/v1/api-keys").await.json;
    assert_eq!(used["api_keys"][0]["last_used_at"], "2027-01-15T08:00:00Z");
    ada.delete(&format!("/api/v1/api-keys/{}", made.id())).await.expecting(204);
    for client in [&own_header, &bearer] {
        let refused = client.get(&path).await.problem(401, "invalid_token");
        assert!(refused.header("www-authenticate").unwrap().starts_with("Bearer "));
    }
    anonymous.header("x-api-key", "bdl_nonsense").get(&path).await.problem(401, "invalid_token");
}

#[tokio::test]
async fn a_key_is_limited_to_its_scopes() {
    let anonymous = Client::behind_gateway().header("prefer", "respond-async");
    let ada = anonymous.by("ada");
    let task = ada.task(json!({})).await.id();
    let path = format!("/api/v1/tasks/{task}");
    let (reader, _) = with_key(&ada, &anonymous, &["read"]).await;
    let (runner, _) = with_key(&ada, &anonymous, &["execute"]).await;
    let (writer, id) = with_key(&ada, &anonymous, &["write"]).await;
    for (client, read, run, write) in
        [(&reader, 200, 403, 403), (&runner, 403, 202, 403), (&writer, 403, 403, 200)]
    {
        client.get(&path).await.expecting(read);
        client.ask(&format!("{path}/execute")).await.expecting(run);
        client.patch(&path, json!({"tags": ["x"]})).await.expecting(write);
    }
    // A key does not reveal what is hidden from its owner.
    let strange = anonymous.by("bob").task(json!({})).await.id();
    for client in [&reader, &runner, &writer] {
        client.get(&format!("/api/v1/tasks/{strange}")).await.problem(404, "task_not_found");
    }
    // A key can't create or revoke keys.
    let (all, _) = with_key(&ada, &anonymous, &["read", "execute", "write", "admin"]).await;
    let body = json!({"name": "more", "scopes": ["read"]});
    all.post("/api/v1/api-keys", body).await.problem(403, "permission_denied");
    all.delete(&format!("/api/v1/api-keys/{id}")).await.problem(403, "permission_denied");
    all.get("/api/v1/api-keys").await.expecting(200);
    anonymous.by("bob").delete(&format!("/api/v1/api-keys/{id}")).await.problem(404, "api_key_not_found");
}

#[tokio::test]
async fn a_key_expires() {
    let anonymous = Client::behind_gateway();
    let body = json!({"name": "ci", "scopes": ["read"], "expires_at": "2027-01-15T08:00:10Z"});
    let made = anonymous.by("ada").post("/api/v1/api-keys", body).await.expecting(201);
    let client = anonymous.header("x-api-key", made.json["key"].as_str().unwrap());
    client.get("/api/v1/tasks").await.expecting(200);
    client.clock.advance(10_000);
    client.get("/api/v1/tasks").await.problem(401, "invalid_token");
}

#[tokio::test]
async fn local_mode_needs_no_key_but_checks_a_given_one() {
    let local = Client::new();
    let (with_key, _) = with_key(&local, &local, &["read"]).await;
    with_key.get("/api/v1/tasks").await.expecting(200);
    with_key.post("/api/v1/execute", json!({})).await.expecting(422);
    let body = json!({"type": "http", "url": "http://a.example/"});
    with_key.post("/api/v1/execute", body).await.problem(403, "permission_denied");
    local.header("x-api-key", "bdl_").get("/api/v1/tasks").await.problem(401, "invalid_token");
    with_key
        .header("origin", "https://evil.example")
        .get("/api/v1/tasks")
        .await
        .problem(403, "foreign_origin");
}

#[tokio::test]
async fn every_route_that_reads_asks_for_the_scope_to_read() {
    // What everyone may see, signed in or not, or with whatever key.
    const PUBLIC: [&str; 4] = ["/health", "/health/detailed", "/api/v1/templates", "/api/v1/templates/{id}"];
    let anonymous = Client::behind_gateway();
    let ada = anonymous.by("ada");
    let (keyed, _) = with_key(&ada, &anonymous, &["execute", "write", "admin"]).await;
    let (reader, _) = with_key(&ada, &anonymous, &["read"]).await;
    let mut asked = 0;
    for (path, method) in crate::http::router::operations() {
        if method != "get" || path.contains('{') || PUBLIC.contains(&path) {
            continue;
        }
        let refused = keyed.get(path).await;
        assert_eq!(refused.status, 403, "{path}: {}", refused.json);
        let allowed = reader.get(path).await;
        // Operators and admins alone read the audit trail and the metrics; an export asks for the scope to write too.
        assert_eq!(
            allowed.status.as_u16(),
            if ["/api/v1/audit", "/api/v1/export", "/metrics"].contains(&path) { 403 } else { 200 },
            "{path}: {}",
            allowed.json
        );
        asked += 1;
    }
    assert!(asked >= 8, "{asked} routes");
}
