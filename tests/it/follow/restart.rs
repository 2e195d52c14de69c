//! A process that ends between counting an end and releasing the dependents.

use beadle_embedded::Options;

use super::World;
use crate::conformance::http_caller::destination::{Destination, Reply, whole};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unreleased_dependents_are_released_after_a_restart() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let there = Destination::start(|_| Reply::Bytes(whole(200, "", b""))).await;
    let there = {
        // Its projector stops at the first write after it has counted.
        let mut world = World::new(there, Options::in_folder(folder.path()), 1, 0)?;
        let root = world.save("root", &[]).await?;
        world.save("after", &[root.id]).await?;
        world.start(&root).await?;
        let delivered = world.deliveries.next().await.expect("the store is open");
        world.executor.handle(delivered.delivery, None).await?;
        drop(delivered.slot);
        let records = world.changes.first().await?;
        world.projector.handle(&records).await.expect_err("it stops");
        let World { there, .. } = world;
        there
    };

    let mut world = World::new(there, Options::in_folder(folder.path()), 0, 0)?;
    world.settle().await?;
    assert_eq!(world.calls(), [("after".to_owned(), 1), ("root".to_owned(), 1)].into());
    Ok(())
}
