//! Several processes with a shared token store and a manual clock.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use async_trait::async_trait;
use beadle_application::port::{
    AuthError, Authorizer as _, Clock, Ids, Replaced, StoreError, TokenKey, TokenRow, Tokens, Used,
};
use beadle_domain::{
    call::HttpRequest,
    destination::{Credential, auth::ClientAuth, credential::ClientGrant},
};
use jiff::Timestamp;
use uuid::Uuid;

use super::endpoint::Endpoint;
use crate::{Authorization, ReqwestCaller};

pub const SECRET: &str = "hunter2-the-client's secret";

/// A clock that tests set.
#[derive(Default)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    pub fn set(&self, second: i64) {
        self.0.store(second, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

#[derive(Default)]
struct Counted(AtomicU64);

impl Ids for Counted {
    fn fresh(&self, _: Timestamp) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::SeqCst)))
    }
}

/// An in-memory token store.
#[derive(Default)]
pub struct Rows(Mutex<HashMap<TokenKey, TokenRow>>);

impl Rows {
    pub fn all(&self) -> Vec<(TokenKey, TokenRow)> {
        self.0.lock().unwrap().iter().map(|(key, row)| (key.clone(), row.clone())).collect()
    }

    /// Replaces the row, whatever its version.
    pub fn force(&self, key: &TokenKey, row: TokenRow) {
        self.0.lock().unwrap().insert(key.clone(), row);
    }
}

#[async_trait]
impl Tokens for Rows {
    async fn read(&self, key: &TokenKey) -> Result<Option<TokenRow>, StoreError> {
        Ok(self.0.lock().unwrap().get(key).cloned())
    }

    async fn write(&self, key: &TokenKey, row: &TokenRow) -> Result<Replaced, StoreError> {
        let mut rows = self.0.lock().unwrap();
        if rows.get(key).map_or(0, |known| known.version) + 1 != row.version {
            return Ok(Replaced::Conflict);
        }
        rows.insert(key.clone(), row.clone());
        Ok(Replaced::Done)
    }
}

/// What the processes share.
pub struct World {
    pub endpoint: Endpoint,
    pub rows: Arc<Rows>,
    pub clock: Arc<ManualClock>,
}

impl World {
    pub async fn new() -> Self {
        Self { endpoint: Endpoint::start().await, rows: Arc::default(), clock: Arc::default() }
    }

    /// A new process.
    pub fn process(&self) -> Arc<Authorization> {
        let caller = Arc::new(ReqwestCaller::new(beadle_domain::egress::EgressPolicy::open()).unwrap());
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        let tokens = Arc::clone(&self.rows) as Arc<dyn Tokens>;
        Arc::new(Authorization::new(caller, tokens, clock, Arc::new(Counted::default())))
    }

    pub fn grant(&self) -> ClientGrant {
        ClientGrant {
            token_url: self.endpoint.url.clone(),
            client_id: "bea:dle".to_owned(),
            client_secret: SECRET.into(),
            scope: Some("read write".to_owned()),
            audience: None,
            client_auth: ClientAuth::Basic,
        }
    }

    pub fn credential(&self) -> Credential {
        Credential::OAuth2(Box::new(self.grant()))
    }
}

pub fn request() -> HttpRequest {
    HttpRequest {
        method: "GET".to_owned(),
        url: "https://api.example/things?key=old&page=2".parse().unwrap(),
        headers: vec![("authorization".to_owned(), "the user's own".to_owned())],
        body: Default::default(),
        egress: Default::default(),
        redirects: Default::default(),
    }
}

/// The `authorization` header that `process` adds to a request.
pub async fn authorize(
    process: &Authorization,
    credential: &Credential,
) -> Result<(String, Used), AuthError> {
    let mut request = request();
    let used = process.authorize(&mut request, credential).await?;
    let mut values = request.headers.into_iter().filter(|(name, _)| name == "authorization");
    let (_, value) = values.next().unwrap();
    assert!(values.next().is_none(), "one header, not two");
    Ok((value, used))
}
