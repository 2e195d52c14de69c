//! Importing one record.

use beadle_domain::{
    alert::AlertRules,
    projection::audit::{Subject, Verb},
    transfer::{self, Record, RecordKind},
};
use serde_json::Value;

use super::TransferService;
use crate::{
    Call, Error, Operation,
    audit::{Target, audit, entry},
    port::{Inserted, Replaced},
};

/// How records are imported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// Whether what has the id of somebody else's is imported under another one.
    pub map_ids: bool,
    /// Whether executions that have not begun are imported, to run here.
    pub pending: bool,
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imported {
    /// It was written.
    Created,
    /// It is here already.
    Same,
    /// It is not moved, or not unless that is asked for.
    LeftOut,
}

/// A record that was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedRecord {
    /// Its id here.
    pub id: String,
    /// What became of it.
    pub outcome: Imported,
}

impl TransferService {
    /// Refuses callers who may not import.
    ///
    /// # Errors
    /// [`Error::Denied`].
    pub fn may_import(&self, call: Call<'_>, options: ImportOptions) -> Result<(), Error> {
        Operation::ImportAccount.check_own(call.by)?;
        if options.pending {
            Operation::Execute.check_own(call.by)?;
        }
        Ok(())
    }

    /// Notes in the audit trail that the caller has imported something.
    pub async fn note_import(&self, call: Call<'_>) {
        let target = Target::new(Some(&call.by.owner), &call.by.owner);
        audit(&*self.audit, call, (Subject::Account, Verb::Imported), target).await;
    }

    /// Imports the record `value` for the caller, by the rules of what callers create.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Invalid`] with all violations of the record, [`Error::ImportDiffers`],
    /// [`Error::ImportTaken`], [`Error::Limit`], [`Error::Contended`], [`Error::Sandbox`], [`Error::Store`],
    /// [`Error::Scheduler`].
    pub async fn import(
        &self,
        call: Call<'_>,
        value: &Value,
        options: ImportOptions,
    ) -> Result<ImportedRecord, Error> {
        self.may_import(call, options)?;
        let mut record = Record::read(value)?;
        if options.map_ids {
            record = Record::read(&self.mapped(call, &record).await?)?;
        }
        let outcome = match record.kind {
            RecordKind::Config => self.import_config(call, &record).await?,
            RecordKind::Calendar => self.import_calendar(call, &record).await?,
            RecordKind::FunctionVersion => {
                let version = transfer::function::read_version(&record, call.now)?;
                self.functions.import_version(call, &version).await?
            }
            RecordKind::Function => {
                let (name, head) = transfer::function::read(&record, call.now)?;
                self.functions.import_head(call, &name, &head).await?
            }
            RecordKind::Template => self.import_template(call, &record).await?,
            RecordKind::Task => self.import_task(call, &record).await?,
            RecordKind::Alerts => self.import_alerts(call, &record).await?,
            RecordKind::Batch => self.import_batch(call, &record).await?,
            RecordKind::Execution => self.import_execution(call, &record, options.pending).await?,
            RecordKind::LeftOut => Imported::LeftOut,
        };
        Ok(ImportedRecord { id: record.id, outcome })
    }

    async fn import_config(&self, call: Call<'_>, record: &Record) -> Result<Imported, Error> {
        let config = transfer::config::read(record, &call.by.owner, call.now)?;
        let existing = match self.configs.configs.get(config.id).await? {
            Some(existing) => existing,
            None => match self.configs.import(call, config.clone()).await? {
                Inserted::Created => return Ok(Imported::Created),
                Inserted::Existing(existing) => *existing,
            },
        };
        let is_same = transfer::config::record(&existing) == transfer::config::record(&config);
        there(record, existing.owner == call.by.owner, is_same)
    }

    async fn import_calendar(&self, call: Call<'_>, record: &Record) -> Result<Imported, Error> {
        let calendar = transfer::calendar::read(record, &call.by.owner, call.now)?;
        if let Some(existing) = self.calendars.calendars.get(Some(&call.by.owner), &calendar.name).await? {
            let is_same = transfer::calendar::record(&existing) == transfer::calendar::record(&calendar);
            return there(record, true, is_same);
        }
        written(self.calendars.import(call, &calendar).await?)
    }

    async fn import_template(&self, call: Call<'_>, record: &Record) -> Result<Imported, Error> {
        let template = transfer::template::read(record, call.now)?;
        if let Some(existing) = self.templates.templates.get(&template.id).await? {
            let is_same = transfer::template::record(&existing) == transfer::template::record(&template);
            return there(record, true, is_same);
        }
        written(self.templates.import(call, &template).await?)
    }

    async fn import_task(&self, call: Call<'_>, record: &Record) -> Result<Imported, Error> {
        let imported = transfer::task::read(record, call.now)?;
        let existing = match self.tasks.tasks.get(imported.id).await? {
            Some(existing) => existing.task,
            None => match self.tasks.import(call, imported.clone(), &*self.dependencies).await? {
                Inserted::Created => return Ok(Imported::Created),
                Inserted::Existing(existing) => *existing,
            },
        };
        let (is_numbered, release) = (imported.is_numbered, imported.release.clone());
        let mut task = imported.into_task(&call.by.owner, call.now);
        task.number = existing.number.filter(|_| is_numbered);
        // What it was last released by goes on changing, and is no difference.
        let release = release.as_ref();
        let is_same = transfer::task::record(&existing, release) == transfer::task::record(&task, release);
        there(record, existing.owner == call.by.owner, is_same)
    }

    async fn import_alerts(&self, call: Call<'_>, record: &Record) -> Result<Imported, Error> {
        let rules = transfer::alerts::read(record)?;
        let existing = self.alerts.book(call.by).await?.rules;
        if existing != AlertRules::default() {
            return there(
                record,
                true,
                transfer::alerts::record(&existing) == transfer::alerts::record(&rules),
            );
        }
        self.alerts.set(call, &rules).await?;
        Ok(Imported::Created)
    }

    async fn import_batch(&self, call: Call<'_>, record: &Record) -> Result<Imported, Error> {
        let batch = transfer::batch::read(record, &call.by.owner, call.now)?;
        let existing = match self.batches.get(batch.id).await? {
            Some(existing) => existing.batch,
            None => {
                let target = Target::new(Some(&batch.owner), batch.id);
                let audit = entry(call, (Subject::Batch, Verb::Created), target);
                match self.batches.insert(&batch, Some(&audit)).await? {
                    Inserted::Created => return Ok(Imported::Created),
                    Inserted::Existing(existing) => *existing,
                }
            }
        };
        let is_same = transfer::batch::record(&existing) == transfer::batch::record(&batch);
        there(record, existing.owner == call.by.owner, is_same)
    }
}

/// The outcome for a record under whose id something is here already.
pub(super) fn there(record: &Record, is_own: bool, is_same: bool) -> Result<Imported, Error> {
    match (is_own, is_same) {
        (true, true) => Ok(Imported::Same),
        (true, false) => Err(Error::ImportDiffers(record.id.clone())),
        (false, _) => Err(Error::ImportTaken(record.id.clone())),
    }
}

fn written(replaced: Replaced) -> Result<Imported, Error> {
    match replaced {
        Replaced::Done => Ok(Imported::Created),
        Replaced::Conflict => Err(Error::Contended),
    }
}
