//! TLS modes. The servers have an untrusted certificate.

use beadle_application::port::DatabaseCaller;
use beadle_domain::call::DatabaseRequest;
use rstest::rstest;
use serde_json::json;

use super::{DatabaseError, MARIADB, PATIENT, POSTGRES, Peer, databases};

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
