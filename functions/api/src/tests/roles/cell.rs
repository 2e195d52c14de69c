//! A cell of the table: a resource in some relation to the caller, and the caller's access to it.

use std::{fmt, sync::Arc};

use beadle_application::port::Tasks;
use beadle_domain::access::{Relation, Role};
use http::Method;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, get_current_timestamp};
use serde_json::{Value, json};

use super::table::Row;
use crate::{
    http::auth::{Auth, Expected, JwtVerifier},
    tests::{Client, client::Reply, functions::Played},
};

const SECRET: &[u8] = b"a secret of at least thirty-two bytes";

/// The resource of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thing {
    /// No single resource, or a list of the caller's own.
    Nothing,
    /// A resource that the caller would create.
    New,
    /// A task.
    Task,
    /// An execution of a task.
    Execution,
    /// A batch.
    Batch,
    /// A config.
    Config,
    /// An API key.
    ApiKey,
    /// A numbered task.
    Number,
    /// A template.
    Template,
    /// A calendar.
    Calendar,
    /// A function.
    Function,
    /// An account.
    Account,
}

/// The access of a caller to a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Any response that does not deny access.
    Granted,
    /// 401 or 403.
    Denied,
    /// 404.
    Hidden,
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Granted => "yes",
            Self::Denied => "403",
            Self::Hidden => "404",
        })
    }
}

impl Thing {
    /// Possible relations of a caller to it.
    pub(super) fn relations(self) -> &'static [Relation] {
        match self {
            Self::Nothing | Self::New | Self::Template | Self::Function => &[Relation::Owner],
            Self::Account | Self::Calendar => &[Relation::Owner, Relation::Other],
            Self::Task | Self::Execution | Self::Number => {
                &[Relation::Owner, Relation::Assigned, Relation::Other]
            }
            Self::Config => &[Relation::Owner, Relation::Shared, Relation::Other],
            Self::ApiKey | Self::Batch => &[Relation::Owner, Relation::Other],
        }
    }

    /// An id that never existed.
    pub(super) fn never(self) -> &'static str {
        match self {
            Self::Task => "tsk_ffffffffffffffffffffffffffffffff",
            Self::Execution => "exe_ffffffffffffffffffffffffffffffff",
            Self::Batch => "bat_ffffffffffffffffffffffffffffffff",
            Self::Config => "cfg_ffffffffffffffffffffffffffffffff",
            Self::ApiKey => "key_ffffffffffffffffffffffffffffffff",
            Self::Number => "9",
            Self::Template => "tpl_never",
            Self::Function | Self::Calendar => "never",
            Self::Account => "bob",
            Self::Nothing | Self::New => "",
        }
    }
}

/// A client of an API with JWT authentication, without a token.
pub(super) fn anonymous() -> Client {
    let verifier = JwtVerifier::secret(SECRET, &Expected::default());
    Client::with(|setup| {
        setup.auth = Auth::Jwt { verifier: Box::new(verifier), gateway: None };
        setup.ports.sandbox = Arc::new(Played);
    })
}

/// The client with a token for `name` in this role.
pub(super) fn caller(anonymous: &Client, name: &str, role: Role) -> Client {
    let claims = json!({"sub": name, "exp": get_current_timestamp() + 600, "roles": [role.as_str()]});
    let token = encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(SECRET)).unwrap();
    anonymous.header("authorization", &format!("Bearer {token}"))
}

/// Creates a resource to which `eve` has `relation`; returns its id.
pub(super) async fn thing(anonymous: &Client, thing: Thing, relation: Relation) -> String {
    let owner = caller(anonymous, if relation == Relation::Owner { "eve" } else { "ada" }, Role::Admin);
    let assignee = (relation == Relation::Assigned).then_some("eve");
    let post = async |path: &str, body: Value| owner.post(path, body).await.expecting(201).id();
    match thing {
        Thing::Nothing | Thing::New => String::new(),
        Thing::Template => {
            let body =
                json!({"template_id": "tpl_ping", "name": "Ping", "category": "a", "task_type": "http"});
            post("/api/v1/templates", body).await
        }
        Thing::Function => {
            let body = json!({"modules": {"index.js": "export f"}});
            owner.put("/api/v1/functions/f", body).await.expecting(201);
            "f".to_owned()
        }
        Thing::Calendar => {
            owner.put("/api/v1/calendars/holidays", json!({"days": ["2027-01-01"]})).await.expecting(201);
            "holidays".to_owned()
        }
        Thing::Account => if relation == Relation::Owner { "eve" } else { "ada" }.to_owned(),
        Thing::Task => owner.task(json!({"assigned_to": assignee})).await.id(),
        Thing::Execution => {
            let task = owner.task(json!({"assigned_to": assignee})).await.id();
            let without_waiting = owner.header("prefer", "respond-async");
            without_waiting.ask(&format!("/api/v1/tasks/{task}/execute")).await.expecting(202).id()
        }
        Thing::Batch => {
            let body =
                json!({"requests": [{"type": "http", "url": "http://a.example/"}], "batch": {"name": "a"}});
            let reply = owner.post("/api/v1/executions/batch", body).await.expecting(207);
            reply.json["batch"]["id"].as_str().unwrap().to_owned()
        }
        Thing::Config => {
            let shared = relation == Relation::Shared;
            post("/api/v1/configs", json!({"name": "users", "shared": shared})).await
        }
        Thing::Number => {
            owner.post("/api/task", json!({"name": "minutes"})).await.expecting(201);
            let task = anonymous.store.by_number(1).await.unwrap().unwrap();
            let change = json!({"assigned_to": assignee});
            owner.patch(&format!("/api/v1/tasks/{task}"), change).await.expecting(200);
            "1".to_owned()
        }
        Thing::ApiKey => post("/api/v1/api-keys", json!({"name": "ci", "scopes": ["read"]})).await,
    }
}

/// Sends the request of `row` for the resource `id`.
pub(super) async fn send(by: &Client, row: &Row, id: &str) -> Reply {
    let path = row.path.replace("{id}", id).replace("{name}", id).replace("{version}", "1");
    let method = Method::from_bytes(row.method.to_ascii_uppercase().as_bytes()).unwrap();
    match (row.body)() {
        Some(body) => by.send(method, &path, Some("application/json"), body.to_string()).await,
        None => by.send(method, &path, None, String::new()).await,
    }
}

/// Returns the access that a reply shows.
pub(super) fn access(reply: &Reply) -> Access {
    match reply.status.as_u16() {
        401 | 403 => Access::Denied,
        404 => Access::Hidden,
        status => {
            assert!(status < 500, "{:#}", reply.json);
            Access::Granted
        }
    }
}
