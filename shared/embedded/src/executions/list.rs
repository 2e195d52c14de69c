//! Lists executions, newest or oldest first: stable while new ones arrive.

use aws_lc_rs::hmac;
use beadle_application::port::{ExecutionOrder, ExecutionQuery, ExecutionScope, StoreError};
use beadle_domain::{
    execution::{Execution, ExecutionFilter, Status},
    spec::TaskType,
};
use rusqlite::{
    Connection, Row, params_from_iter,
    types::{ToSql, Value},
};

use crate::{
    cursor::{Cursors, Position},
    error::Error,
    row,
    set_aside::{EXECUTIONS, SetAside},
};

/// The most rows a page scans. A rare filter yields a short page with a next one instead of a slow response.
const MAX_SCANNED: usize = 10_000;

/// How many rows one counts for whose documents are read to see whether it matches.
const READ_IN_FULL: usize = 4;

/// The columns of a row after those of the execution.
const CREATED_AT: usize = row::COLUMNS;
const ID: usize = CREATED_AT + 1;
const STATUS: usize = ID + 1;
const TASK_TYPE: usize = STATUS + 1;

/// One page to read.
pub(super) struct List {
    scope: ExecutionScope,
    status: Option<Status>,
    task_type: Option<TaskType>,
    undelivered: bool,
    filter: ExecutionFilter,
    order: ExecutionOrder,
    /// The time at which the list ends in its order, included for the newest first, excluded for the oldest first.
    end: i64,
    /// What the list begins behind, in its order.
    begin: (i64, Vec<u8>),
    limit: usize,
}

impl List {
    pub(super) fn of(query: &ExecutionQuery, key: &hmac::Key) -> Result<Self, StoreError> {
        let position =
            query.cursor.as_ref().map(|cursor| Self::cursors(query, key).read(cursor)).transpose()?;
        let from = query.from.map_or(i64::MIN, |from| from.as_millisecond());
        let to = query.to.map_or(i64::MAX, |to| to.as_millisecond());
        let resumed = position.map(|Position { at, id }| (at, id.as_bytes().to_vec()));
        // No id is empty, so an empty one is before all of its time.
        let (end, begin) = match query.order {
            ExecutionOrder::NewestFirst => {
                let begin = (to, Vec::new());
                (from, resumed.into_iter().fold(begin, Ord::min))
            }
            ExecutionOrder::OldestFirst => {
                let begin = (from, Vec::new());
                (to, resumed.into_iter().fold(begin, Ord::max))
            }
        };
        Ok(Self {
            scope: query.scope.clone(),
            status: Self::only_status(query),
            task_type: query.task_type,
            undelivered: query.undelivered,
            filter: query.filter.clone(),
            order: query.order,
            end,
            begin,
            limit: query.limit.max(1),
        })
    }

    /// The only status that matches, if there is one.
    fn only_status(query: &ExecutionQuery) -> Option<Status> {
        let of_filter = || match &query.filter.statuses[..] {
            [only] => Some(*only),
            _ => query.filter.error_code.map(|_| Status::Failed),
        };
        query.status.or_else(|| query.undelivered.then_some(Status::Failed)).or_else(of_filter)
    }

    /// The cursors of the list that `query` selects, independent of its page.
    pub(super) fn cursors<'k>(query: &ExecutionQuery, key: &'k hmac::Key) -> Cursors<'k> {
        let ExecutionQuery { scope, status, task_type, undelivered, from, to, filter, order, .. } = query;
        let list = format!("executions {scope:?} {status:?} {task_type:?} {undelivered} {from:?} {to:?}");
        // What says nothing more is known by the name that it had before there was more to say.
        let plain = filter.is_empty() && *order == ExecutionOrder::default();
        Cursors::of(key, if plain { list } else { format!("{list} {filter:?} {order:?}") })
    }

    /// The executions of the page, and the position after which the next one starts.
    pub(super) fn page(
        &self,
        sql: &Connection,
        aside: &SetAside,
    ) -> Result<(Vec<Execution>, Option<Position>), Error> {
        let (condition, scope): (&str, Box<dyn ToSql>) = match (&self.scope, self.indexed_status()) {
            (ExecutionScope::Owner(owner), None) => ("owner = ?1", Box::new(owner.as_str().to_owned())),
            (ExecutionScope::Owner(owner), Some(_)) => {
                ("owner = ?1 AND status = ?5 AND status > 5", Box::new(owner.as_str().to_owned()))
            }
            (ExecutionScope::Batch(batch), _) => {
                ("batch_id = ?1 AND batch_id IS NOT NULL", Box::new(batch.uuid().as_bytes().to_vec()))
            }
            (ExecutionScope::Task(task), _) => {
                ("task_id = ?1 AND task_id IS NOT NULL", Box::new(task.uuid().as_bytes().to_vec()))
            }
        };
        let ordered = match self.order {
            ExecutionOrder::NewestFirst => {
                "created_at >= ?2 AND (created_at, id) < (?3, ?4) ORDER BY created_at DESC, id DESC"
            }
            ExecutionOrder::OldestFirst => {
                "created_at < ?2 AND (created_at, id) > (?3, ?4) ORDER BY created_at, id"
            }
        };
        let columns = row::columns!();
        let statement = format!(
            "SELECT {columns}, created_at, id, status, task_type FROM executions WHERE {condition} AND {ordered}"
        );
        let mut parameters: Vec<Box<dyn ToSql>> = vec![
            scope,
            Box::new(self.end),
            Box::new(self.begin.0),
            Box::new(Value::Blob(self.begin.1.clone())),
        ];
        if condition.contains("?5") {
            parameters.push(Box::new(self.indexed_status()));
        }
        let mut statement = sql.prepare_cached(&statement)?;
        let mut rows = statement.query(params_from_iter(parameters))?;
        self.collect(sql, &mut rows, aside)
    }

    fn collect(
        &self,
        sql: &Connection,
        rows: &mut rusqlite::Rows<'_>,
        aside: &SetAside,
    ) -> Result<(Vec<Execution>, Option<Position>), Error> {
        let mut items = Vec::new();
        let mut last = None;
        let mut scanned = 0;
        while let Some(row) = rows.next()? {
            if scanned >= MAX_SCANNED {
                return Ok((items, last));
            }
            scanned += 1;
            let mut matches = self.matches(row)?;
            if matches && !self.filter.is_empty() {
                scanned += READ_IN_FULL;
                matches = self.filter_matches(row);
            }
            if matches {
                if items.len() == self.limit {
                    return Ok((items, last));
                }
                let execution = row::execution(row, 0);
                items.extend(aside.or_skip(sql, EXECUTIONS, &[row.get_ref(ID)?], execution)?);
            }
            last = Position::of(row, CREATED_AT)?.or(last);
        }
        Ok((items, None))
    }

    fn matches(&self, row: &Row<'_>) -> Result<bool, Error> {
        let status = match self.status {
            Some(status) => row.get::<_, i64>(STATUS)? == row::code(status),
            None => true,
        };
        let task_type = match self.task_type {
            Some(kind) => row.get_ref(TASK_TYPE)?.as_str().is_ok_and(|name| name == kind.as_str()),
            None => true,
        };
        let taken = self.filter.is_empty() || self.filter.takes(row::status(row.get(STATUS)?)?);
        // What started an execution is in its document alone.
        let undelivered = || row::execution(row, 0).is_ok_and(|found| found.is_undelivered_notice());
        Ok(status && task_type && taken && (!self.undelivered || undelivered()))
    }

    /// Whether the documents of a row match. One that can't be read does: it is set aside when it is listed.
    fn filter_matches(&self, row: &Row<'_>) -> bool {
        row::execution(row, 0).map_or(true, |found| self.filter.matches(&found))
    }

    /// The status, if it has an index of its own.
    fn indexed_status(&self) -> Option<i64> {
        self.status.map(row::code).filter(|code| *code > row::code(Status::Completed))
    }
}
