//! Items that can't be read are passed over: one of them stops neither the items after it nor the projector.
//! It stays in the table, is logged once by each process, and counted.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use beadle_application::port::StoreError;
use beadle_values::cause::Chain;

/// The most items of a list that a process remembers.
const MAX_REMEMBERED: usize = 1_000;

/// The items that this process has passed over, by list.
#[derive(Debug, Clone, Default)]
pub(crate) struct SetAside {
    seen: Arc<Mutex<BTreeMap<&'static str, BTreeSet<String>>>>,
}

impl SetAside {
    /// What was read from the item with `key`; `None` when it can't be read.
    pub(crate) fn or_skip<T>(
        &self,
        list: &'static str,
        key: &str,
        read: Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        match read {
            Ok(read) => Ok(Some(read)),
            Err(error @ StoreError::Corrupt(_)) => {
                if self.remember(list, key) {
                    tracing::error!(list, key, error = %Chain(&error), "item can't be read and is passed over");
                }
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Whether it is new.
    fn remember(&self, list: &'static str, key: &str) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let keys = seen.entry(list).or_default();
        keys.len() < MAX_REMEMBERED && keys.insert(key.to_owned())
    }

    /// The number of items that were passed over, by list.
    pub(crate) fn counts(&self) -> BTreeMap<String, u64> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.iter().map(|(list, keys)| ((*list).to_owned(), keys.len() as u64)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_not_be_read_is_passed_over_and_counted_once() {
        let aside = SetAside::default();
        assert_eq!(aside.or_skip("templates", "a", Ok(1)).unwrap(), Some(1));
        for key in ["b", "b", "c"] {
            let read = Err::<u8, _>(StoreError::Corrupt("garbage".into()));
            assert_eq!(aside.clone().or_skip("templates", key, read).unwrap(), None);
        }
        assert_eq!(aside.counts(), BTreeMap::from([("templates".to_owned(), 2)]));
    }

    #[test]
    fn a_store_that_does_not_answer_is_no_unreadable_item() {
        let aside = SetAside::default();
        let read = Err::<u8, _>(StoreError::Unavailable("throttled".into()));
        assert!(aside.or_skip("templates", "a", read).is_err());
        assert_eq!(aside.counts(), BTreeMap::new());
    }
}
