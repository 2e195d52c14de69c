//! Rules about breakers and credits.

use beadle_application::{
    Call,
    port::{Accounts, Configs, GateStore, VersionedWrite},
};
use beadle_domain::{
    access::Role,
    account::{Account, Credits},
    config::ConfigDraft,
    gate::{BreakerState, GateKey, GatePart, GateState, breaker},
    policy::BreakerPolicy,
    specimen::at,
};
use beadle_values::{
    id::{ConfigId, OwnerId},
    violation::Path,
};
use serde_json::json;

use super::world::World;
use crate::principal;

fn ada() -> OwnerId {
    OwnerId::parse("ada").unwrap()
}

async fn config(world: &World) -> ConfigId {
    let draft = ConfigDraft::parse(&json!({"name": "mails"}), &Path::body()).unwrap();
    let by = principal("ada", Role::User);
    world.services.configs.create(Call::new(&by, at(0)), draft).await.unwrap().config.id
}

async fn write(world: &World, config: ConfigId, state: &BreakerState, expected: u64) {
    let key = GateKey::of_config(config, GatePart::Breaker);
    let state = GateState::Breaker(state.clone());
    let written = GateStore::write(&world.store, &key, &state, expected).await.unwrap();
    assert_eq!(written, VersionedWrite::Done);
}

/// A breaker that opened at `second`.
fn opened(second: i64) -> BreakerState {
    let policy = BreakerPolicy { minimum: 3, ..BreakerPolicy::default() };
    let failed = |state: &BreakerState, second, failed| {
        breaker::record(state, &policy, at(second), breaker::Outcomes { ok: 0, failed }).unwrap()
    };
    let suspect = failed(&BreakerState::new(ada(), at(0)), second - 1, 2);
    failed(&suspect, second, 1)
}

#[tokio::test]
async fn an_open_breaker_is_told_with_the_name_of_its_config() {
    let world = World::with(json!([{"name": "r", "when": "breaker_open", "targets": ["ops"]}])).await;
    let config = config(&world).await;
    let open = opened(5);
    world.go_to(5);
    write(&world, config, &open, 0).await;
    world.project().await.unwrap();
    world.look().await.unwrap();
    world.go_to(9);
    write(&world, config, &breaker::reset(&open, at(9)), 1).await;
    world.project().await.unwrap();
    world.look().await.unwrap();
    world.look().await.unwrap();
    let told: Vec<String> = world.told().await.into_iter().collect();
    assert_eq!(told, ["ops firing r 5", "ops resolved r 9"]);
    let texts = world.texts().await;
    assert!(texts.iter().any(|text| text.contains("the circuit breaker of mails is open")), "{texts:?}");
}

#[tokio::test]
async fn a_breaker_whose_config_is_deleted_is_over() {
    let world = World::with(json!([{"name": "r", "when": "breaker_open", "targets": ["ops"]}])).await;
    let config = config(&world).await;
    world.go_to(5);
    write(&world, config, &opened(5), 0).await;
    world.project().await.unwrap();
    world.look().await.unwrap();
    let version = Configs::get(&world.store, config).await.unwrap().unwrap().version;
    Configs::remove(&world.store, config, version, None).await.unwrap();
    for second in [6, 904, 905, 906, 2_000] {
        world.go_to(second);
        world.look().await.unwrap();
    }
    let told: Vec<String> = world.told().await.into_iter().collect();
    assert_eq!(told, ["ops firing r 5", "ops resolved r 905"]);
    assert_eq!(world.book().await.due(), None);
}

#[tokio::test]
async fn few_credits_are_told_until_there_are_enough() {
    let rules = json!([{"name": "r", "when": "credits_below", "credits": 5, "targets": ["ops"]}]);
    let world = World::with(rules).await;
    let budget = |credits| Account {
        monthly_credits: Some(Credits::from_thousandths(credits)),
        ..Account::new(ada(), at(0))
    };
    Accounts::write(&world.store, &budget(4_000), 0, None).await.unwrap();
    for second in [1, 2, 3] {
        world.go_to(second);
        world.look().await.unwrap();
    }
    Accounts::write(&world.store, &budget(9_000), 1, None).await.unwrap();
    for second in [900, 901, 902, 5_000] {
        world.go_to(second);
        world.look().await.unwrap();
    }
    let told: Vec<String> = world.told().await.into_iter().collect();
    assert_eq!(told, ["ops firing r 1", "ops resolved r 901"]);
}
