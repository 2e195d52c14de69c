//! Reads the rows of a statement: each value is the text that the server writes for its type.

use std::borrow::Cow;

use beadle_domain::call::DatabaseAnswer;
use fallible_iterator::FallibleIterator;
use postgres_protocol::{
    Oid,
    message::backend::{DataRowBody, Message, RowDescriptionBody},
};
use postgres_types::Type;
use serde_json::Value;

use super::{catalog::Catalog, fault::Fault, values, wire::Reply};
use crate::database::rows::Rows;

/// The name and the type of each column.
pub(super) type Columns = Vec<(String, Oid)>;

/// What has been read of a statement's answer.
pub(super) struct Reading<'a> {
    catalog: &'a Catalog,
    max_rows: usize,
    max_bytes: usize,
    types: Vec<Type>,
    rows: Rows,
    /// What the statement did, such as `UPDATE 2`; `None` while there may be more rows.
    command: Option<String>,
}

impl<'a> Reading<'a> {
    pub fn new(catalog: &'a Catalog, columns: &[(String, Oid)], max_rows: usize, max_bytes: usize) -> Self {
        let types: Vec<Type> = columns.iter().map(|(_, oid)| catalog.get(*oid)).collect();
        let named =
            columns.iter().zip(&types).map(|((name, _), kind)| (name.clone(), kind.name().to_owned()));
        let rows = Rows::new(named, max_rows, max_bytes);
        Self { catalog, max_rows, max_bytes, types, rows, command: None }
    }

    /// How many more rows may be read.
    pub fn room(&self) -> usize {
        self.rows.room()
    }

    /// Whether a row was dropped.
    pub fn is_truncated(&self) -> bool {
        self.rows.is_truncated()
    }

    /// What the statement did, once it has ended.
    pub fn command(&self) -> Option<&str> {
        self.command.as_deref()
    }

    /// Takes a part of the answer.
    pub fn take(&mut self, reply: Reply) -> Result<(), Fault> {
        match reply {
            Reply::LongRow => self.rows.drop_row(),
            Reply::Message(Message::DataRow(body)) if !self.types.is_empty() && !self.is_truncated() => {
                let texts = texts(&body).ok_or_else(Fault::unreadable)?;
                let values = self.types.iter().zip(texts);
                let values =
                    values.map(|(kind, text)| text.map_or(Value::Null, |text| values::of(kind, &text)));
                self.rows.push(values.collect());
            }
            Reply::Message(Message::RowDescription(body)) => {
                *self = Self::new(self.catalog, &columns(&body)?, self.max_rows, self.max_bytes);
            }
            Reply::Message(Message::CommandComplete(body)) => {
                self.command = Some(body.tag().map_err(|_| Fault::unreadable())?.to_owned());
            }
            Reply::Message(Message::EmptyQueryResponse) => self.command = Some(String::new()),
            Reply::Message(_) => {}
        }
        Ok(())
    }

    pub fn finish(self) -> DatabaseAnswer {
        let answer = self.rows.finish();
        if !self.types.is_empty() {
            return answer;
        }
        let count = self.command.and_then(|command| command.rsplit(' ').next()?.parse().ok());
        // Commands such as CREATE TABLE count nothing.
        DatabaseAnswer { affected: count.unwrap_or(0), ..answer }
    }
}

/// The columns that the server describes.
pub(super) fn columns(body: &RowDescriptionBody) -> Result<Columns, Fault> {
    let columns = body.fields().map(|field| Ok((field.name().to_owned(), field.type_oid())));
    columns.collect().map_err(|_| Fault::unreadable())
}

/// The texts of a row, `None` for NULL; `None` for the whole if it can't be taken apart.
pub(super) fn texts(row: &DataRowBody) -> Option<Vec<Option<Cow<'_, str>>>> {
    let bytes = row.buffer();
    let texts =
        row.ranges().map(|range| Ok(range.and_then(|range| bytes.get(range)).map(String::from_utf8_lossy)));
    texts.collect().ok()
}
