//! Lists, which the API answers a page at a time.

use serde_json::Value;

use super::{Client, Result, with_query};

/// The most that one page has.
const PAGE: usize = 100;

/// How many items of a list are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// This many at most.
    First(usize),
    /// All.
    All,
}

/// A list that is read page by page.
#[derive(Debug)]
pub struct Pages<'a> {
    client: &'a Client,
    path: &'a str,
    member: &'a str,
    query: Vec<(&'a str, Option<String>)>,
    cursor: Option<String>,
    left: Option<usize>,
    done: bool,
}

impl<'a> Pages<'a> {
    /// The list at `path`, whose items are in `member`.
    pub fn new(
        client: &'a Client,
        path: &'a str,
        member: &'a str,
        query: Vec<(&'a str, Option<String>)>,
        amount: Amount,
    ) -> Self {
        let left = match amount {
            Amount::First(number) => Some(number),
            Amount::All => None,
        };
        Self { client, path, member, query, cursor: None, left, done: left == Some(0) }
    }

    /// The next page; `None` after the last one.
    ///
    /// # Errors
    /// What the request returns.
    pub async fn next(&mut self) -> Result<Option<Vec<Value>>> {
        if self.done {
            return Ok(None);
        }
        let size = self.left.map_or(PAGE, |left| left.min(PAGE));
        let mut query = self.query.clone();
        query.push(("limit", Some(size.to_string())));
        query.push(("cursor", self.cursor.take()));
        let mut page = self.client.get(&with_query(self.path, &query)).await?;
        let items = match page[self.member].take() {
            Value::Array(items) => items,
            _ => Vec::new(),
        };
        self.left = self.left.map(|left| left.saturating_sub(items.len()));
        self.cursor = page["next_cursor"].as_str().map(str::to_owned);
        self.done = self.cursor.is_none() || self.left == Some(0);
        Ok(Some(items))
    }

    /// All items that are wanted, and whether there are more.
    ///
    /// # Errors
    /// What the requests return.
    pub async fn collect(mut self) -> Result<(Vec<Value>, bool)> {
        let mut items = Vec::new();
        while let Some(page) = self.next().await? {
            items.extend(page);
        }
        Ok((items, self.cursor.is_some()))
    }
}
