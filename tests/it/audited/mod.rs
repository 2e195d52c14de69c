//! The audit trail through the API, for every dialect: who changed what, with the values before and after,
//! and which requests were denied.

mod retention;

use std::{collections::BTreeSet, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
};
use beadle_api::{
    Auth,
    auth::{Expected, JwtVerifier},
    router,
};
use beadle_application::port::{Clock, Executions, StartExecutions};
use beadle_domain::execution::Status;
use beadle_embedded::{Embedded, Options};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, get_current_timestamp};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{
    conformance::{Verdict, adapters::stepped_clock::SteppedClock, specimen::execution_with},
    handlers, projector_ports,
};

const SECRET: &[u8] = b"a secret of at least thirty-two bytes";

struct World {
    store: Embedded,
    clock: Arc<SteppedClock>,
    router: Router,
}

impl World {
    fn new() -> anyhow::Result<Self> {
        let clock = Arc::new(SteppedClock::default());
        let store = Embedded::open(Options { clock: clock.clone(), ..Options::in_memory() })?;
        let verifier = JwtVerifier::secret(SECRET, &Expected::default());
        let auth = Auth::Jwt { verifier: Box::new(verifier), gateway: None };
        let router = router(beadle_api::Setup { auth, ..handlers::api::api(&store, clock.clone()) });
        Ok(Self { store, clock, router })
    }

    /// Sends a request as `name`, who is an admin if it is `root`; returns the status and the body of the
    /// response.
    async fn ask(&self, name: &str, method: &str, path: &str, body: Value) -> anyhow::Result<(u16, Value)> {
        let role = if name == "root" { "admin" } else { "user" };
        let claims = json!({"sub": name, "exp": get_current_timestamp() + 600, "roles": [role]});
        let token = encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(SECRET))?;
        let mut request = axum::http::Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {token}"))
            // The same request to the same path is a repeat.
            .header("idempotency-key", path);
        let sent = if body.is_null() {
            Body::empty()
        } else {
            request = request.header("content-type", "application/json");
            Body::from(body.to_string())
        };
        let response = self.router.clone().oneshot(request.body(sent)?).await?;
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), 1 << 20).await?;
        Ok((status, if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes)? }))
    }

    /// Sends a request that must succeed; returns the id in the response.
    async fn done(&self, name: &str, method: &str, path: &str, body: Value) -> anyhow::Result<String> {
        let (status, answer) = self.ask(name, method, path, body).await?;
        anyhow::ensure!((200..300).contains(&status), "{method} {path}: {status} {answer:#}");
        Ok(answer["id"].as_str().unwrap_or_default().to_owned())
    }

    /// Projects every change, twice.
    async fn project(&self) -> anyhow::Result<()> {
        let bus = Arc::new(self.store.clone());
        let projector = projector_ports::over(&self.store, bus, BTreeSet::new());
        let changes = self.store.changes();
        loop {
            let records = changes.first().await?;
            if records.is_empty() {
                return Ok(());
            }
            for _ in 0..2 {
                projector.handle(&records).await?;
            }
            changes.handled(&records);
        }
    }

    /// The entries that an admin reads.
    async fn trail(&self) -> anyhow::Result<Vec<Value>> {
        self.project().await?;
        let (status, answer) = self.ask("root", "GET", "/api/v1/audit?limit=100", Value::Null).await?;
        anyhow::ensure!(status == 200, "{answer:#}");
        Ok(answer["entries"].as_array().cloned().unwrap_or_default())
    }
}

/// Each actor and action, as often as it occurs.
fn actions(trail: &[Value]) -> Vec<String> {
    let text = |entry: &Value, name: &str| entry[name].as_str().unwrap_or("-").to_owned();
    let mut actions: Vec<_> =
        trail.iter().map(|entry| format!("{} {}", text(entry, "actor"), text(entry, "action"))).collect();
    actions.sort();
    actions
}

#[tokio::test]
async fn every_change_is_audited_in_every_dialect() -> Verdict {
    let world = World::new()?;
    let http = json!({"name": "ping", "type": "http", "config": {"url": "http://a.example/"}});
    let mut expected = Vec::new();
    for (collection, created, changed, method) in [
        ("/api/v1/tasks", http.clone(), json!({"tags": ["x"]}), "PUT"),
        ("/api/tasks", http, json!({"tags": ["x"]}), "PUT"),
        ("/api/task", json!({"name": "minutes"}), json!({"description": "x"}), "PATCH"),
        ("/task", json!({"name": "minutes"}), json!({"description": "x"}), "PATCH"),
    ] {
        let (status, answer) = world.ask("ada", "POST", collection, created).await?;
        anyhow::ensure!(status == 201, "{collection}: {answer:#}");
        let id = answer["id"].as_str().map_or_else(|| answer["task_id"].to_string(), str::to_owned);
        let path = format!("{collection}/{id}");
        world.done("ada", method, &path, changed).await?;
        let (status, _) = world.ask("bob", "DELETE", &path, Value::Null).await?;
        assert_eq!(status, 404, "{path}");
        world.done("ada", "DELETE", &path, Value::Null).await?;
        let deeds = ["ada task.created", "ada task.updated", "ada task.deleted", "bob request.denied"];
        expected.extend(deeds.map(str::to_owned));
    }
    let config = world.done("ada", "POST", "/api/v1/configs", json!({"name": "c", "auth": null})).await?;
    let path = format!("/api/v1/configs/{config}");
    world.done("ada", "PUT", &path, json!({"headers": {"Authorization": "Bearer s3cret"}})).await?;
    world.done("root", "POST", &format!("{path}/gate/reset"), Value::Null).await?;
    expected.push("root gate.reset".to_owned());
    world.done("ada", "DELETE", &path, Value::Null).await?;
    let key = json!({"name": "ci", "scopes": ["read"]});
    let key = world.done("ada", "POST", "/api/v1/api-keys", key).await?;
    world.done("ada", "DELETE", &format!("/api/v1/api-keys/{key}"), Value::Null).await?;
    expected.extend(
        ["config.created", "config.updated", "config.deleted", "api_key.created", "api_key.deleted"]
            .map(|action| format!("ada {action}")),
    );
    let (status, _) = world.ask("ada", "GET", "/api/v1/audit", Value::Null).await?;
    assert_eq!(status, 403);
    expected.push("ada request.denied".to_owned());
    expected.sort();

    let trail = world.trail().await?;
    assert_eq!(actions(&trail), expected);
    let text = serde_json::to_string(&trail)?;
    assert!(!text.contains("s3cret"), "{text}");
    let gone = trail.iter().find(|entry| entry["action"] == "config.deleted").expect("an entry");
    let header = gone["changes"].as_array().into_iter().flatten().find(|change| change["field"] == "headers");
    assert_eq!(header.expect("a member")["before"], json!({"authorization": "********"}));
    let reset = trail.iter().find(|entry| entry["action"] == "gate.reset").expect("an entry");
    assert_eq!((&reset["user_id"], &reset["subject"]), (&json!("ada"), &json!(config)));
    let made = trail.iter().find(|entry| entry["action"] == "api_key.created").expect("an entry");
    assert_eq!(made["changes"][0], json!({"field": "name", "before": null, "after": "ci"}));
    Ok(())
}

#[tokio::test]
async fn changes_of_accounts_and_templates_are_audited_with_before_and_after() -> Verdict {
    let world = World::new()?;
    let account = "/api/v1/accounts/ada";
    let said = json!({"subscription_level": "pro", "monthly_credits": 50});
    world.done("root", "PUT", account, said.clone()).await?;
    world.done("root", "PUT", account, said).await?;
    for _ in 0..2 {
        // The second request is a repeat with the same key.
        world.done("root", "POST", &format!("{account}/credits"), json!({"credits": 10})).await?;
    }
    let sent_by_admin = json!({"type": "subscription.changed", "user_id": "ada", "level": "basic"});
    world.done("root", "POST", "/api/v1/events", sent_by_admin).await?;
    let (status, _) = world.ask("ada", "PUT", account, json!({"subscription_level": "pro"})).await?;
    assert_eq!(status, 403);
    let template = json!({"template_id": "tpl_ping", "name": "Ping", "category": "a", "task_type": "http",
        "default_config": {"headers": {"Authorization": "Bearer s3cret"}}});
    world.done("root", "POST", "/api/v1/templates", template).await?;
    let path = "/api/v1/templates/tpl_ping";
    world.done("root", "PUT", path, json!({"description": "x"})).await?;
    world.done("root", "DELETE", path, Value::Null).await?;

    let trail = world.trail().await?;
    let mut expected = vec!["ada request.denied".to_owned()];
    expected.extend(["root account.updated"; 3].map(str::to_owned));
    expected.extend(["created", "updated", "deleted"].map(|verb| format!("root template.{verb}")));
    expected.sort();
    assert_eq!(actions(&trail), expected);
    assert!(!serde_json::to_string(&trail)?.contains("s3cret"));
    let changes = |action: &str| -> Vec<String> {
        let of = trail.iter().filter(|entry| entry["action"] == action);
        let mut actions: Vec<_> = of.map(|entry| entry["changes"].to_string()).collect();
        actions.sort();
        actions
    };
    let change = |field, before, after| json!({"field": field, "before": before, "after": after});
    let mut expected = [
        json!([
            change("subscription_level", json!(null), json!("pro")),
            change("monthly_credits", json!(null), json!(50))
        ]),
        json!([change("credits_bought", json!(0), json!(10))]),
        json!([change("subscription_level", json!("pro"), json!("basic"))]),
    ]
    .map(|changes| changes.to_string());
    expected.sort();
    assert_eq!(changes("account.updated"), expected);
    assert_eq!(
        changes("template.updated"),
        [json!([change("description", json!(null), json!("x"))]).to_string()]
    );
    assert!(
        trail
            .iter()
            .filter(|entry| entry["action"] == "account.updated")
            .all(|entry| { entry["user_id"] == "ada" && entry["subject"] == "ada" })
    );
    Ok(())
}

#[tokio::test]
async fn each_cancellation_of_a_closed_account_is_audited_once() -> Verdict {
    let world = World::new()?;
    let mut waiting = BTreeSet::new();
    for _ in 0..3 {
        let execution = execution_with(|request| request.created_at = world.clock.now());
        world.store.start(&execution).await?;
        waiting.insert(execution.id().to_string());
    }
    for _ in 0..2 {
        world
            .done("root", "POST", "/api/v1/events", json!({"type": "user.deleted", "user_id": "ada"}))
            .await?;
    }
    let trail = world.trail().await?;
    let cancelled: Vec<_> = trail.iter().filter(|entry| entry["action"] == "execution.cancelled").collect();
    assert_eq!(cancelled.len(), 3, "{trail:#?}");
    let subjects: BTreeSet<_> =
        cancelled.iter().filter_map(|entry| entry["subject"].as_str().map(str::to_owned)).collect();
    assert_eq!(subjects, waiting);
    assert!(
        cancelled.iter().all(|entry| entry["actor"] == "system:user.deleted" && entry["user_id"] == "ada")
    );
    assert!(actions(&trail).contains(&"root account.deleted".to_owned()));
    for id in waiting {
        let execution = Executions::get(&world.store, id.parse()?).await?.expect("a row");
        assert_eq!(execution.status(), Status::Cancelled);
    }
    Ok(())
}
