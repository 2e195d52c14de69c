//! OAuth2 tokens: what is requested, how often, and who shares it.

use beadle_application::port::{AuthConsequence, AuthError, Authorizer as _, TokenRow};
use beadle_domain::destination::{Credential, auth::ClientAuth};
use futures_util::future::join_all;
use jiff::Timestamp;

use super::{
    endpoint::PERMITS,
    world::{World, authorize},
};

#[tokio::test]
async fn client_credentials_go_in_the_header_or_in_the_body() {
    let world = World::new().await;
    authorize(&world.process(), &world.credential()).await.unwrap();
    let mut grant = world.grant();
    grant.client_auth = ClientAuth::Body;
    grant.audience = Some("https://api.example".to_owned());
    authorize(&world.process(), &Credential::OAuth2(Box::new(grant))).await.unwrap();
    let asked = world.endpoint.received();
    // Both parts are form-encoded: bea%3Adle and hunter2-the-client%27s+secret.
    let basic = "authorization: Basic YmVhJTNBZGxlOmh1bnRlcjItdGhlLWNsaWVudCUyN3Mrc2VjcmV0";
    assert!(asked[0].head.contains(basic) && asked[0].head.starts_with("POST /token HTTP/1.1"), "{asked:?}");
    assert_eq!(asked[0].body, "grant_type=client_credentials&scope=read+write");
    assert!(!asked[1].head.contains("authorization"));
    assert_eq!(
        asked[1].body,
        "grant_type=client_credentials&scope=read+write&audience=https%3A%2F%2Fapi.example\
         &client_id=bea%3Adle&client_secret=hunter2-the-client%27s+secret"
    );
}

#[tokio::test]
async fn every_process_uses_a_token_until_shortly_before_it_expires() {
    let world = World::new().await;
    let (one, other) = (world.process(), world.process());
    let credential = world.credential();
    assert_eq!(authorize(&one, &credential).await.unwrap().0, "Bearer t1");
    for second in [0, 1800, 3539] {
        world.at(second);
        assert_eq!(authorize(&one, &credential).await.unwrap().0, "Bearer t1");
        assert_eq!(authorize(&other, &credential).await.unwrap().0, "Bearer t1");
    }
    world.at(3540);
    assert_eq!(authorize(&other, &credential).await.unwrap().0, "Bearer t2", "a minute early");
    assert_eq!(authorize(&one, &credential).await.unwrap().0, "Bearer t2");
    world.at(2 * 3600);
    assert_eq!(authorize(&one, &credential).await.unwrap().0, "Bearer t3", "long expired");
    assert_eq!(world.endpoint.received().len(), 3);
}

#[tokio::test]
async fn concurrent_requests_in_several_processes_fetch_one_token() {
    let world = World::new().await;
    let processes = [world.process(), world.process(), world.process()];
    let credential = world.credential();
    let all = (0..30).map(|number| authorize(&processes[number % 3], &credential));
    for shown in join_all(all).await {
        assert_eq!(shown.unwrap().0, "Bearer t1");
    }
    assert_eq!(world.endpoint.received().len(), 1);
}

#[tokio::test]
async fn the_old_token_is_used_while_the_next_one_is_fetched() {
    let world = World::new().await;
    let (one, other) = (world.process(), world.process());
    let credential = world.credential();
    authorize(&one, &credential).await.unwrap();
    world.at(3550);
    let held_back = world.endpoint.gate.acquire_many(PERMITS).await.unwrap();
    let renewal = tokio::spawn({
        let (one, credential) = (one.clone(), credential.clone());
        async move { authorize(&one, &credential).await }
    });
    while world.endpoint.received().len() < 2 {
        tokio::task::yield_now().await;
    }
    for process in [&one, &other] {
        assert_eq!(authorize(process, &credential).await.unwrap().0, "Bearer t1");
    }
    drop(held_back);
    assert_eq!(renewal.await.unwrap().unwrap().0, "Bearer t2");
    assert_eq!(authorize(&other, &credential).await.unwrap().0, "Bearer t2");
    assert_eq!(world.endpoint.received().len(), 2);
}

#[tokio::test]
async fn a_failed_refresh_does_no_harm_while_the_old_token_is_valid() {
    let world = World::new().await;
    let process = world.process();
    let credential = world.credential();
    authorize(&process, &credential).await.unwrap();
    world.at(3550);
    world.endpoint.respond_with(Some((503, "")));
    assert_eq!(authorize(&process, &credential).await.unwrap().0, "Bearer t1");
    world.at(3600);
    assert!(matches!(authorize(&process, &credential).await, Err(AuthError::Endpoint(_))));
    world.endpoint.respond_with(None);
    assert!(authorize(&process, &credential).await.is_ok(), "the lease was given back");
}

#[tokio::test]
async fn waiting_requests_share_a_failure() {
    let world = World::new().await;
    let process = world.process();
    let credential = world.credential();
    world.endpoint.respond_with(Some((401, r#"{"error":"invalid_client"}"#)));
    for shown in join_all((0..10).map(|_| authorize(&process, &credential))).await {
        assert_eq!(shown.unwrap_err(), AuthError::Refused("invalid_client".to_owned()));
    }
    assert_eq!(world.endpoint.received().len(), 1);
}

#[tokio::test]
async fn a_token_that_a_destination_refuses_is_renewed_once_for_all_processes() {
    let world = World::new().await;
    let (one, other) = (world.process(), world.process());
    let credential = world.credential();
    let (_, fetched) = authorize(&one, &credential).await.unwrap();
    assert!(!one.refused(&credential, &fetched).await, "it can't be any fresher");
    let (_, used) = authorize(&one, &credential).await.unwrap();
    let (_, used_by_other) = authorize(&other, &credential).await.unwrap();
    assert!(one.refused(&credential, &used).await && other.refused(&credential, &used_by_other).await);
    let (value, renewed) = authorize(&one, &credential).await.unwrap();
    assert_eq!(value, "Bearer t2");
    assert!(!one.refused(&credential, &renewed).await, "once");
    assert_eq!(authorize(&other, &credential).await.unwrap().0, "Bearer t2", "found in the store");
    assert!(other.refused(&credential, &used_by_other).await, "an old answer that comes late");
    assert_eq!(authorize(&other, &credential).await.unwrap().0, "Bearer t2", "does not harm the new token");
    assert_eq!(world.endpoint.received().len(), 2);
}

#[tokio::test]
async fn another_client_secret_does_not_open_the_token() {
    let world = World::new().await;
    authorize(&world.process(), &world.credential()).await.unwrap();
    let mut grant = world.grant();
    grant.client_secret = "guessed".into();
    world.endpoint.respond_with(Some((401, r#"{"error":"invalid_client"}"#)));
    let stranger = Credential::OAuth2(Box::new(grant));
    assert!(matches!(authorize(&world.process(), &stranger).await, Err(AuthError::Refused(_))));
    assert_eq!(world.rows().await.len(), 2, "another secret, another row");
    world.endpoint.respond_with(None);
    assert_eq!(authorize(&world.process(), &world.credential()).await.unwrap().0, "Bearer t1");
}

#[tokio::test]
async fn a_row_that_was_tampered_with_is_ignored() {
    let world = World::new().await;
    authorize(&world.process(), &world.credential()).await.unwrap();
    let (key, mut row) = world.rows().await.remove(0);
    *row.sealed.as_mut().unwrap().last_mut().unwrap() ^= 1;
    world.overwrite(&key, row).await;
    assert_eq!(authorize(&world.process(), &world.credential()).await.unwrap().0, "Bearer t2");
}

#[tokio::test]
async fn waiting_for_another_process_ends_in_a_deferral() {
    let world = World::new().await;
    authorize(&world.process(), &world.credential()).await.unwrap();
    let (key, row) = world.rows().await.remove(0);
    world.at(4000);
    let leased = TokenRow { leased_until: Some(Timestamp::from_second(4010).unwrap()), ..row };
    world.overwrite(&key, leased).await;
    let process = world.process();
    tokio::time::pause();
    let error = authorize(&process, &world.credential()).await.unwrap_err();
    tokio::time::resume();
    assert_eq!(error, AuthError::Busy);
    assert!(matches!(error.consequence(), AuthConsequence::Defer(_)));
    world.at(4010);
    assert_eq!(
        authorize(&world.process(), &world.credential()).await.unwrap().0,
        "Bearer t2",
        "its lease is over"
    );
    assert_eq!(world.endpoint.received().len(), 2);
}
