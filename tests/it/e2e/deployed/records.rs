use anyhow::Context;
use beadle_values::id::ExecutionId;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Deployed, text};
use crate::e2e::{destination::Destination, eventually::eventually};

/// How many requests are sent together.
const TOGETHER: usize = 10;

#[tokio::test]
async fn requests_whose_record_is_deferred_run_once_each_and_are_recorded() -> anyhow::Result<()> {
    let (deployed, _) = Deployed::start().await?.by_someone_new()?;
    let destination = Destination::start().await?;
    let request = json!({"type": "http", "url": destination.url("/ok"), "record": "deferred"});
    let (status, single) = deployed.send(Method::POST, "/api/v1/execute", &request).await?;
    assert_eq!((status, text(&single, "status")), (StatusCode::ACCEPTED, "pending"), "{single:#}");
    let body = json!({"requests": vec![&request; TOGETHER]});
    let (status, several) = deployed.send(Method::POST, "/api/v1/executions/batch", &body).await?;
    assert_eq!(status, StatusCode::MULTI_STATUS, "{several:#}");
    let mut ids = vec![text(&single, "id").to_owned()];
    for result in several["results"].as_array().into_iter().flatten() {
        ids.push(text(&result["execution"], "id").to_owned());
    }
    assert_eq!(ids.len(), TOGETHER + 1, "{several:#}");
    for id in &ids {
        // Until it begins it is found as pending, with as much as its id says.
        let ended = deployed.ended(id).await?;
        assert_eq!((text(&ended, "id"), text(&ended, "status")), (&**id, "completed"), "{ended:#}");
        assert_eq!(ended["cost"]["write_units"], 2, "{ended:#}");
    }
    assert_eq!(destination.calls().len(), ids.len());
    let listed = eventually("the list of all", || async {
        let list = deployed.get("/api/v1/executions?limit=50").await?;
        let listed = list["executions"].as_array().map_or(0, Vec::len);
        Ok((listed == ids.len()).then_some(listed))
    })
    .await?;
    assert_eq!(listed, ids.len());
    Ok(())
}

/// The id is one that its list could have, and whose message never comes.
#[tokio::test]
async fn one_that_waits_is_pending_to_its_owner_and_can_be_cancelled() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?;
    let (owner, _) = deployed.by_someone_new()?;
    let (other, _) = deployed.by_someone_new()?;
    let request = json!({"type": "simulated", "record": "deferred"});
    let (_, accepted) = owner.send(Method::POST, "/api/v1/execute", &request).await?;
    let issued = text(&accepted, "id").strip_prefix("exe_").context("no id")?;
    let mut bytes = *Uuid::parse_str(issued)?.as_bytes();
    bytes[9] ^= 0xff;
    let waiting = ExecutionId::from_uuid(Uuid::from_bytes(bytes));
    let path = format!("/api/v1/executions/{waiting}");
    let look = async |by: &Deployed| by.send(Method::GET, &path, &Value::Null).await;

    let (status, found) = look(&owner).await?;
    assert_eq!((status, text(&found, "status")), (StatusCode::ACCEPTED, "pending"), "{found:#}");
    assert_eq!(look(&other).await?.0, StatusCode::NOT_FOUND);
    let cancel = format!("{path}/cancel");
    let (status, cancelled) = owner.send(Method::POST, &cancel, &json!({})).await?;
    assert_eq!((status, text(&cancelled, "status")), (StatusCode::OK, "cancelled"), "{cancelled:#}");
    let (status, again) = owner.send(Method::POST, &cancel, &json!({})).await?;
    assert_eq!((status, text(&again, "code")), (StatusCode::CONFLICT, "already_ended"), "{again:#}");
    let (status, found) = look(&owner).await?;
    assert_eq!((status, text(&found, "status")), (StatusCode::ACCEPTED, "cancelled"), "{found:#}");
    let (status, why) = owner.send(Method::GET, &format!("{path}/explain"), &Value::Null).await?;
    assert_eq!((status, text(&why, "code")), (StatusCode::CONFLICT, "not_recorded"), "{why:#}");
    Ok(())
}
