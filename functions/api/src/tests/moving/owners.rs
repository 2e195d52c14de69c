//! Imports of what another owner has.

use serde_json::{Value, json};

use super::{Client, exported, import, moved, of_kind};

#[tokio::test]
async fn ids_of_somebody_else_are_mapped_with_their_references() {
    let server = Client::behind_gateway();
    let (ada, bob) = (server.by("ada"), server.by("bob"));
    let config = ada
        .post("/api/v1/configs", json!({"name": "shop", "base_url": "https://shop.example/"}))
        .await
        .expecting(201)
        .id();
    let first = ada.task(json!({"config_id": config})).await.id();
    let second = ada.task(json!({"dependencies": [first], "config": {"url": format!("http://a.example/${{dep.{first}.result.id}}")}})).await.id();
    let run = ada.ask(&format!("/api/v1/tasks/{first}/execute")).await.json["execution_id"]
        .as_str()
        .unwrap()
        .to_owned();
    ada.complete(&run, json!({"id": 1})).await;
    let mut records = moved(&exported(&ada).await);
    records.sort_by_key(|record| record["id"] == second.as_str());
    let outcomes = import(&bob, &records, json!({})).await;
    assert!(outcomes.iter().all(|outcome| outcome == "import_taken"), "{outcomes:?}");
    let outcomes = import(&bob, &records, json!({"map_ids": true})).await;
    assert!(outcomes.iter().all(|outcome| outcome == "created"), "{outcomes:?}");
    let again = import(&bob, &records, json!({"map_ids": true})).await;
    assert!(again.iter().all(|outcome| outcome == "same"), "{again:?}");
    let text = json!(moved(&exported(&bob).await)).to_string();
    for id in [config, first, second, run] {
        assert!(!text.contains(&id), "{id} is still named: {text}");
    }
    assert_eq!(moved(&exported(&ada).await).len(), 4, "what is there stays");
}

#[tokio::test]
async fn a_record_reads_nothing_of_others_and_does_nothing_that_its_importer_may_not() {
    let server = Client::behind_gateway();
    let (ada, bob) = (server.by("ada"), server.by("bob"));
    let secret = ada.execution().await.id();
    ada.complete(&secret, json!({"secret": 1})).await;
    let task = ada.task(json!({})).await.id();
    let own = bob.execution().await.id();
    bob.complete(&own, json!({})).await;
    let mut record = of_kind(&exported(&bob).await, "execution")[0].clone();
    record["id"] = json!("exe_00000000000000000000000000000001");
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut record = record.clone();
        change(&mut record);
        record
    };
    let records = [
        refused(&|record| record["request"]["trigger"]["upstream"] = json!([secret])),
        refused(&|record| record["request"]["task_id"] = json!(task)),
        refused(&|record| {
            record["request"]["spec"] = json!({"type": "script", "config": {"command": "node"}})
        }),
        refused(&|record| record["request"]["spec"]["config"]["url"] = json!("ftp://a.example/")),
        refused(&|record| record["request"]["policy"]["timeout_ms"] = json!(999_999_999)),
        refused(&|record| record["progress"]["state"]["status"] = json!("running")),
        refused(&|record| record["request"]["colour"] = json!("red")),
        json!({"kind": "execution", "version": 2, "id": "x"}),
        json!({"kind": "spell", "version": 1, "id": "x"}),
        json!({"kind": "config", "version": 1, "id": "x", "members": {}, "state": {}}),
    ];
    let outcomes = import(&bob, &records, json!({"pending": true})).await;
    let denied = "permission_denied";
    let expected = ["validation", "validation", denied, "validation", "validation", "validation", "created"];
    assert_eq!(outcomes[..7], expected, "{outcomes:?}");
    assert!(outcomes[7..].iter().all(|outcome| outcome == "validation"), "{outcomes:?}");
    assert!(exported(&bob).await.iter().all(|record| record["id"] != task.as_str()));
}
