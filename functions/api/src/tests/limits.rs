//! Rate limits of callers.

use serde_json::json;

use super::{Client, gateway};
use crate::{Auth, RequestLimiter, RequestRate};

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
