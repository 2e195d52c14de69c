//! Lists, page by page.

use futures_util::{Stream, TryStreamExt, stream};
use reqwest::Method;
use serde::de::DeserializeOwned;

use crate::{
    Beadle, Error,
    types::{
        AuditEntry, AuditList, Batch, BatchList, ConfigList, Execution, ExecutionList, LogEntry, LogList,
        OrderKey, OrderKeyList, SavedConfig, Task, TaskList,
    },
};

/// A page of a list.
pub trait Page: DeserializeOwned {
    /// What is listed.
    type Item;

    /// Its items, and the cursor of the next page.
    fn into_parts(self) -> (Vec<Self::Item>, Option<String>);
}

macro_rules! pages {
    ($($page:ident: $member:ident of $item:ident;)+) => {
        $(impl Page for $page {
            type Item = $item;

            fn into_parts(self) -> (Vec<$item>, Option<String>) {
                (self.$member, self.next_cursor.flatten())
            }
        })+
    };
}

pages! {
    AuditList: entries of AuditEntry;
    BatchList: batches of Batch;
    ConfigList: configs of SavedConfig;
    ExecutionList: executions of Execution;
    LogList: logs of LogEntry;
    OrderKeyList: order_keys of OrderKey;
    TaskList: tasks of Task;
}

impl Beadle {
    /// All items of a list: `list::<TaskList>("/api/v1/tasks", &[("tag", "nightly")])`.
    pub fn list<P: Page>(
        &self,
        path: &str,
        query: &[(&str, &str)],
    ) -> impl Stream<Item = Result<P::Item, Error>> + use<P> {
        let query: Vec<(String, String)> =
            query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let (client, path) = (self.clone(), path.to_owned());
        // The cursor of the page that is fetched next, or nothing after the last one.
        let pages = stream::try_unfold(Some(None), move |cursor: Option<Option<String>>| {
            let (client, path, query) = (client.clone(), path.clone(), query.clone());
            async move {
                let Some(cursor) = cursor else { return Ok::<_, Error>(None) };
                let mut request = client.request(Method::GET, &path);
                for (name, value) in query.iter().map(|(name, value)| (name.as_str(), value)) {
                    request = request.query(name, value);
                }
                if let Some(cursor) = cursor {
                    request = request.query("cursor", cursor);
                }
                let (items, next) = request.send::<P>().await?.into_parts();
                let items = stream::iter(items.into_iter().map(Ok::<_, Error>));
                Ok(Some((items, next.map(Some))))
            }
        });
        pages.try_flatten()
    }
}
