//! Rate limits of callers.

use axum::{body::Body, extract::Request};
use serde_json::json;
use tower::ServiceExt as _;

use super::{Client, GATEWAY_SECRET, gateway};
use crate::{Auth, DeniedRate, RequestLimiter, RequestRate};

fn limited(rate: RequestRate) -> Client {
    Client::with(|setup| {
        setup.auth = Auth::Gateway(gateway());
        setup.limiter = RequestLimiter::new(rate);
    })
}

#[tokio::test]
async fn responses_show_the_quota_and_requests_beyond_it_are_refused() {
    let client = limited(RequestRate::PerMinute(3));
    let ada = client.by("ada");
    for left in ["\"caller\";r=2;t=20", "\"caller\";r=1;t=40", "\"caller\";r=0;t=60"] {
        let reply = ada.get("/api/v1/tasks").await.expecting(200);
        assert_eq!(reply.header("ratelimit"), Some(left));
        assert_eq!(reply.header("ratelimit-policy"), Some("\"caller\";q=3;w=60"));
    }
    let refused = ada.get("/api/v1/tasks/tsk_1").await.problem(429, "limit_exceeded");
    assert_eq!(refused.header("retry-after"), Some("20"));
    assert_eq!(refused.header("ratelimit"), Some("\"caller\";r=0;t=60"));
    assert_eq!(refused.json["limit_type"], "api_requests");
    // Other callers have their own quotas; routes without credentials have none.
    client.by("bob").get("/api/v1/tasks").await.expecting(200);
    assert_eq!(ada.get("/health").await.expecting(200).header("ratelimit"), None);
    // Other error responses count and have the headers too.
    let unknown = client.by("bob").get("/api/v1/tasks/tsk_1").await.expecting(404);
    assert_eq!(unknown.header("ratelimit"), Some("\"caller\";r=1;t=40"));
    ada.clock.advance(19_999);
    ada.get("/api/v1/tasks").await.expecting(429);
    ada.clock.advance(1);
    ada.get("/api/v1/tasks").await.expecting(200);
}

#[tokio::test]
async fn an_api_key_uses_the_quota_of_its_owner() {
    let client = limited(RequestRate::PerMinute(2));
    let body = json!({"name": "ci", "scopes": ["read"]});
    let made = client.by("ada").post("/api/v1/api-keys", body).await.expecting(201);
    let key = client.header("x-api-key", made.json["key"].as_str().unwrap());
    key.get("/api/v1/tasks").await.expecting(200);
    key.get("/api/v1/tasks").await.problem(429, "limit_exceeded");
    client.by("ada").get("/api/v1/tasks").await.problem(429, "limit_exceeded");
}

#[tokio::test]
async fn without_a_limit_there_are_no_headers() {
    for rate in [RequestRate::ByLevel, RequestRate::Unlimited] {
        let reply = limited(rate).by("ada").get("/api/v1/tasks").await.expecting(200);
        assert_eq!((reply.header("ratelimit"), reply.header("ratelimit-policy")), (None, None));
    }
}

#[tokio::test]
async fn an_address_without_credentials_is_limited_and_those_with_them_are_not() {
    let client = Client::with(|setup| {
        setup.auth = Auth::Gateway(gateway());
        setup.limiter = RequestLimiter::default().with_denied_rate(DeniedRate::PerMinute(2));
    });
    let status = async |address: &str, credentials: bool| {
        let from = crate::Client { address: address.parse().unwrap(), scheme: crate::Scheme::Https };
        let mut request = Request::get("/api/v1/tasks").extension(from);
        if credentials {
            request = request.header("x-user-id", "ada").header("x-gateway-secret", GATEWAY_SECRET);
        }
        let response = client.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        (response.status().as_u16(), response.headers().contains_key("retry-after"))
    };
    for _ in 0..2 {
        assert_eq!(status("2001:db8::1", false).await, (401, false));
    }
    assert_eq!(status("2001:db8::2", false).await, (429, true), "an address of the same network");
    assert_eq!(status("2001:db8::1", true).await, (200, false), "valid credentials are never refused");
    assert_eq!(status("192.0.2.1", false).await, (401, false), "another address");
    client.clock.advance(30_000);
    assert_eq!(status("2001:db8::1", false).await, (401, false));
}

#[tokio::test]
async fn where_only_api_keys_are_accepted_nobody_comes_in_without_one() {
    let mut ports = None;
    let local = Client::with(|setup| ports = Some(setup.ports.clone()));
    let made =
        local.post("/api/v1/api-keys", json!({"name": "first", "scopes": ["read"]})).await.expecting(201);
    let keys = Client::with(|setup| {
        setup.auth = Auth::ApiKeys;
        setup.ports = ports.unwrap();
    });
    keys.get("/api/v1/tasks").await.problem(401, "unauthenticated");
    keys.header("authorization", "Bearer e30.e30.e30")
        .get("/api/v1/tasks")
        .await
        .problem(401, "invalid_token");
    keys.header("x-api-key", made.json["key"].as_str().unwrap()).get("/api/v1/tasks").await.expecting(200);
}
