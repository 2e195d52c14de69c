//! The configuration of what is not HTTP: database statements and mails, whose URL has the password in it.

use std::borrow::Cow;

use beadle_domain::{
    masking,
    spec::{DatabaseSpec, EmailSpec},
};
use serde::Serialize;
use serde_json::Value;

/// A database statement.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct DatabaseConfig<'a> {
    /// Connection; a password is shown as `********`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<String>, example = "postgres://ada:********@db.example.com/app"))]
    connection: Option<Cow<'a, str>>,
    /// Statement.
    query: &'a str,
    /// Parameters; omitted in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    params: Option<&'a [Value]>,
    /// Maximum number of rows.
    max_rows: usize,
}

/// A mail.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct EmailConfig<'a> {
    /// Mail server; a password is shown as `********`.
    #[cfg_attr(test, schema(value_type = String, example = "smtps://beadle:********@mail.example.com"))]
    server: Cow<'a, str>,
    /// Address that it comes from.
    #[cfg_attr(test, schema(example = "beadle@example.com"))]
    from: &'a str,
    /// Addresses that it goes to.
    to: &'a [String],
    /// Subject.
    subject: &'a str,
    /// Text; omitted in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

impl<'a> DatabaseConfig<'a> {
    pub(super) fn of(database: &'a DatabaseSpec) -> Self {
        let DatabaseSpec { connection, query, params, max_rows } = database;
        Self {
            connection: connection.as_ref().map(masking::connection_url),
            query,
            params: Some(params),
            max_rows: *max_rows,
        }
    }

    pub(super) fn without_params(self) -> Self {
        Self { params: None, ..self }
    }
}

impl<'a> EmailConfig<'a> {
    pub(super) fn of(email: &'a EmailSpec) -> Self {
        let EmailSpec { server, from, to, subject, text } = email;
        Self {
            server: masking::connection_url(server),
            from,
            to,
            subject: subject.as_str(),
            text: Some(text.as_str()),
        }
    }

    pub(super) fn without_text(self) -> Self {
        Self { text: None, ..self }
    }
}
