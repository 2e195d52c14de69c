//! The last release of each task that runs after others.

use beadle_application::port::{Replaced, StoreError};
use beadle_domain::dependency::Release;
use beadle_values::id::TaskId;
use rusqlite::params;

use crate::{Embedded, error::Error, row};

impl Embedded {
    pub(crate) async fn release_of(&self, task: TaskId) -> Result<Option<Release>, StoreError> {
        self.read(move |sql| {
            let mut statement = sql.prepare_cached("SELECT document FROM releases WHERE task_id = ?1")?;
            let mut rows = statement.query([task.uuid().as_bytes()])?;
            rows.next()?.map(|found| row::document(found, 0, "a release")).transpose()
        })
        .await
    }

    pub(crate) async fn write_release(&self, release: &Release) -> Result<Replaced, StoreError> {
        const INSERT: &str = "INSERT INTO releases (task_id, version, document) VALUES (?1, ?2, ?3) \
            ON CONFLICT (task_id) DO NOTHING";
        const REPLACE: &str =
            "UPDATE releases SET version = ?2, document = ?3 WHERE task_id = ?1 AND version = ?2 - 1";
        let document = serde_json::to_string(release).map_err(Error::from)?;
        let (task, version) = (release.task.uuid(), release.version);
        let statement = if version == 1 { INSERT } else { REPLACE };
        self.writer
            .ask(move |write| {
                let values = params![task.as_bytes(), row::number(version), document];
                let written = write.sql.prepare_cached(statement)?.execute(values)?;
                Ok(if written == 1 { Replaced::Done } else { Replaced::Conflict })
            })
            .await
    }
}
