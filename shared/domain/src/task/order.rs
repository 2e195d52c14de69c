//! The order of a list of tasks. Newest first is the order that tasks are kept in, and has no bound; any other order sorts
//! all tasks of the list on every page, so it takes no more than [`MAX_SORTED`] of them.

use std::{cmp::Ordering, fmt, str::FromStr};

use beadle_values::id::TaskId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Priority;
use crate::task::SavedTask;

/// The most tasks that are sorted, whether or not a filter passes them: each page reads all of them.
pub const MAX_SORTED: usize = 2_000;

/// What to sort by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum SortKey {
    /// When it was created.
    #[default]
    CreatedAt,
    /// When it was last changed.
    UpdatedAt,
    /// What its owner calls it, whatever the case of its letters.
    Name,
    /// When it is due.
    DueDate,
    /// How urgent it is.
    Priority,
    /// When it runs next by itself.
    NextRunTime,
}

impl SortKey {
    const ALL: [(&'static str, Self); 6] = [
        ("created_at", Self::CreatedAt),
        ("updated_at", Self::UpdatedAt),
        ("name", Self::Name),
        ("due_date", Self::DueDate),
        ("priority", Self::Priority),
        ("next_run_time", Self::NextRunTime),
    ];
}

/// The order of a list: a key, ascending or descending. Tasks without the key's value come last either way; those with the
/// same value come in the order of their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TaskOrder {
    /// What to sort by.
    pub key: SortKey,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl Default for TaskOrder {
    /// Newest first.
    fn default() -> Self {
        Self { key: SortKey::CreatedAt, descending: true }
    }
}

impl TaskOrder {
    /// Whether it is the order that tasks are kept in.
    pub fn is_newest_first(self) -> bool {
        self == Self::default()
    }
}

/// A text that names no order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "is none of created_at, updated_at, name, due_date, priority, next_run_time, with a `-` before it for descending"
)]
pub struct UnknownOrder;

impl FromStr for TaskOrder {
    type Err = UnknownOrder;

    fn from_str(text: &str) -> Result<Self, UnknownOrder> {
        let (descending, name) = text.strip_prefix('-').map_or((false, text), |name| (true, name));
        let known = SortKey::ALL.iter().find(|(known, _)| *known == name);
        known.map(|(_, key)| Self { key: *key, descending }).ok_or(UnknownOrder)
    }
}

impl fmt::Display for TaskOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = SortKey::ALL.iter().find(|(_, key)| *key == self.key).map_or("", |(name, _)| *name);
        write!(f, "{}{name}", if self.descending { "-" } else { "" })
    }
}

/// What a task is sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Rank {
    Time(Timestamp),
    Text(String),
    Priority(Priority),
}

/// The place of a task in a sorted list: what follows it is the next page, whatever was created or removed meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SortedPlace {
    rank: Option<Rank>,
    id: TaskId,
    /// When the list was begun: what comes next is told as of then, so that places do not move from page to page.
    as_of: Timestamp,
}

/// The page of at most `limit` of `tasks` in `order` that follows `after`, and the place of its last task if more follow.
/// Each of `tasks` that stays as it is while the pages are read is on exactly one of them.
pub fn page(
    tasks: Vec<SavedTask>,
    order: TaskOrder,
    limit: usize,
    after: Option<&SortedPlace>,
    now: Timestamp,
) -> (Vec<SavedTask>, Option<SortedPlace>) {
    let as_of = after.map_or(now, |place| place.as_of);
    let placed = tasks.into_iter().map(|saved| (place(&saved, order.key, as_of), saved));
    let mut placed: Vec<(SortedPlace, SavedTask)> =
        placed.filter(|(place, _)| after.is_none_or(|after| compare(order, after, place).is_lt())).collect();
    placed.sort_by(|(one, _), (other, _)| compare(order, one, other));
    let limit = limit.max(1);
    let more = placed.len() > limit;
    placed.truncate(limit);
    let next = placed.last().filter(|_| more).map(|(place, _)| place.clone());
    (placed.into_iter().map(|(_, saved)| saved).collect(), next)
}

fn place(saved: &SavedTask, key: SortKey, as_of: Timestamp) -> SortedPlace {
    let task = &saved.task;
    let rank = match key {
        SortKey::CreatedAt => Some(Rank::Time(task.created_at)),
        SortKey::UpdatedAt => Some(Rank::Time(task.updated_at)),
        SortKey::Name => Some(Rank::Text(task.name.to_lowercase())),
        SortKey::DueDate => task.due_date.map(Rank::Time),
        SortKey::Priority => Some(Rank::Priority(task.priority)),
        SortKey::NextRunTime => task.next_run(as_of).map(Rank::Time),
    };
    SortedPlace { rank, id: task.id, as_of }
}

fn compare(order: TaskOrder, one: &SortedPlace, other: &SortedPlace) -> Ordering {
    let directed = |ordering: Ordering| if order.descending { ordering.reverse() } else { ordering };
    let by_rank = match (&one.rank, &other.rank) {
        (Some(one), Some(other)) => directed(one.cmp(other)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    };
    by_rank.then_with(|| directed(one.id.cmp(&other.id)))
}

#[cfg(test)]
mod tests {
    use beadle_values::{id::OwnerId, violation::Path};
    use proptest::prelude::*;
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::task::TaskDraft;

    const NOW: Timestamp = Timestamp::constant(1_803_902_400, 0);

    fn task(number: u8, name: &str, due: Option<i64>) -> SavedTask {
        let at = |second| Timestamp::from_second(NOW.as_second() + second).unwrap();
        let body = json!({"name": name, "type": "todo", "due_date": due.map(at)});
        let draft = TaskDraft::parse(&body, &Path::body()).unwrap();
        let id = TaskId::from_uuid(uuid::Uuid::from_u128(number.into()));
        let task = draft.into_task(id, OwnerId::parse("ada").unwrap(), NOW);
        SavedTask { task, stats: Default::default() }
    }

    #[rstest]
    #[case("name", &["a", "B", "c"])]
    #[case("-name", &["c", "B", "a"])]
    #[case("due_date", &["c", "a", "B"])]
    #[case("-due_date", &["a", "c", "B"])]
    fn orders(#[case] order: &str, #[case] expected: &[&str]) {
        let tasks = vec![task(1, "a", Some(20)), task(2, "B", None), task(3, "c", Some(10))];
        let (sorted, next) = page(tasks, order.parse().unwrap(), 10, None, NOW);
        assert_eq!(sorted.iter().map(|saved| saved.task.name.as_str()).collect::<Vec<_>>(), expected);
        assert_eq!(next, None);
    }

    #[rstest]
    #[case("-created_at", true)]
    #[case("created_at", false)]
    #[case("-updated_at", false)]
    fn only_one_is_kept(#[case] text: &str, #[case] kept: bool) {
        let order: TaskOrder = text.parse().unwrap();
        assert_eq!((order.is_newest_first(), order.to_string()), (kept, text.to_owned()));
    }

    #[test]
    fn other_words_are_refused() {
        for text in ["", "-", "colour", "name-", "--name"] {
            assert!(text.parse::<TaskOrder>().is_err(), "{text}");
        }
    }

    proptest! {
        /// No task twice and none missing, while others come and go between the pages.
        #[test]
        fn pages_hold_each_task_that_stays_once(
            names in prop::collection::vec("[a-cA-C]{1,2}", 1..30),
            due in prop::collection::vec(prop::option::of(0..3_i64), 30),
            limit in 1..7_usize,
            order in prop::sample::select(vec!["name", "-name", "due_date", "-due_date", "created_at", "priority"]),
        ) {
            let order: TaskOrder = order.parse().unwrap();
            let stay: Vec<SavedTask> = (0_u8..).zip(&names).map(|(n, name)| task(n * 2, name, due[usize::from(n)])).collect();
            let (mut after, mut seen) = (None, Vec::new());
            for round in 0_u8.. {
                let mut tasks = stay.clone();
                tasks.push(task(round.wrapping_mul(2).wrapping_add(1), "b", due.get(usize::from(round)).copied().flatten()));
                let (items, next) = page(tasks, order, limit, after.as_ref(), NOW);
                prop_assert!(items.len() <= limit);
                seen.extend(items.into_iter().filter(|saved| saved.task.id.uuid().as_u128() % 2 == 0).map(|saved| saved.task.id));
                // A place survives being written into a cursor.
                after = next.map(|place| serde_json::from_str(&serde_json::to_string(&place).unwrap()).unwrap());
                if after.is_none() { break; }
            }
            let mut expected: Vec<TaskId> = stay.iter().map(|saved| saved.task.id).collect();
            seen.sort();
            expected.sort();
            prop_assert_eq!(seen, expected);
        }
    }
}
