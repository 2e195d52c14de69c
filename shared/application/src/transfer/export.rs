//! Exporting what the caller has, a page at a time.

use beadle_domain::{
    gate::PauseTarget,
    projection::audit::{Subject, Verb},
    transfer::{self, LeftOut, Record, Withheld, execution::is_movable, secrets},
};
use beadle_values::page::{Cursor, Page};
use serde_json::Value;

use super::{
    TransferService,
    position::{Position, Section},
};
use crate::{
    Call, Error, Operation,
    audit::{Target, audit},
    pause,
    port::{BatchQuery, ConfigQuery, ExecutionOrder, ExecutionQuery, ExecutionScope, StoreError, TaskQuery},
};

/// A page is full with so many records or bytes.
const FULL: (usize, usize) = (100, 512 * 1024);

/// The most bytes that are read at once, unless they are those of one thing. A response of Lambda has 6 MB at most.
const MAX_READ: usize = 4 * 1024 * 1024;

/// How many things are read at once: fewer, if they turn out to be too large.
const AT_ONCE: [usize; 3] = [50, 5, 1];

impl TransferService {
    /// A page of the records of all that the caller has. A thing that does not change meanwhile is on exactly one page.
    ///
    /// # Errors
    /// [`Error::Denied`]; [`Error::Store`], also for a cursor of another list.
    pub async fn export(&self, call: Call<'_>, cursor: Option<&Cursor>) -> Result<Page<Value>, Error> {
        Operation::ReadAccount.check_own(call.by)?;
        Operation::ExportAccount.check_own(call.by)?;
        let mut at = match cursor {
            Some(cursor) => Position::read(cursor)?,
            None => {
                let owner = &call.by.owner;
                let target = Target::new(Some(owner), owner);
                audit(&*self.audit, call, (Subject::Account, Verb::Exported), target).await;
                Position::start()
            }
        };
        let (mut items, mut bytes) = (Vec::new(), 0);
        loop {
            let (records, size, after) = self.part(call, &at).await?;
            items.extend(records);
            bytes += size;
            match at.next(after) {
                None => return Ok(Page { items, next: None }),
                Some(next) if items.len() >= FULL.0 || bytes >= FULL.1 => {
                    return Ok(Page { items, next: Some(next.cursor()) });
                }
                Some(next) => at = next,
            }
        }
    }

    /// The records at `at` with their size, and the place after them in the section.
    async fn part(
        &self,
        call: Call<'_>,
        at: &Position,
    ) -> Result<(Vec<Value>, usize, Option<Cursor>), Error> {
        let mut limits = AT_ONCE.into_iter().peekable();
        while let Some(limit) = limits.next() {
            let Page { items, next } = self.read(call, at, limit).await?;
            let values: Vec<Value> = items.iter().map(Record::value).collect();
            let size = values.iter().map(|value| value.to_string().len()).sum();
            if size <= MAX_READ || limits.peek().is_none() {
                return Ok((values, size, next));
            }
        }
        Ok((Vec::new(), 0, None))
    }

    /// The records of at most `limit` things.
    async fn read(&self, call: Call<'_>, at: &Position, limit: usize) -> Result<Page<Record>, Error> {
        let (owner, cursor) = (call.by.owner.clone(), at.after.clone());
        match at.section {
            Section::Configs => {
                self.configs(call, ConfigQuery { owner, key: None, plan: None, limit, cursor }).await
            }
            Section::Calendars => {
                let all = self.calendars.calendars.all(Some(&owner)).await?;
                let records = all.iter().map(transfer::calendar::record);
                Ok(slice(records.map(|record| (record.id.clone(), record)), cursor, limit))
            }
            Section::Functions => self.functions(call, cursor, limit).await,
            Section::Templates => {
                let all = match Operation::ChangeTemplate.check_own(call.by) {
                    Ok(()) => self.templates.templates.all().await?,
                    Err(_) => Vec::new(),
                };
                let records = all.iter().map(transfer::template::record);
                Ok(slice(records.map(|record| (record.id.clone(), record)), cursor, limit))
            }
            Section::Tasks | Section::DeletedTasks => {
                let deleted = at.section == Section::DeletedTasks;
                self.tasks(TaskQuery { deleted, cursor, ..TaskQuery::newest(owner, limit, call.now) }).await
            }
            Section::Alerts => {
                let book = self.alerts.book(call.by).await?;
                let records =
                    transfer::alerts::record(&book.rules).into_iter().flat_map(with_what_is_missing);
                Ok(Page { items: records.collect(), next: None })
            }
            Section::Batches => self.batches(BatchQuery { owner, limit, cursor }).await,
            Section::Executions => {
                let newest = ExecutionQuery::newest(ExecutionScope::Owner(owner), limit);
                self.executions(ExecutionQuery { order: ExecutionOrder::OldestFirst, cursor, ..newest }).await
            }
            Section::LeftOut => self.left_out(call).await,
        }
    }

    async fn configs(&self, call: Call<'_>, query: ConfigQuery) -> Result<Page<Record>, Error> {
        let page = self.configs.configs.list(&query).await?;
        let mut items = Vec::with_capacity(page.items.len());
        for config in page.items.iter().filter(|config| config.owner == query.owner) {
            items.extend(with_what_is_missing(transfer::config::record(config)));
            let pause = pause::in_force(&*self.gates, &PauseTarget::Config(config.id), call.now).await?;
            items.extend(pause.map(|pause| left_out(Withheld::Pause, config.id, pause.reason)));
        }
        Ok(Page { items, next: page.next })
    }

    async fn functions(
        &self,
        call: Call<'_>,
        cursor: Option<Cursor>,
        limit: usize,
    ) -> Result<Page<Record>, Error> {
        if Operation::InspectFunction.check_own(call.by).is_err() {
            return Ok(Page { items: Vec::new(), next: None });
        }
        let all = self.functions.functions.all().await?;
        // The place of the head is behind those of all versions.
        let places = all.iter().flat_map(|function| {
            let versions = function.versions.iter().map(move |version| (function, Some(version)));
            versions.chain([(function, None)])
        });
        let places = places.map(|(function, version)| {
            let number = version.map_or(u32::MAX, |version| version.number);
            (format!("{}.{number:010}", function.name), (function, version))
        });
        let Page { items: places, next } = slice(places, cursor, limit);
        let mut items = Vec::with_capacity(places.len());
        for (function, version) in places {
            let Some(version) = version else {
                items.push(transfer::function::record(function));
                continue;
            };
            let source = self.functions.functions.source(&function.name, &version.digest).await?;
            let missing = || StoreError::Corrupt(format!("{} lacks a source", function.name).into());
            let source = source.ok_or_else(missing)?;
            items.push(transfer::function::version_record(&function.name, version, &source));
        }
        Ok(Page { items, next })
    }

    async fn tasks(&self, query: TaskQuery) -> Result<Page<Record>, Error> {
        let page = self.tasks.tasks.list(&query).await?;
        let mut items = Vec::with_capacity(page.items.len());
        for saved in page.items.iter().filter(|saved| saved.task.owner == query.owner) {
            let release = match saved.task.dependencies.is_empty() {
                true => None,
                false => self.dependencies.last_release(saved.task.id).await?,
            };
            items.extend(with_what_is_missing(transfer::task::record(&saved.task, release.as_ref())));
        }
        Ok(Page { items, next: page.next })
    }

    async fn batches(&self, query: BatchQuery) -> Result<Page<Record>, Error> {
        let page = self.batches.list(&query).await?;
        let items = page.items.iter().map(|counted| {
            let batch = &counted.batch;
            let unended = || left_out(Withheld::Batch, batch.id, batch.name.clone().unwrap_or_default());
            transfer::batch::record(batch).unwrap_or_else(unended)
        });
        Ok(Page { items: items.collect(), next: page.next })
    }

    async fn executions(&self, query: ExecutionQuery) -> Result<Page<Record>, Error> {
        let page = self.executions.executions.list(&query).await?;
        let mut items = Vec::with_capacity(page.items.len());
        for execution in page.items {
            let is_apart = execution.progress.answer.as_ref().is_some_and(|answer| answer.apart().is_some());
            // Lists leave large responses out. One that was removed meanwhile has expired.
            let execution = match is_apart {
                true => self.executions.executions.get(execution.id()).await?.unwrap_or(execution),
                false => execution,
            };
            items.push(match is_movable(&execution) {
                true => transfer::execution::record(&execution),
                false => {
                    left_out(Withheld::Execution, execution.id(), execution.status().as_str().to_owned())
                }
            });
        }
        Ok(Page { items, next: page.next })
    }

    /// What is not moved beside what the other sections say.
    async fn left_out(&self, call: Call<'_>) -> Result<Page<Record>, Error> {
        let owner = &call.by.owner;
        let keys = self.api_keys.list(owner).await?;
        let mut items: Vec<Record> =
            keys.iter().map(|key| left_out(Withheld::ApiKey, key.id, key.name.clone())).collect();
        let pause = pause::in_force(&*self.gates, &PauseTarget::Account(owner.clone()), call.now).await?;
        items.extend(pause.map(|pause| left_out(Withheld::Pause, owner, pause.reason)));
        if Operation::InspectFunction.check_own(call.by).is_err() {
            items.push(left_out(Withheld::Functions, "functions", String::new()));
        }
        if Operation::ChangeTemplate.check_own(call.by).is_err() {
            items.push(left_out(Withheld::Templates, "templates", String::new()));
        }
        Ok(Page { items, next: None })
    }
}

fn left_out(what: Withheld, id: impl ToString, name: String) -> Record {
    LeftOut { what, id: id.to_string(), name }.record()
}

/// `record`, and what it needs and does not tell.
fn with_what_is_missing(record: Record) -> Vec<Record> {
    let missing: Vec<Record> = secrets::missing_from(&record).iter().map(LeftOut::record).collect();
    [record].into_iter().chain(missing).collect()
}

/// The first `limit` of `all`, which is ordered by its keys, after the key in `cursor`.
fn slice<T>(all: impl Iterator<Item = (String, T)>, cursor: Option<Cursor>, limit: usize) -> Page<T> {
    let after = cursor.map(|cursor| cursor.0);
    let mut rest = all.filter(|(key, _)| after.as_ref().is_none_or(|after| key > after)).peekable();
    let (mut items, mut last) = (Vec::new(), None);
    for (key, item) in rest.by_ref().take(limit) {
        items.push(item);
        last = Some(Cursor(key));
    }
    let next = last.filter(|_| rest.peek().is_some());
    Page { items, next }
}
