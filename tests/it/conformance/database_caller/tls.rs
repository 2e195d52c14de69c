//! TLS modes. The servers have an untrusted certificate.

use beadle_application::port::DatabaseCaller;
use beadle_domain::call::DatabaseRequest;
use rstest::rstest;
use serde_json::json;

use super::{DatabaseError, MARIADB, PATIENT, PGBOUNCER, POSTGRES, Peer, databases};

async fn is_encrypted(peer: Peer, mode: &str) -> Result<bool, DatabaseError> {
    let query = if peer.is_postgres() {
        "SELECT ssl::text AS it FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
    } else {
        "SELECT IF(variable_value = '', 'false', 'true') AS it FROM information_schema.session_status
         WHERE variable_name = 'Ssl_cipher'"
    };
    let connection = peer.url(mode).into();
    let request = DatabaseRequest { connection, ..peer.request(query, json!([])) };
    Ok(databases().run(request, PATIENT).await?.rows[0]["it"] == json!("true"))
}

#[rstest]
#[case("", true)]
#[case("?sslmode=disable", false)]
#[case("?sslmode=prefer", true)]
#[case("?ssl-mode=REQUIRED", true)]
#[tokio::test]
async fn modes_without_verification_accept_any_certificate(
    #[values(POSTGRES, MARIADB)] peer: Peer,
    #[case] mode: &str,
    #[case] encrypted: bool,
) {
    assert_eq!(is_encrypted(peer, mode).await, Ok(encrypted));
}

#[rstest]
#[case("?sslmode=verify-ca")]
#[case("?sslmode=verify-full")]
#[case("?ssl-mode=VERIFY_IDENTITY")]
#[tokio::test]
async fn modes_with_verification_refuse_an_untrusted_certificate(
    #[values(POSTGRES, MARIADB)] peer: Peer,
    #[case] mode: &str,
) {
    let error = is_encrypted(peer, mode).await.unwrap_err();
    assert!(matches!(error, DatabaseError::Tls(_)), "{error:?}");
}

/// The certificates of the issuer, as a placeholder of a secret writes them into a URL.
fn issuer() -> String {
    let path =
        std::env::var("BEADLE_DATABASES_CA").expect("BEADLE_DATABASES_CA is set by infra/databases/start");
    url::form_urlencoded::byte_serialize(&std::fs::read(path).expect("a certificate")).collect()
}

#[rstest]
#[case("?sslmode=require&sslrootcert=")]
#[case("?sslmode=verify-ca&sslrootcert=")]
#[case("?sslmode=verify-full&sslrootcert=")]
#[case("?ssl-mode=VERIFY_IDENTITY&ssl-ca=")]
#[tokio::test]
async fn a_certificate_of_an_issuer_in_the_url_is_trusted(
    #[values(POSTGRES, MARIADB)] peer: Peer,
    #[case] mode: &str,
) {
    assert_eq!(is_encrypted(peer, &format!("{mode}{}", issuer())).await, Ok(true));
}

#[tokio::test]
async fn a_server_without_tls_is_refused_in_words_where_tls_is_required() {
    for mode in ["require", "verify-ca", "verify-full"] {
        let error = is_encrypted(PGBOUNCER, &format!("?sslmode={mode}")).await.unwrap_err();
        assert!(
            matches!(&error, DatabaseError::Tls(text) if text.contains("the server has no TLS")),
            "{error:?}"
        );
    }
    let request = |mode| DatabaseRequest {
        connection: PGBOUNCER.url(mode).into(),
        ..PGBOUNCER.request("SELECT 1 AS it", json!([]))
    };
    assert!(databases().run(request("?sslmode=prefer"), PATIENT).await.is_ok());
    assert!(databases().run(request("?sslmode=disable"), PATIENT).await.is_ok());
}

#[tokio::test]
async fn a_login_is_bound_to_the_certificate_where_that_is_required() {
    assert_eq!(is_encrypted(POSTGRES, "?sslmode=require&channel_binding=require").await, Ok(true));
    assert_eq!(is_encrypted(POSTGRES, "?sslmode=require&channel_binding=disable").await, Ok(true));
    for (peer, mode) in
        [(PGBOUNCER, "?channel_binding=require"), (POSTGRES, "?sslmode=disable&channel_binding=require")]
    {
        let error = is_encrypted(peer, mode).await.unwrap_err();
        assert!(matches!(&error, DatabaseError::Tls(text) if text.contains("channel_binding")), "{error:?}");
    }
}

#[tokio::test]
async fn parameters_of_a_url_reach_the_session() {
    let ask = async |parameters: &str, query: &str| {
        let request = DatabaseRequest {
            connection: POSTGRES.url(parameters).into(),
            ..POSTGRES.request(query, json!([]))
        };
        databases().run(request, PATIENT).await.unwrap().rows[0].values().next().unwrap().clone()
    };
    assert_eq!(ask("?application_name=a%20task", "SHOW application_name").await, json!("a task"));
    assert_eq!(ask("", "SHOW application_name").await, json!("beadle"));
    assert_eq!(ask("?options=-c%20search_path%3Dpg_temp", "SHOW search_path").await, json!("pg_temp"));
    assert_eq!(ask("?pgbouncer=true&connection_limit=1&connect_timeout=10", "SELECT 1").await, json!(1));
}
