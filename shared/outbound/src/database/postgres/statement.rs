//! One statement by the extended protocol (PostgreSQL manual, section 55.2.3).

use beadle_domain::call::{DatabaseAnswer, DatabaseRequest};
use fallible_iterator::FallibleIterator;
use postgres_protocol::{
    IsNull, Oid,
    message::{
        backend::{Message, RowDescriptionBody},
        frontend,
    },
};
use postgres_types::Type;

use super::{
    Session,
    fault::Fault,
    params,
    rows::texts,
    values,
    wire::{Reply, Wire, sync},
};
use crate::database::rows::Rows;

/// How many rows are requested at a time.
const BATCH: usize = 100;

/// How much longer the texts of a row may be than its JSON, in bytes: texts of bytes have two digits for each,
/// base64 has four characters for three.
const TEXT_PER_JSON: usize = 2;

/// How a statement runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// In the transaction that has begun.
    InTransaction,
    /// By itself: the server begins and ends what it needs.
    Alone,
}

/// What the server says about a statement.
#[derive(Debug, Default)]
struct Description {
    params: Vec<Oid>,
    /// Name and type.
    columns: Vec<(String, Oid)>,
}

/// The end of a batch of rows.
#[derive(Debug, Default)]
struct Progress {
    /// What the statement did, such as `UPDATE 2`; `None` while there may be more rows.
    command: Option<String>,
}

impl Session {
    /// Runs the statement of `request`. Rows are read up to its limits.
    pub(super) async fn statement(
        &mut self,
        mode: Mode,
        request: &DatabaseRequest,
        max_bytes: usize,
    ) -> Result<DatabaseAnswer, Fault> {
        self.wire.max_row = max_bytes.saturating_mul(TEXT_PER_JSON).saturating_add(1_024);
        let query = &*request.query;
        let mut is_prepared = false;
        let mut description = Description::default();
        if mode == Mode::InTransaction {
            description = describe(&mut self.wire, query).await?;
            let types = description.params.iter().chain(description.columns.iter().map(|(_, oid)| oid));
            is_prepared = !self.catalog.learn(&mut self.wire, types.copied()).await?;
        }
        let types: Vec<Type> = description.params.iter().map(|oid| self.catalog.get(*oid)).collect();
        let params = params::of(&request.params, &types)?;
        if !is_prepared {
            self.wire.write(|out| frontend::parse("", query, [], out))?;
        }
        bind(&mut self.wire, params)?;
        if mode == Mode::Alone {
            self.wire.write(|out| frontend::describe(b'P', "", out))?;
        }
        let mut rows = self.rows(&description.columns, request.max_rows, max_bytes);
        let mut types = self.types(&description.columns);
        loop {
            let wanted = (rows.room() + 1).min(BATCH);
            let limit = if mode == Mode::Alone { rows.room() + 1 } else { wanted };
            self.wire.write(|out| frontend::execute("", i32::try_from(limit).unwrap_or(i32::MAX), out))?;
            self.wire.write(sync)?;
            self.wire.flush().await?;
            let mut progress = Progress::default();
            let mut described = None;
            let catalog = &self.catalog;
            self.wire
                .until_ready(|reply| {
                    match reply {
                        Reply::LongRow => rows.drop_row(),
                        Reply::Message(Message::DataRow(body)) if !rows.is_truncated() => {
                            let Some(texts) = texts(&body) else { return Ok(()) };
                            let values = types.iter().zip(texts);
                            rows.push(
                                values
                                    .map(|(kind, text)| {
                                        text.map_or(serde_json::Value::Null, |text| values::of(kind, &text))
                                    })
                                    .collect(),
                            );
                        }
                        Reply::Message(Message::RowDescription(body)) => {
                            let columns = columns(&body);
                            types = columns.iter().map(|(_, oid)| catalog.get(*oid)).collect();
                            rows = new_rows(&columns, &types, request.max_rows, max_bytes);
                            described = Some(columns);
                        }
                        Reply::Message(Message::CommandComplete(body)) => {
                            progress.command = body.tag().ok().map(str::to_owned);
                        }
                        Reply::Message(Message::EmptyQueryResponse) => progress.command = Some(String::new()),
                        _ => {}
                    }
                    Ok(())
                })
                .await?;
            if let Some(columns) = described {
                description.columns = columns;
            }
            let Some(command) = progress.command else {
                if rows.is_truncated() || mode == Mode::Alone {
                    return Ok(rows.finish());
                }
                continue;
            };
            if command == "LISTEN" {
                return Err(Fault::listen());
            }
            let answer = rows.finish();
            let affected = command.rsplit(' ').next().and_then(|count| count.parse().ok()).unwrap_or(0);
            return Ok(if description.columns.is_empty() {
                DatabaseAnswer { affected, ..answer }
            } else {
                answer
            });
        }
    }

    fn types(&self, columns: &[(String, Oid)]) -> Vec<Type> {
        columns.iter().map(|(_, oid)| self.catalog.get(*oid)).collect()
    }

    fn rows(&self, columns: &[(String, Oid)], max_rows: usize, max_bytes: usize) -> Rows {
        new_rows(columns, &self.types(columns), max_rows, max_bytes)
    }
}

fn new_rows(columns: &[(String, Oid)], types: &[Type], max_rows: usize, max_bytes: usize) -> Rows {
    let named = columns.iter().zip(types).map(|((name, _), kind)| (name.clone(), kind.name().to_owned()));
    Rows::new(named, max_rows, max_bytes)
}

/// Prepares `query` without a name.
async fn describe(wire: &mut Wire, query: &str) -> Result<Description, Fault> {
    wire.write(|out| frontend::parse("", query, [], out))?;
    wire.write(|out| frontend::describe(b'S', "", out))?;
    wire.write(sync)?;
    wire.flush().await?;
    let mut description = Description::default();
    wire.until_ready(|reply| {
        match reply {
            Reply::Message(Message::ParameterDescription(body)) => {
                description.params = body.parameters().collect().unwrap_or_default();
            }
            Reply::Message(Message::RowDescription(body)) => description.columns = columns(&body),
            _ => {}
        }
        Ok(())
    })
    .await?;
    Ok(description)
}

fn columns(body: &RowDescriptionBody) -> Vec<(String, Oid)> {
    let columns = body.fields().map(|field| Ok((field.name().to_owned(), field.type_oid())));
    columns.collect().unwrap_or_default()
}

/// Binds the parameters, as texts, to the statement without a name; its values come back as texts, too.
fn bind(wire: &mut Wire, params: Vec<Option<String>>) -> Result<(), Fault> {
    wire.write(|out| {
        let write = |param: Option<String>, out: &mut bytes::BytesMut| {
            let Some(text) = param else { return Ok(IsNull::Yes) };
            out.extend_from_slice(text.as_bytes());
            Ok(IsNull::No)
        };
        frontend::bind("", "", [], params, write, [], out)
    })
}
