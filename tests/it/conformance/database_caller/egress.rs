//! The egress guard for databases.

use std::{net::SocketAddr, sync::Arc};

use beadle_application::port::DatabaseCaller;
use beadle_domain::{call::DatabaseRequest, destination::EgressScope, egress::EgressPolicy};
use beadle_outbound::Databases;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use rstest::rstest;
use serde_json::json;

use super::{DatabaseError, MARIADB, PATIENT, POSTGRES, Peer};

/// Resolves every name to this machine.
struct Inside;

impl Resolve for Inside {
    fn resolve(&self, _: Name) -> Resolving {
        Box::pin(async { Ok(Box::new([SocketAddr::from(([127, 0, 0, 1], 0))].into_iter()) as Addrs) })
    }
}

#[rstest]
#[case("127.0.0.1")]
#[case("2130706433")]
#[case("[::ffff:127.0.0.1]")]
#[case("localhost")]
#[case("inside.example")]
#[tokio::test]
async fn local_addresses_are_refused(#[values("postgres", "mysql")] scheme: &str, #[case] host: &str) {
    let trap = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    trap.set_nonblocking(true).unwrap();
    let url = format!("{scheme}://ada:secret@{host}:{}/app", trap.local_addr().unwrap().port());
    let request = DatabaseRequest { connection: url.into(), ..POSTGRES.request("SELECT 1", json!([])) };
    let databases = Databases::with_resolver(EgressPolicy::strict(Vec::new()), Arc::new(Inside));
    let refused = databases.run(request, PATIENT).await.unwrap_err();
    let DatabaseError::Egress(text) = &refused else { panic!("{refused:?}") };
    assert!(text.starts_with("calls to private, local or reserved addresses are not allowed: "), "{text}");
    assert!(trap.accept().is_err(), "nothing is sent");
}

#[rstest]
#[case::postgres(POSTGRES)]
#[case::mariadb(MARIADB)]
#[tokio::test]
async fn a_name_is_connected_at_the_address_that_was_checked(#[case] peer: Peer) {
    let policy = EgressPolicy::strict(vec!["127.0.0.1/32".parse().unwrap()]);
    let databases = Databases::with_resolver(policy, Arc::new(Inside));
    let url = peer.url("").replace("127.0.0.1", "db.example");
    let request = DatabaseRequest { connection: url.into(), ..peer.request(peer.sum, json!([1, 2])) };
    assert_eq!(databases.run(request, PATIENT).await.unwrap().rows[0]["sum"], json!(3));
}

#[rstest]
#[case::postgres(POSTGRES, "mysql")]
#[case::mariadb(MARIADB, "postgres")]
#[tokio::test]
async fn a_configs_scope_restricts_connections(#[case] peer: Peer, #[case] other: &str) {
    let egress = EgressScope { schemes: vec![other.to_owned()], ..EgressScope::default() };
    let request = DatabaseRequest { egress, ..peer.request("SELECT 1", json!([])) };
    let refused = super::databases().run(request, PATIENT).await.unwrap_err();
    assert!(matches!(refused, DatabaseError::Egress(_)), "{refused:?}");
}
