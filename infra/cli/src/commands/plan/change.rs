//! What has to change on the server so that it has what a plan says.

use std::collections::{BTreeMap, BTreeSet};

use beadle_domain::plan::Kind;
use serde_json::Map;

use super::{
    difference::{Difference, differences, hidden},
    fault::table,
    file::{Plan, Thing},
    order,
    references::{Ids, upstream},
    saved::{self, Saved},
};
use crate::client::{Client, Error, Result};

/// What is done to a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is new.
    Create,
    /// It changes.
    Change,
    /// The file no longer has it.
    Delete,
}

/// A change of a thing.
#[derive(Debug)]
pub struct Change {
    /// What is done.
    pub action: Action,
    /// What it is.
    pub kind: Kind,
    /// Its key.
    pub key: String,
    /// What the file says; `None` for one that it no longer has.
    pub thing: Option<Thing>,
    /// What the server has; `None` for a new one.
    pub saved: Option<Saved>,
    /// The members that differ.
    pub differences: Vec<Difference>,
    /// Whether the differences are those of somebody else: the file says what it said when it was applied last.
    pub drifted: bool,
    /// Whether the server has it from somebody else.
    pub adopted: bool,
}

/// All changes, and what the file no longer has.
#[derive(Debug, Default)]
pub struct Changes {
    /// What is done, in this order.
    pub changes: Vec<Change>,
    /// What the plan made and no longer has, where it stays.
    pub left: Vec<(Kind, String)>,
    /// The ids of what the server has.
    pub ids: Ids,
}

impl Changes {
    /// Compares the plan with what the server has; `prune` deletes what the plan made and no longer has.
    ///
    /// # Errors
    /// [`Error::Failed`] if another plan keeps a thing, and what the requests return.
    pub async fn find(client: &Client, plan: &Plan, prune: bool) -> Result<Self> {
        let (mut ids, mut found) = (Ids::default(), BTreeMap::new());
        for thing in &plan.things {
            let Some(saved) = saved::find(client, thing.kind, &thing.key).await? else { continue };
            ids.note(thing.kind, &thing.key, &saved.id);
            found.insert((thing.kind, thing.key.clone()), saved);
        }
        let mut changes = Vec::new();
        let mut strangers = Vec::new();
        for thing in &plan.things {
            let saved = found.remove(&(thing.kind, thing.key.clone()));
            if let Some((other, _)) = saved.as_ref().and_then(|saved| saved.mark.as_ref())
                && *other != plan.name
            {
                strangers.push(format!("{} is kept by the plan `{other}`", table(thing.kind, &thing.key)));
                continue;
            }
            changes.extend(Change::of(thing, saved, &ids));
        }
        if !strangers.is_empty() {
            let hint = "choose another key, or take it out of that plan and set its `plan` to null";
            return Err(Error::Failed(format!("{}\n  {hint}", strangers.join("\n"))));
        }
        let mut all = Self { changes, left: Vec::new(), ids };
        let gone = all.no_longer_named(client, plan).await?;
        match prune {
            true => all.changes.extend(gone),
            false => all.left = gone.into_iter().map(|change| (change.kind, change.key)).collect(),
        }
        Ok(all)
    }

    /// What the plan made and no longer has, in the order in which it can be deleted: what names others goes first.
    async fn no_longer_named(&mut self, client: &Client, plan: &Plan) -> Result<Vec<Change>> {
        let mut gone = Vec::new();
        for kind in Kind::ALL.into_iter().rev() {
            let of_kind = plan.things.iter().filter(|thing| thing.kind == kind);
            let named = of_kind.map(|thing| thing.key.as_str()).collect();
            let kept = saved::kept_by(client, kind, &plan.name, &named).await?.into_iter();
            let deletions = kept.map(|(key, saved)| {
                let upstream = upstream(&saved.written).map(str::to_owned).collect();
                (saved.id.clone(), upstream, Change::deleting(kind, key, saved))
            });
            let mut deletions = order::in_order(deletions.collect())
                .map_err(|circle| Error::Failed(format!("{circle:?}")))?;
            deletions.reverse();
            gone.extend(deletions);
        }
        Ok(gone)
    }
}

impl Change {
    /// What makes of `saved` what the file says; `None` if it is the same.
    pub fn of(thing: &Thing, saved: Option<Saved>, ids: &Ids) -> Option<Self> {
        let mut change = Self {
            action: Action::Create,
            kind: thing.kind,
            key: thing.key.clone(),
            thing: Some(thing.clone()),
            saved: None,
            differences: differences(&Map::new(), &thing.written),
            drifted: false,
            adopted: false,
        };
        let Some(saved) = saved else { return Some(change) };
        let mut before = ids.with_keys(&saved.written);
        // Whether a todo is done is no matter of the file, unless it says so.
        if !thing.written.contains_key("is_completed") {
            before.shift_remove("is_completed");
        }
        let digest = saved.mark.as_ref().map(|(_, digest)| digest.as_str());
        let is_said_again = digest == Some(thing.digest.as_str());
        change.action = Action::Change;
        change.differences = differences(&before, &thing.written);
        change.drifted = is_said_again && !change.differences.is_empty();
        change.adopted = saved.mark.is_none();
        if !is_said_again {
            let shown: BTreeSet<String> =
                change.differences.iter().map(|difference| difference.member().to_owned()).collect();
            let hidden = hidden(&before, &thing.written).into_iter();
            change.differences.extend(hidden.filter(|hidden| !shown.contains(hidden.member())));
        }
        change.saved = Some(saved);
        (change.adopted || !change.differences.is_empty()).then_some(change)
    }

    /// A change of the task `poll` that has these differences.
    #[cfg(test)]
    pub fn of_poll(differences: Vec<Difference>) -> Self {
        Self {
            action: Action::Change,
            kind: Kind::Task,
            key: "poll".to_owned(),
            thing: None,
            saved: None,
            differences,
            drifted: false,
            adopted: false,
        }
    }

    fn deleting(kind: Kind, key: String, saved: Saved) -> Self {
        let (thing, saved) = (None, Some(saved));
        let differences = Vec::new();
        Self { action: Action::Delete, kind, key, thing, saved, differences, drifted: false, adopted: false }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::*;

    fn thing(written: Value) -> Thing {
        Thing {
            kind: Kind::Task,
            key: "poll".to_owned(),
            body: Map::new(),
            written: written.as_object().unwrap().clone(),
            digest: "new".to_owned(),
        }
    }

    fn saved(written: Value, digest: Option<&str>) -> Saved {
        let mark = digest.map(|digest| ("shop".to_owned(), digest.to_owned()));
        Saved { written: written.as_object().unwrap().clone(), mark, ..Saved::default() }
    }

    #[rstest]
    #[case::the_same(json!({"a": 1}), Some("new"), None)]
    #[case::the_same_by_other_ways(json!({"a": 1}), Some("old"), None)]
    #[case::the_file_changed(json!({"a": 2}), Some("old"), Some((1, false, false)))]
    #[case::the_server_changed(json!({"a": 2}), Some("new"), Some((1, true, false)))]
    #[case::made_by_hand(json!({"a": 1}), None, Some((0, false, true)))]
    #[case::made_by_hand_and_other(json!({"a": 2}), None, Some((1, false, true)))]
    #[case::a_task_is_done(json!({"a": 1, "is_completed": true}), Some("new"), None)]
    fn what_the_server_has_is_left_or_changed(
        #[case] before: Value,
        #[case] digest: Option<&str>,
        #[case] expected: Option<(usize, bool, bool)>,
    ) {
        let change = Change::of(&thing(json!({"a": 1})), Some(saved(before, digest)), &Ids::default());
        let found = change.map(|change| (change.differences.len(), change.drifted, change.adopted));
        assert_eq!(found, expected);
    }

    #[test]
    fn a_credential_that_nobody_sees_is_sent_when_the_file_changed() {
        let after = thing(json!({"headers": {"authorization": "Bearer x"}}));
        let before = || json!({"headers": {"authorization": "********"}});
        assert!(Change::of(&after, Some(saved(before(), Some("new"))), &Ids::default()).is_none());
        let change = Change::of(&after, Some(saved(before(), Some("old"))), &Ids::default()).unwrap();
        assert_eq!(change.differences[0].member(), "headers");
    }

    #[test]
    fn what_is_new_has_all_its_members() {
        let change = Change::of(&thing(json!({"a": 1, "b": {"c": 2}})), None, &Ids::default()).unwrap();
        assert_eq!((change.action, change.differences.len()), (Action::Create, 2));
    }
}
