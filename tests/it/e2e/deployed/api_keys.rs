//! A key grants access within its scopes until it is revoked; the audit trail records it.

use anyhow::ensure;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Deployed, text};

#[tokio::test]
async fn a_key_grants_its_scopes_until_it_is_revoked() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?;
    let (user, name) = deployed.by_someone_new()?;
    let task = user.task(&json!({"name": "watched", "type": "simulated"})).await?;
    let made = user.create("/api/v1/api-keys", &json!({"name": "ci", "scopes": ["read"]})).await?;
    let (id, key) = (text(&made, "id"), text(&made, "key"));
    let with_key = |method: Method, path: &str| {
        let request = deployed.client.request(method, deployed.stack.api(path)?).header("x-api-key", key);
        anyhow::Ok(async move { anyhow::Ok(request.send().await?.status()) })
    };
    let path = format!("/api/v1/tasks/{task}");
    assert_eq!(with_key(Method::GET, &path)?.await?, StatusCode::OK);
    assert_eq!(with_key(Method::DELETE, &path)?.await?, StatusCode::FORBIDDEN);
    let listed = user.get("/api/v1/api-keys").await?;
    ensure!(listed["api_keys"][0]["last_used_at"].is_string(), "{listed:#}");
    ensure!(!listed.to_string().contains(key), "a key is shown once");

    let revoked = user.send(Method::DELETE, &format!("/api/v1/api-keys/{id}"), &Value::Null).await?;
    assert_eq!(revoked.0, StatusCode::NO_CONTENT);
    assert_eq!(with_key(Method::GET, &path)?.await?, StatusCode::UNAUTHORIZED);

    let admin = deployed.by_admin()?;
    for (action, subject) in [("api_key.created", id), ("api_key.deleted", id), ("task.created", &task)] {
        let path = format!("/api/v1/audit?user_id={name}&action={action}");
        let list = admin.once(&path, |list| list["entries"][0].is_object()).await?;
        let entry = &list["entries"][0];
        assert_eq!((text(entry, "actor"), text(entry, "subject")), (&*name, subject), "{list:#}");
    }
    let denied = |list: &Value| {
        let mut all = list["entries"].as_array().into_iter().flatten();
        all.any(|entry| entry["refused"]["path"] == path && entry["refused"]["status"] == 403)
    };
    admin.once("/api/v1/audit?action=request.denied", denied).await?;
    let (status, _) = user.send(Method::GET, "/api/v1/audit", &Value::Null).await?;
    assert_eq!(status, StatusCode::FORBIDDEN, "only admins look at it");
    Ok(())
}
