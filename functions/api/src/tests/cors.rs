//! CORS.

use http::{HeaderValue, Method};
use rstest::rstest;

use super::{Client, client::Reply, gateway};
use crate::{Auth, Cors};

const SITE: &str = "https://app.example";

fn behind(cors: Cors) -> Client {
    Client::with(|setup| {
        setup.auth = Auth::Gateway(gateway());
        setup.cors = cors;
    })
}

fn named() -> Cors {
    Cors::Origins(vec![HeaderValue::from_static(SITE)])
}

async fn preflight(client: &Client, origin: &str) -> Reply {
    let asks = client.header("origin", origin).header("access-control-request-method", "PATCH");
    asks.send(Method::OPTIONS, "/api/v1/tasks/tsk_1", None, String::new()).await
}

#[rstest]
#[case::by_default(Cors::Nobody, SITE, None)]
#[case::a_site_that_is_named(named(), SITE, Some(SITE))]
#[case::another_site(named(), "https://evil.example", None)]
#[case::a_site_that_has_the_name_in_its_own(named(), "https://app.example.evil.example", None)]
#[case::any_site(Cors::Everyone, "https://evil.example", Some("*"))]
#[tokio::test]
async fn only_allowed_origins_get_cors_headers(
    #[case] cors: Cors,
    #[case] origin: &str,
    #[case] allowed: Option<&str>,
) {
    let client = behind(cors);
    let reply = preflight(&client, origin).await;
    assert_eq!(reply.header("access-control-allow-origin"), allowed);
    if allowed.is_some() {
        let reply = reply.expecting(204);
        assert!(reply.header("access-control-allow-methods").unwrap().contains("PATCH"));
        let headers = reply.header("access-control-allow-headers").unwrap();
        assert!(["Authorization", "If-Match", "X-API-Key"].iter().all(|name| headers.contains(name)));
        assert_eq!(reply.header("access-control-allow-credentials"), None);
    } else {
        reply.problem(405, "method_not_allowed");
    }
    let site = client.header("origin", origin);
    // Error responses have the headers too.
    for reply in [
        site.by("ada").get("/api/v1/tasks").await.expecting(200),
        site.get("/api/v1/tasks").await.expecting(401),
    ] {
        assert_eq!(reply.header("access-control-allow-origin"), allowed);
        let exposed = reply.header("access-control-expose-headers");
        assert_eq!(
            exposed.is_some_and(|names| names.contains("ETag") && names.contains("Retry-After")),
            allowed.is_some()
        );
    }
}

#[tokio::test]
async fn responses_vary_by_origin() {
    let client = behind(named()).by("ada");
    for client in [client.header("origin", SITE), client] {
        assert_eq!(client.get("/api/v1/tasks").await.header("vary"), Some("Origin"));
    }
    assert_eq!(preflight(&behind(named()), SITE).await.header("vary"), Some("Origin"));
    assert_eq!(behind(Cors::Everyone).by("ada").get("/api/v1/tasks").await.header("vary"), None);
}

#[tokio::test]
async fn local_mode_accepts_only_listed_origins() {
    let local = |cors| Client::with(|setup| setup.cors = cors);
    local(named()).header("origin", SITE).get("/api/v1/tasks").await.expecting(200);
    for cors in [named(), Cors::Everyone] {
        let site = local(cors).header("origin", "https://evil.example");
        site.get("/api/v1/tasks").await.problem(403, "foreign_origin");
    }
}
