//! Operations share a transaction, and nothing else.

use beadle_application::port::{Executions, StartExecutions, Started, StoreError};
use beadle_values::cause::Chain;
use rstest::rstest;

use super::specimen::{SetClock, execution, in_folder, in_memory};
use crate::{Embedded, error::Error, group::Write};

fn stores() -> Vec<(Embedded, Option<tempfile::TempDir>)> {
    let clock = SetClock::at(100);
    let folder = tempfile::tempdir().unwrap();
    let file = Embedded::open(in_folder(folder.path(), &clock)).unwrap();
    vec![(Embedded::open(in_memory(&clock)).unwrap(), None), (file, Some(folder))]
}

/// Keeps the writer busy until the returned sender is used, so that operations queued meanwhile make one
/// group.
fn hold(store: &Embedded) -> std::sync::mpsc::Sender<()> {
    let (release, held) = std::sync::mpsc::channel::<()>();
    store.writer.submit(move |_| {
        held.recv().ok();
        Ok(())
    });
    release
}

fn fail(write: &mut Write<'_>) -> Result<(), Error> {
    write.sql.execute("UPDATE executions SET owner = 'nobody'", [])?;
    Err(Error::Unreadable("on purpose".to_owned()))
}

fn panic(write: &mut Write<'_>) -> Result<(), Error> {
    write.sql.execute("UPDATE executions SET owner = 'nobody'", [])?;
    panic!("on purpose")
}

#[rstest]
#[case::that_fails(fail)]
#[case::that_panics(panic)]
#[tokio::test]
async fn a_failing_operation_leaves_its_group_intact(
    #[case] spoiler: fn(&mut Write<'_>) -> Result<(), Error>,
) {
    for (store, _folder) in stores() {
        let release = hold(&store);
        let (first, second) = (execution(1, 100), execution(2, 100));
        let group =
            async { tokio::join!(store.start(&first), store.writer.ask(spoiler), store.start(&second)) };
        let (started, spoiled, also_started) = tokio::join!(group, async move { drop(release) }).0;
        assert_eq!(started.unwrap(), Started::Created);
        assert!(matches!(spoiled, Err(StoreError::Corrupt(_))), "{spoiled:?}");
        assert_eq!(also_started.unwrap(), Started::Created);
        for expected in [first, second] {
            let read = Executions::get(&store, expected.id()).await.unwrap();
            assert_eq!(read, Some(expected));
        }
    }
}

#[tokio::test]
async fn a_failed_group_fails_as_a_whole_and_the_next_one_is_written() {
    for (store, _folder) in stores() {
        let end_transaction = |write: &mut Write<'_>| {
            write.sql.execute_batch("ROLLBACK")?;
            Err::<(), _>(Error::Aborted)
        };
        let release = hold(&store);
        let lost = execution(1, 100);
        let group = async { tokio::join!(store.start(&lost), store.writer.ask(end_transaction)) };
        let (refused, _) = tokio::join!(group, async move { drop(release) }).0;
        let refused = refused.unwrap_err();
        assert!(matches!(refused, StoreError::Unavailable(_)), "{refused:?}");
        assert_eq!(
            Chain(&refused).to_string(),
            "the store is unavailable: the disk or the memory is exhausted"
        );
        assert_eq!(Executions::get(&store, lost.id()).await.unwrap(), None);
        assert_eq!(store.start(&lost).await.unwrap(), Started::Created);
    }
}

#[tokio::test]
async fn a_log_line_names_what_sqlite_complained_about() {
    let store = Embedded::open(in_memory(&SetClock::at(100))).unwrap();
    let failing = |write: &mut Write<'_>| Ok(write.sql.execute_batch("DELETE FROM nowhere")?);
    let refused = store.writer.ask(failing).await.unwrap_err();
    let line = Chain(&refused).to_string();
    assert_eq!(line.matches("no such table: nowhere").count(), 1, "{line}");
    assert!(!refused.to_string().contains("nowhere"), "{refused}");
}
