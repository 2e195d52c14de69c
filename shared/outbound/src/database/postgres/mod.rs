//! PostgreSQL.
//!
//! A connection may lead to a pooler that gives each transaction another server (PgBouncer's transaction
//! mode). So a statement has one transaction: limits are set in it, the statement is prepared without a name,
//! bound and run in it, and what it may have left in the session is dropped in the message that ends it. ADR
//! 19 has the reasons.
//!
//! The extended protocol accepts one statement at a time. It runs in a portal, so that the server sends no
//! more rows than are read.

mod arrays;
mod catalog;
mod channel_binding;
mod fault;
mod params;
mod reading;
mod startup;
mod statement;
mod values;
mod wire;

use std::{net::SocketAddr, time::Duration};

use async_trait::async_trait;
use beadle_domain::call::{DatabaseAnswer, DatabaseError, DatabaseRequest};
use futures_util::future::BoxFuture;
use postgres_protocol::message::backend::Message;

use self::{
    catalog::Catalog,
    fault::Fault,
    startup::{CancelKey, Route},
    statement::Mode,
    wire::{Reply, Wire},
};
use super::{address::Address, runner};

/// Drops what a statement may have left in its session, as DISCARD ALL does; but prepared statements stay,
/// which a pooler may keep there for others.
const RESET: &str = "SET SESSION AUTHORIZATION DEFAULT; RESET ALL; CLOSE ALL; UNLISTEN *; \
                     SELECT pg_catalog.pg_advisory_unlock_all(); DISCARD SEQUENCES; DISCARD TEMP";

/// Drops statements that SQL has prepared; not those of the protocol, which may be a pooler's.
const DEALLOCATE: &str = "; DO $$ DECLARE named text; BEGIN \
                          FOR named IN SELECT name FROM pg_catalog.pg_prepared_statements WHERE from_sql LOOP \
                          EXECUTE pg_catalog.format('DEALLOCATE %I', named); END LOOP; END $$";

/// How values are written, whatever the user or the database is set to.
const FORMATS: &str =
    "SET LOCAL DateStyle = 'ISO'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 3";

/// A connection, which is closed when dropped.
pub(super) struct Session {
    wire: Wire,
    route: Route,
    key: CancelKey,
    catalog: Catalog,
    /// Whether the statement was a PREPARE, which no rollback undoes.
    prepares: bool,
    /// Whether nothing is left of the last statement.
    is_clean: bool,
}

#[async_trait]
impl runner::Session for Session {
    async fn connect(address: &Address, peers: &[SocketAddr]) -> Result<Self, DatabaseError> {
        let (wire, route, key) = startup::connect(address, peers).await?;
        Ok(Self { wire, route, key, catalog: Catalog::default(), prepares: false, is_clean: true })
    }

    async fn begin(&mut self, timeout: Duration, _: usize) -> Result<(), DatabaseError> {
        (self.is_clean, self.prepares) = (false, false);
        let begin = format!("BEGIN; SET LOCAL statement_timeout = {}; {FORMATS}", timeout.as_millis());
        Ok(self.wire.script(&begin, |_| Ok(())).await?)
    }

    async fn run(
        &mut self,
        request: &DatabaseRequest,
        max_bytes: usize,
    ) -> Result<DatabaseAnswer, DatabaseError> {
        match self.statement(Mode::InTransaction, request, max_bytes).await {
            Ok(answer) => {
                self.end("COMMIT").await?;
                Ok(answer)
            }
            Err(Fault::Refused(refusal)) if refusal.wants_no_transaction() && request.params.is_empty() => {
                self.end("ROLLBACK").await?;
                let answer = self.statement(Mode::Alone, request, max_bytes).await;
                if !self.wire.is_broken() {
                    self.end("ROLLBACK").await.ok();
                }
                Ok(answer?)
            }
            Err(fault) => {
                if !self.wire.is_broken() {
                    self.end("ROLLBACK").await.ok();
                }
                Err(fault.into())
            }
        }
    }

    async fn reset(self) -> Option<Self> {
        (self.is_clean && !self.wire.is_broken()).then_some(self)
    }

    fn cancel(&self) -> BoxFuture<'static, ()> {
        let (route, key) = (self.route.clone(), self.key);
        Box::pin(async move {
            route.cancel(key).await.ok();
        })
    }
}

impl Session {
    /// Ends the transaction by `command` and resets the session, in one message, which goes to one server.
    ///
    /// # Errors
    /// If the transaction did not end. A session that can't be reset is not used again.
    async fn end(&mut self, command: &str) -> Result<(), Fault> {
        let mut has_ended = false;
        let result = self
            .wire
            .script(&format!("{command}; {RESET}{}", if self.prepares { DEALLOCATE } else { "" }), |reply| {
                has_ended |= matches!(reply, Reply::Message(Message::CommandComplete(_)));
                Ok(())
            })
            .await;
        self.is_clean = result.is_ok() && !self.wire.in_transaction;
        if has_ended { Ok(()) } else { result }
    }
}
