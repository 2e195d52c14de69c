//! MySQL and MariaDB.
//!
//! A prepared statement is one statement: the client never enables several. `sql_select_limit` keeps the
//! server from sending more rows of a SELECT than are read; other statements that return rows are read to
//! the end and the excess is dropped.

mod values;

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use async_trait::async_trait;
use beadle_domain::call::{DatabaseAnswer, DatabaseError, DatabaseRequest};
use futures_util::future::BoxFuture;
use mysql_async::{
    Conn, DriverError, Error, Opts, OptsBuilder, Params, ServerError, SslOpts, prelude::Queryable,
};

use super::{
    address::{Address, TlsMode},
    error::{check_param_count, closed, connection_error, no_tls, server_message},
    rows::Rows,
    runner,
};

/// A connection, which is closed when dropped.
pub(super) struct Session {
    connection: Conn,
    is_mariadb: bool,
    /// The database of the URL.
    database: Option<String>,
}

#[async_trait]
impl runner::Session for Session {
    async fn connect(address: &Address, peers: &[SocketAddr]) -> Result<Self, DatabaseError> {
        let connected = Conn::new(options(address, peers, address.tls != TlsMode::Disable)).await;
        let mut connection = match connected {
            Err(Error::Driver(DriverError::NoClientSslFlagFromServer)) if address.tls == TlsMode::Prefer => {
                Conn::new(options(address, peers, false)).await
            }
            connected => connected,
        }
        .map_err(|error| database_error(&error))?;
        let version: Option<String> =
            connection.query_first("SELECT VERSION()").await.map_err(|error| database_error(&error))?;
        let is_mariadb = version.is_some_and(|version| version.contains("MariaDB"));
        Ok(Self { connection, is_mariadb, database: address.database.clone() })
    }

    async fn begin(&mut self, timeout: Duration, max_rows: usize) -> Result<(), DatabaseError> {
        // MySQL's limit applies to read-only statements; `cancel` ends the others.
        let limit = if self.is_mariadb {
            format!("max_statement_time = {}", timeout.as_secs_f64())
        } else {
            format!("max_execution_time = {}", timeout.as_millis())
        };
        let one_more = max_rows.saturating_add(1);
        let set = format!("SET SESSION time_zone = '+00:00', sql_select_limit = {one_more}, {limit}");
        self.connection.query_drop(set).await.map_err(|error| database_error(&error))
    }

    async fn run(
        &mut self,
        request: &DatabaseRequest,
        max_bytes: usize,
    ) -> Result<DatabaseAnswer, DatabaseError> {
        let statement = self.connection.prep(&request.query).await.map_err(|error| database_error(&error))?;
        let (expected, given) = (usize::from(statement.num_params()), request.params.len());
        check_param_count(expected, given)?;
        let params = match given {
            0 => Params::Empty,
            _ => Params::Positional(request.params.iter().map(values::param).collect()),
        };
        let mut result =
            self.connection.exec_iter(&statement, params).await.map_err(|error| database_error(&error))?;
        let columns = result.columns_ref().to_vec();
        let named = columns.iter().map(|column| (column.name_str().into_owned(), values::type_name(column)));
        let mut rows = Rows::new(named, request.max_rows, max_bytes);
        while let Some(row) = result.next().await.map_err(|error| database_error(&error))? {
            if !rows.is_truncated() {
                let values = columns.iter().zip(row.unwrap());
                rows.push(values.map(|(column, value)| values::of(column, value)).collect());
            }
        }
        let affected = result.affected_rows();
        // A procedure may return several result sets.
        result.drop_result().await.map_err(|error| database_error(&error))?;
        let answer = rows.finish();
        Ok(if columns.is_empty() { DatabaseAnswer { affected, ..answer } } else { answer })
    }

    async fn reset(mut self) -> Option<Self> {
        if !matches!(self.connection.reset().await, Ok(true)) {
            return None;
        }
        // A reset keeps the database that the statement may have selected (MySQL manual,
        // `mysql_reset_connection`).
        match &self.database {
            Some(name) => {
                let select = format!("USE `{}`", name.replace('`', "``"));
                self.connection.query_drop(select).await.ok()?;
            }
            None => {
                let selected: Option<Option<String>> =
                    self.connection.query_first("SELECT DATABASE()").await.ok()?;
                // There is no statement that selects none.
                if selected.flatten().is_some() {
                    return None;
                }
            }
        }
        Some(self)
    }

    fn cancel(&self) -> BoxFuture<'static, ()> {
        let (id, options) = (self.connection.id(), self.connection.opts().clone());
        Box::pin(async move {
            if let Ok(mut connection) = Conn::new(options).await {
                connection.query_drop(format!("KILL QUERY {id}")).await.ok();
            }
        })
    }
}

fn options(address: &Address, peers: &[SocketAddr], encrypted: bool) -> Opts {
    let tls = || match address.tls {
        TlsMode::Disable | TlsMode::Prefer | TlsMode::Require => {
            SslOpts::default().with_danger_accept_invalid_certs(true)
        }
        TlsMode::VerifyCa => trusting(address).with_danger_skip_domain_validation(true),
        TlsMode::VerifyFull => trusting(address),
    };
    OptsBuilder::default()
        .ip_or_hostname(address.name())
        .tcp_port(address.port)
        // The client connects to these addresses and resolves nothing itself.
        .resolved_ips(Some(peers.iter().map(SocketAddr::ip).collect::<Vec<IpAddr>>()))
        .prefer_socket(false)
        .user(Some(&address.user))
        .pass(address.password.as_ref())
        .db_name(address.database.as_ref())
        .stmt_cache_size(0)
        .ssl_opts(encrypted.then(tls))
        .into()
}

/// Verifies by the URL's certificates, or else by those that the client has.
fn trusting(address: &Address) -> SslOpts {
    match &address.roots {
        Some(pem) => SslOpts::default()
            .with_root_certs(vec![pem.clone().into_bytes().into()])
            .with_disable_built_in_roots(true),
        None => SslOpts::default(),
    }
}

fn database_error(error: &Error) -> DatabaseError {
    match error {
        Error::Server(error) => server_error(error),
        Error::Driver(DriverError::NoClientSslFlagFromServer) => no_tls(),
        Error::Driver(DriverError::ConnectionClosed) => closed(),
        Error::Driver(DriverError::MixedParams | DriverError::Params(_)) => {
            DatabaseError::InvalidRequest("its placeholders are not all `?`".to_owned())
        }
        Error::Driver(DriverError::LocalInfile(_)) => {
            DatabaseError::Refused("files of the client can't be read".to_owned())
        }
        Error::Driver(_) => DatabaseError::InvalidResponse("the server broke the protocol".to_owned()),
        error => connection_error(error),
    }
}

/// Error numbers of the MySQL and MariaDB references.
fn server_error(error: &ServerError) -> DatabaseError {
    let text = server_message(&error.message, &format!("{} {}", error.state, error.code));
    match error.code {
        // The server's own limit, which this client set: MySQL's and MariaDB's.
        3024 | 1969 => DatabaseError::Timeout(Duration::ZERO),
        // Too many connections; shutting down; lock wait; deadlock; host or user over its limit; gone away.
        1040 | 1053 | 1203 | 1205 | 1213 | 1226 | 2006 | 2013 | 3572 => DatabaseError::Busy(text),
        _ if error.state.starts_with("08") || error.state.starts_with("40") => DatabaseError::Busy(text),
        _ => DatabaseError::Refused(text),
    }
}
