//! Notes about the jobs of executions, written beside their progress.

use beadle_application::port::{Noted, StoreError};
use beadle_domain::execution::{Note, Status};
use beadle_values::id::ExecutionId;
use rusqlite::params;

use crate::{Embedded, agenda::Lane, error::Error, group::Write, row, stored};

impl Embedded {
    pub(super) async fn note_beside(
        &self,
        id: ExecutionId,
        version: u64,
        note: &Note,
    ) -> Result<Noted, StoreError> {
        let note = note.clone();
        self.writer.ask(move |write| write_note(write, id, version, note.clone())).await
    }
}

fn write_note(write: &mut Write<'_>, id: ExecutionId, version: u64, note: Note) -> Result<Noted, Error> {
    const NOTE: &str = "UPDATE executions SET progress = ?2, wake = ?3 WHERE seq = ?1";
    let Some((mut execution, seq, _)) = row::find(write.sql, id)? else { return Ok(Noted::Conflict) };
    let status = execution.status();
    let job = &mut execution.progress.job;
    match note {
        Note::Early(report) if status == Status::Running && job.early.is_none() => job.early = Some(report),
        Note::Heartbeat(heartbeat) if matches!(status, Status::Running | Status::Waiting) => {
            job.heartbeat = Some(heartbeat);
        }
        Note::Late(late) => job.late = Some(late),
        Note::Early(_) | Note::Heartbeat(_) => return Ok(Noted::Conflict),
    }
    if execution.version() != version {
        return Ok(Noted::Conflict);
    }
    let wake = row::wake(&execution);
    let progress = stored::progress(&execution.progress)?;
    write.sql.prepare_cached(NOTE)?.execute(params![seq, progress, wake])?;
    write.effects.written.push((id, version));
    write.wake_at(&Lane::of(&execution), wake);
    Ok(Noted::Done)
}
