//! What tasks, configs and batches have in common: they are saved under a name, and listed page by page.

use clap::Args;
use reqwest::Method;
use serde_json::{Map, Value};

use super::{Session, editor, input};
use crate::{
    client::{
        Amount, Pages, Result,
        lookup::{self, Noun},
    },
    output::{Column, cell},
};

/// One of them.
#[derive(Debug, Args)]
pub struct Named {
    /// Its name or id, or the beginning of it.
    #[arg(id = "which", value_name = "NAME")]
    pub name: String,
}

/// How much of a list is shown.
#[derive(Debug, Args)]
pub struct HowMany {
    /// How many at most.
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// All of them.
    #[arg(long, conflicts_with = "limit")]
    all: bool,
}

/// A list that has no other filter.
#[derive(Debug, Args)]
pub struct OfUser {
    /// Those of another user; for operators and admins.
    #[arg(long, value_name = "USER")]
    user: Option<String>,
    #[command(flatten)]
    amount: HowMany,
}

/// What each of them has.
#[derive(Debug, Args)]
pub struct Described {
    /// The members as a JSON object, `@FILE` or `@-`; options come on top.
    #[arg(short, long)]
    data: Option<String>,
    /// Its name.
    #[arg(long)]
    name: Option<String>,
    /// What it is for.
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
}

impl Named {
    /// The path of the one that is meant.
    ///
    /// # Errors
    /// What [`lookup::path`] returns.
    pub async fn path(&self, session: &Session, noun: Noun) -> Result<String> {
        lookup::path(&session.client, noun, &self.name).await
    }
}

impl HowMany {
    /// The amount.
    pub fn amount(&self) -> Amount {
        if self.all { Amount::All } else { Amount::First(self.limit) }
    }
}

impl OfUser {
    /// Shows the list.
    ///
    /// # Errors
    /// What [`list`] returns.
    pub async fn list(self, session: &Session, noun: Noun, columns: &[Column]) -> Result<()> {
        let query = vec![("user_id", self.user)];
        let pages = Pages::new(&session.client, noun.list(), noun.member(), query, self.amount.amount());
        list(session, pages, columns, &[("user_id", "--user")]).await
    }
}

impl Described {
    /// The body, as far as these options make it.
    ///
    /// # Errors
    /// What reading the data returns.
    pub fn body(&self) -> Result<Map<String, Value>> {
        let mut body = self.data.as_deref().map(input::object).transpose()?.unwrap_or_default();
        input::set(&mut body, "name", self.name.clone());
        input::set(&mut body, "description", self.description.clone());
        Ok(body)
    }
}

/// Shows a list, and whether there is more of it; `flags` set its filters.
///
/// # Errors
/// What the requests return.
pub async fn list(
    session: &Session,
    pages: Pages<'_>,
    columns: &[Column],
    flags: &[(&str, &str)],
) -> Result<()> {
    let (items, more) = pages.collect().await.map_err(|error| error.under(flags))?;
    session.output.list(columns, &items)?;
    if more {
        session.output.note("there are more: choose another --limit, or --all");
    }
    Ok(())
}

/// Saves a new one; `flags` set the members of its body.
///
/// # Errors
/// What the request returns.
pub async fn create(
    session: &Session,
    noun: Noun,
    body: Map<String, Value>,
    flags: &[(&str, &str)],
) -> Result<()> {
    let key = input::idempotency_key();
    let headers = [("idempotency-key", key.as_str())];
    let created = session.client.send(Method::POST, noun.list(), Some(&Value::Object(body)), &headers).await;
    done(session, &created.map_err(|error| error.under(flags))?, "created")
}

/// Changes the one at `path` by `patch`, or in the editor where that is empty; `flags` set the members of the patch.
///
/// # Errors
/// What [`editor::change`] returns.
pub async fn edit(
    session: &Session,
    path: &str,
    patch: Map<String, Value>,
    flags: &[(&str, &str)],
) -> Result<()> {
    match editor::change(session, path, patch).await.map_err(|error| error.under(flags))? {
        Some(changed) => done(session, &changed, "changed"),
        None => {
            session.output.note("nothing was changed");
            Ok(())
        }
    }
}

/// Tells what was done to one of them.
///
/// # Errors
/// [`crate::client::Error::Output`].
pub fn done(session: &Session, item: &Value, what: &str) -> Result<()> {
    let (id, name) = (cell::text(&item["id"]).text, cell::text(&item["name"]).text);
    session.output.done(&format!("{id}  {name} {what}"), item)
}
