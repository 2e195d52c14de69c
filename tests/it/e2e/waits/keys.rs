//! Keys of callbacks that are replaced while jobs run.

use rstest::rstest;
use serde_json::json;

use super::{On, World};

const OLD: &str = "old:YSBrZXkgb2YgY2FsbGJhY2tzIHRoYXQgaXMgbG9uZyBlbm91Z2g=";
const NEW: &str = "new:YW5vdGhlciBrZXkgb2YgY2FsbGJhY2tzLCBsb25nIGVub3VnaA==";

#[rstest]
#[case::one_machine(On::OneMachine)]
#[case::deployed(On::Aws)]
#[tokio::test]
async fn a_token_is_good_as_long_as_its_key_is_kept(#[case] on: On) -> anyhow::Result<()> {
    let mut world = World::start_as(on, "keys").await?;
    world.restart(OLD, "info").await?;
    let (first, first_hook) = world.accepted(&json!({})).await?;
    let (_, forgotten_hook) = world.accepted(&json!({})).await?;

    world.restart(&format!("{NEW},{OLD}"), "debug").await?;
    let (second, second_hook) = world.accepted(&json!({})).await?;
    let key = |hook: &str| hook.rsplit('/').next().unwrap_or_default().split('.').nth(3).map(str::to_owned);
    assert_eq!((key(&first_hook).as_deref(), key(&second_hook).as_deref()), (Some("old"), Some("new")));
    assert_eq!(world.post(&first_hook, &json!({"by": "old"})).await?.0, 200);
    assert_eq!(world.ended(&first).await?["result"], json!({"by": "old"}));

    world.restart(NEW, "info").await?;
    let (status, problem) = world.post(&forgotten_hook, &json!({})).await?;
    assert_eq!((status, &problem["code"]), (404, &json!("unknown_callback")), "{problem:#}");
    assert_eq!(world.post(&second_hook, &json!({"by": "new"})).await?.0, 200);
    assert_eq!(world.ended(&second).await?["result"], json!({"by": "new"}));
    Ok(())
}
