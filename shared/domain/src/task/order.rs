//! The order of a list of tasks. Newest first is the order in which tasks are stored, and has no limit. Any
//! other order sorts all tasks of the list for every page, so it is limited to [`MAX_SORTED`] tasks.

use std::{cmp::Ordering, fmt, str::FromStr};

use beadle_values::{
    id::TaskId,
    names,
    names::{Named, UnknownName},
    schema_for_utoipa,
    time::UtcTime,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Priority;
use crate::task::SavedTask;

/// The maximum number of tasks that are sorted, before filtering: each page reads all of them.
pub const MAX_SORTED: usize = 2_000;

names! {
    /// What a list of tasks is sorted by.
    pub enum SortKey, default CreatedAt {
        /// When the task was created.
        CreatedAt = "created_at",
        /// When it was last changed.
        UpdatedAt = "updated_at",
        /// Its name, ignoring case.
        Name = "name",
        /// When it is due.
        DueDate = "due_date",
        /// Its priority.
        Priority = "priority",
        /// When it runs next by itself.
        NextRunTime = "next_run_time",
    }
}

/// The order of a list: a key, ascending or descending. Tasks without a value of the key come last in both
/// directions; tasks with equal values are ordered by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TaskOrder {
    /// The key.
    pub key: SortKey,
    /// Whether the greatest value comes first.
    pub descending: bool,
}

impl Default for TaskOrder {
    /// Newest first.
    fn default() -> Self {
        Self { key: SortKey::CreatedAt, descending: true }
    }
}

impl TaskOrder {
    /// The pattern that the text of every order matches.
    pub fn pattern() -> String {
        format!("^-?({})$", SortKey::NAMES.join("|"))
    }

    /// Whether it is the order in which tasks are stored.
    pub fn is_newest_first(self) -> bool {
        self == Self::default()
    }
}

schema_for_utoipa!(TaskOrder, "TaskOrder", |_| json!({
    "type": "string",
    "default": TaskOrder::default().to_string(),
    "pattern": TaskOrder::pattern(),
}));

/// A text that is not an order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}, with a `-` before it for descending")]
pub struct UnknownOrder(UnknownName);

impl FromStr for TaskOrder {
    type Err = UnknownOrder;

    fn from_str(text: &str) -> Result<Self, UnknownOrder> {
        let (descending, name) = text.strip_prefix('-').map_or((false, text), |name| (true, name));
        Ok(Self { key: name.parse().map_err(UnknownOrder)?, descending })
    }
}

impl fmt::Display for TaskOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.key)
    }
}

/// The value by which a task is sorted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Rank {
    Time(UtcTime),
    Text(String),
    Priority(Priority),
}

/// The position of a task in a sorted list. The next page starts after it, whatever was created or removed
/// meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SortedPlace {
    rank: Option<Rank>,
    id: TaskId,
    /// When the list was begun. Next runs are computed as of then, so that positions do not change from page
    /// to page.
    as_of: Timestamp,
}

/// The page of at most `limit` of `tasks` in `order` after `after`, and the position of its last task if more
/// follow. Each task that does not change while the pages are read is on exactly one of them.
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
        SortKey::CreatedAt => Some(Rank::Time(task.created_at.into())),
        SortKey::UpdatedAt => Some(Rank::Time(task.updated_at.into())),
        SortKey::Name => Some(Rank::Text(task.name.to_lowercase())),
        SortKey::DueDate => task.due_date.map(Rank::Time),
        SortKey::Priority => Some(Rank::Priority(task.priority)),
        SortKey::NextRunTime => task.next_run(as_of).map(|at| Rank::Time(at.into())),
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
    fn only_created_at_descending_is_newest_first(#[case] text: &str, #[case] kept: bool) {
        let order: TaskOrder = text.parse().unwrap();
        assert_eq!((order.is_newest_first(), order.to_string()), (kept, text.to_owned()));
    }

    #[test]
    fn rejects_other_orders() {
        for text in ["", "-", "colour", "name-", "--name"] {
            assert!(text.parse::<TaskOrder>().is_err(), "{text}");
        }
    }

    proptest! {
        /// No task is listed twice or missing while others are created and removed between pages.
        #[test]
        fn pages_contain_each_unchanged_task_once(
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
                // A position survives serialization into a cursor.
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
