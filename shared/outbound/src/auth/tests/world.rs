//! Several processes with a shared token store and a still clock.

use std::sync::Arc;

use beadle_application::port::{
    AuthError, Authorizer as _, Replaced, SentSecrets, TokenKey, TokenRow, Tokens as _,
};
use beadle_domain::{
    call::HttpRequest,
    destination::{Credential, auth::ClientAuth, credential::ClientGrant},
};
use beadle_embedded::{Embedded, Options};
use beadle_testing::{CountedIds, FailingStore, StillClock};
use jiff::Timestamp;

use super::endpoint::Endpoint;
use crate::{Authorization, ReqwestCaller};

pub const SECRET: &str = "hunter2-the-client's secret";

/// What the processes share.
pub struct World {
    pub endpoint: Endpoint,
    tokens: Arc<FailingStore<Embedded>>,
    store: Embedded,
    clock: Arc<StillClock>,
}

impl World {
    /// A world at second 0.
    pub async fn new() -> Self {
        let clock = Arc::new(StillClock::at(Timestamp::UNIX_EPOCH));
        let store = Embedded::open(Options { clock: clock.clone(), ..Options::in_memory() }).unwrap();
        let tokens = Arc::new(FailingStore::new(store.clone(), |_, _| None));
        Self { endpoint: Endpoint::start().await, tokens, store, clock }
    }

    /// It is that many seconds after the start.
    pub fn at(&self, second: i64) {
        self.clock.advance_to(Timestamp::from_second(second).unwrap());
    }

    /// All stored rows.
    pub async fn rows(&self) -> Vec<(TokenKey, TokenRow)> {
        let mut rows = Vec::new();
        for key in self.tokens.token_keys() {
            if let Some(row) = self.store.read(&key).await.unwrap() {
                rows.push((key, row));
            }
        }
        rows
    }

    /// Another process writes `row` in place of its previous version.
    pub async fn overwrite(&self, key: &TokenKey, row: TokenRow) {
        let next = TokenRow { version: row.version + 1, ..row };
        assert_eq!(self.store.write(key, &next).await.unwrap(), Replaced::Done);
    }

    /// A new process.
    pub fn process(&self) -> Arc<Authorization> {
        let caller = Arc::new(ReqwestCaller::new(beadle_domain::egress::EgressPolicy::open()).unwrap());
        let ids = Arc::new(CountedIds::default());
        Arc::new(Authorization::new(caller, self.tokens.clone(), self.clock.clone(), ids))
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
        proxy: None,
    }
}

/// The `authorization` header that `process` adds to a request.
pub async fn authorize(
    process: &Authorization,
    credential: &Credential,
) -> Result<(String, SentSecrets), AuthError> {
    let mut request = request();
    let used = process.authorize(&mut request, credential).await?;
    let mut values = request.headers.into_iter().filter(|(name, _)| name == "authorization");
    let (_, value) = values.next().unwrap();
    assert!(values.next().is_none(), "one header, not two");
    Ok((value, used))
}
