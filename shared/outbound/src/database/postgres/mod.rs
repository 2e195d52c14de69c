//! PostgreSQL.
//!
//! The extended protocol accepts one statement at a time. A statement that returns rows runs in a portal, so
//! that the server sends no more rows than are read; other statements run outside of any transaction of this
//! client.

mod params;
mod values;

use std::{net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use async_trait::async_trait;
use beadle_domain::call::{DatabaseAnswer, DatabaseError, DatabaseRequest};
use futures_util::{TryStreamExt, future::BoxFuture};
use tokio::{net::TcpStream, task::AbortHandle};
use tokio_postgres::{
    Client, Config, Statement,
    config::SslMode,
    error::{DbError, SqlState},
    tls::MakeTlsConnect,
};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{
    address::{Address, TlsMode},
    error::{closed, connection_error, no_tls, server_message},
    rows::Rows,
    runner, tls,
};

/// How many rows are requested at a time.
const BATCH: usize = 100;

/// A connection, which is closed when dropped.
pub(super) struct Session {
    client: Client,
    connection: AbortHandle,
    peer: SocketAddr,
    tls: MakeRustlsConnect,
    name: String,
}

impl Drop for Session {
    fn drop(&mut self) {
        self.connection.abort();
    }
}

#[async_trait]
impl runner::Session for Session {
    async fn connect(address: &Address, peers: &[SocketAddr]) -> Result<Self, DatabaseError> {
        let mut tls = MakeRustlsConnect::new(Arc::unwrap_or_clone(tls::config(address.tls)?));
        let name = address.name();
        let stream = TcpStream::connect(peers).await.map_err(|error| connection_error(&error))?;
        stream.set_nodelay(true).ok();
        let peer = stream.peer_addr().map_err(|error| connection_error(&error))?;
        let connector = connector(&mut tls, &name);
        let (client, connection) =
            config(address).connect_raw(stream, connector).await.map_err(|error| database_error(&error))?;
        let connection = tokio::spawn(async move {
            // The statement that is running receives the connection's error.
            connection.await.ok();
        });
        Ok(Self { client, connection: connection.abort_handle(), peer, tls, name })
    }

    async fn begin(&mut self, timeout: Duration, _: usize) -> Result<(), DatabaseError> {
        let set = format!("SET statement_timeout = {}", timeout.as_millis());
        self.client.batch_execute(&set).await.map_err(|error| database_error(&error))
    }

    async fn run(
        &mut self,
        request: &DatabaseRequest,
        max_bytes: usize,
    ) -> Result<DatabaseAnswer, DatabaseError> {
        let statement = self.client.prepare(&request.query).await.map_err(|error| database_error(&error))?;
        let params = params::of(&request.params, statement.params())?;
        if !statement.columns().is_empty() {
            return self.read(&statement, params, request.max_rows, max_bytes).await;
        }
        let affected =
            self.client.execute_raw(&statement, params).await.map_err(|error| database_error(&error))?;
        Ok(DatabaseAnswer { affected, ..DatabaseAnswer::default() })
    }

    async fn reset(self) -> Option<Self> {
        // Sent together. ROLLBACK ends a transaction that the statement left open; DISCARD ALL refuses to
        // run inside one.
        let (undone, discarded) =
            tokio::join!(self.client.batch_execute("ROLLBACK"), self.client.batch_execute("DISCARD ALL"));
        (undone.is_ok() && discarded.is_ok()).then_some(self)
    }

    fn cancel(&self) -> BoxFuture<'static, ()> {
        let (token, mut tls) = (self.client.cancel_token(), self.tls.clone());
        let (peer, name) = (self.peer, self.name.clone());
        Box::pin(async move {
            if let Ok(stream) = TcpStream::connect(peer).await {
                token.cancel_query_raw(stream, connector(&mut tls, &name)).await.ok();
            }
        })
    }
}

impl Session {
    async fn read(
        &mut self,
        statement: &Statement,
        params: Vec<params::Param>,
        max_rows: usize,
        max_bytes: usize,
    ) -> Result<DatabaseAnswer, DatabaseError> {
        let columns = statement.columns().iter();
        let columns = columns.map(|column| (column.name().to_owned(), column.type_().name().to_owned()));
        let mut rows = Rows::new(columns, max_rows, max_bytes);
        let transaction = self.client.transaction().await.map_err(|error| database_error(&error))?;
        let portal = transaction.bind_raw(statement, params).await.map_err(|error| database_error(&error))?;
        loop {
            let wanted = (rows.room() + 1).min(BATCH);
            let size = i32::try_from(wanted).unwrap_or(i32::MAX);
            let mut batch = pin!(
                transaction.query_portal_raw(&portal, size).await.map_err(|error| database_error(&error))?
            );
            let mut received = 0;
            while let Some(row) = batch.try_next().await.map_err(|error| database_error(&error))? {
                received += 1;
                if !rows.is_truncated() {
                    rows.push(values::of(&row)?);
                }
            }
            if received < wanted || rows.is_truncated() {
                break;
            }
        }
        transaction.commit().await.map_err(|error| database_error(&error))?;
        Ok(rows.finish())
    }
}

type Connector = <MakeRustlsConnect as MakeTlsConnect<TcpStream>>::TlsConnect;

fn connector(tls: &mut MakeRustlsConnect, name: &str) -> Connector {
    let Ok(connector) = MakeTlsConnect::<TcpStream>::make_tls_connect(tls, name);
    connector
}

fn config(address: &Address) -> Config {
    let mut config = Config::new();
    config.user(&address.user).application_name("beadle").ssl_mode(match address.tls {
        TlsMode::Disable => SslMode::Disable,
        TlsMode::Prefer => SslMode::Prefer,
        TlsMode::Require | TlsMode::VerifyCa | TlsMode::VerifyFull => SslMode::Require,
    });
    if let Some(password) = &address.password {
        config.password(password);
    }
    if let Some(database) = &address.database {
        config.dbname(database);
    }
    config
}

fn database_error(error: &tokio_postgres::Error) -> DatabaseError {
    match error.as_db_error() {
        Some(error) => server_error(error),
        None if error.to_string().starts_with("error performing TLS handshake: server does not") => no_tls(),
        None if error.is_closed() => closed(),
        None => connection_error(error),
    }
}

/// Error classes of the PostgreSQL manual, appendix A.
fn server_error(error: &DbError) -> DatabaseError {
    let code = error.code().code();
    let text = server_message(error.message(), code);
    match (error.code(), code.get(..2).unwrap_or_default()) {
        // The server's own limit, which this client set.
        (&SqlState::QUERY_CANCELED, _) => DatabaseError::Timeout(Duration::ZERO),
        (&SqlState::LOCK_NOT_AVAILABLE, _) | (_, "08" | "40" | "53") => DatabaseError::Busy(text),
        (_, "57") if code.starts_with("57P0") => DatabaseError::Busy(text),
        _ => DatabaseError::Refused(text),
    }
}
