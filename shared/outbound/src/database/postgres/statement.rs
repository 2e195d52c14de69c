//! One statement by the extended protocol (PostgreSQL manual, section 55.2.3).

use beadle_domain::call::{DatabaseAnswer, DatabaseRequest};
use bytes::BytesMut;
use fallible_iterator::FallibleIterator;
use postgres_protocol::{
    IsNull, Oid,
    message::{backend::Message, frontend},
};
use postgres_types::Type;

use super::{
    Session,
    fault::Fault,
    params,
    reading::{Columns, Reading, columns},
    wire::{Reply, Wire, sync},
};

/// How many rows are requested at a time.
const BATCH: usize = 100;

/// How much longer the texts of a row may be than its JSON: bytes have two digits in a text, and four
/// characters for three of them in base64.
const TEXT_PER_JSON: usize = 2;

/// What surrounds the texts of a row, in bytes.
const FRAME: usize = 1_024;

/// How a statement runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// In the transaction that has begun.
    InTransaction,
    /// By itself: the server begins and ends what it needs. It has no parameters.
    Alone,
}

/// What the server says about a statement.
#[derive(Debug, Default)]
struct Description {
    params: Vec<Oid>,
    columns: Columns,
}

impl Session {
    /// Runs the statement of `request`. Rows are read up to its limits.
    pub(super) async fn statement(
        &mut self,
        mode: Mode,
        request: &DatabaseRequest,
        max_bytes: usize,
    ) -> Result<DatabaseAnswer, Fault> {
        let Self { wire, catalog, prepares, .. } = self;
        wire.max_row = max_bytes.saturating_mul(TEXT_PER_JSON).saturating_add(FRAME);
        let query = &*request.query;
        let mut is_prepared = false;
        let mut description = Description::default();
        if mode == Mode::InTransaction {
            description = describe(wire, query).await?;
            let columns = description.columns.iter().map(|(_, oid)| oid);
            let types = description.params.iter().chain(columns).copied();
            is_prepared = !catalog.learn(wire, types).await?;
        }
        let types: Vec<Type> = description.params.iter().map(|oid| catalog.get(*oid)).collect();
        let params = params::of(&request.params, &types)?;
        if !is_prepared {
            wire.write(|out| frontend::parse("", query, [], out))?;
        }
        bind(wire, params)?;
        if mode == Mode::Alone {
            wire.write(|out| frontend::describe(b'P', "", out))?;
        }
        let mut reading = Reading::new(catalog, &description.columns, request.max_rows, max_bytes);
        loop {
            // Alone, its portal ends with the batch.
            let most = if mode == Mode::Alone { usize::MAX } else { BATCH };
            let limit = i32::try_from((reading.room() + 1).min(most)).unwrap_or(i32::MAX);
            wire.write(|out| frontend::execute("", limit, out))?;
            wire.write(sync)?;
            wire.flush().await?;
            wire.until_ready(|reply| reading.take(reply)).await?;
            *prepares = reading.command() == Some("PREPARE");
            match reading.command() {
                Some("LISTEN") => return Err(Fault::listen()),
                None if mode == Mode::InTransaction && !reading.is_truncated() => {}
                _ => return Ok(reading.finish()),
            }
        }
    }
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
                description.params = body.parameters().collect().map_err(|_| Fault::unreadable())?;
            }
            Reply::Message(Message::RowDescription(body)) => description.columns = columns(&body)?,
            _ => {}
        }
        Ok(())
    })
    .await?;
    Ok(description)
}

/// Binds the parameters, as texts, to the statement without a name; its values come back as texts, too.
fn bind(wire: &mut Wire, params: Vec<Option<String>>) -> Result<(), Fault> {
    let write = |param: Option<String>, out: &mut BytesMut| {
        let Some(text) = param else { return Ok(IsNull::Yes) };
        out.extend_from_slice(text.as_bytes());
        Ok(IsNull::No)
    };
    wire.write(|out| frontend::bind("", "", [], params, write, [], out))
}
