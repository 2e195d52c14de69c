//! When the executions of each owner have to wake next, as the writer remembers it between groups.
//!
//! Owners with something due are found here and not in the table, so that neither the backlog of one owner nor the
//! number of the others costs a scan. It survives a rollback, so a time in it may be too early, never too late.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use beadle_domain::execution::Execution;
use rusqlite::Connection;

use crate::{error::Error, row};

/// Whose executions wait together: those of an owner that go first, or the others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Lane {
    pub(crate) express: bool,
    pub(crate) owner: Arc<str>,
}

/// When each lane has to wake.
#[derive(Debug, Default)]
pub(crate) struct Agenda {
    lanes: HashMap<Lane, Entry>,
    /// The same in order of time: express, and the others.
    in_order: [BTreeSet<(i64, Arc<str>)>; 2],
    /// Nothing is claimed before.
    paused_until: Option<i64>,
    /// The number of the last turn.
    turns: u64,
}

#[derive(Debug)]
struct Entry {
    wake: i64,
    /// When it last had a turn.
    turn: u64,
}

/// A lane with something due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Due {
    pub(crate) owner: Arc<str>,
    /// The turn in which the lane was last handed something out, in order; 0 for none.
    pub(crate) turn: u64,
    /// When the first of its executions was due.
    pub(crate) wake: i64,
}

impl Lane {
    /// The lane of an execution.
    pub(crate) fn of(execution: &Execution) -> Self {
        Self { express: row::express(execution), owner: execution.request.owner.as_str().into() }
    }

    fn number(express: bool) -> usize {
        usize::from(!express)
    }
}

impl Agenda {
    /// The agenda of a store.
    pub(crate) fn load(sql: &Connection) -> Result<Self, Error> {
        const LANES: &str =
            "SELECT express, owner, min(wake) FROM executions WHERE wake IS NOT NULL GROUP BY express, owner";
        let mut agenda = Self::default();
        let mut statement = sql.prepare(LANES)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let lane = Lane { express: row.get(0)?, owner: row.get::<_, String>(1)?.into() };
            agenda.set(&lane, Some(row.get(2)?));
        }
        Ok(agenda)
    }

    /// Makes sure that `lane` wakes by `wake`.
    pub(crate) fn wake_by(&mut self, lane: &Lane, wake: i64) {
        if self.lanes.get(lane).is_none_or(|entry| wake < entry.wake) {
            self.set(lane, Some(wake));
        }
    }

    /// Sets when `lane` wakes; `None` if nothing of it does.
    pub(crate) fn set(&mut self, lane: &Lane, wake: Option<i64>) {
        let in_order = &mut self.in_order[Lane::number(lane.express)];
        let turn = self.lanes.get(lane).map_or(0, |entry| {
            in_order.remove(&(entry.wake, Arc::clone(&lane.owner)));
            entry.turn
        });
        match wake {
            Some(wake) => {
                in_order.insert((wake, Arc::clone(&lane.owner)));
                self.lanes.insert(lane.clone(), Entry { wake, turn });
            }
            None => {
                self.lanes.remove(lane);
            }
        }
    }

    /// Notes that `lane` has its turn; returns its number.
    pub(crate) fn had_turn(&mut self, lane: &Lane) -> u64 {
        self.turns += 1;
        if let Some(entry) = self.lanes.get_mut(lane) {
            entry.turn = self.turns;
        }
        self.turns
    }

    /// Claims nothing before `time`.
    pub(crate) fn pause_until(&mut self, time: i64) {
        self.paused_until = Some(time);
    }

    /// The owners with something due at `now`, those that are due the longest first; none while it is paused.
    pub(crate) fn due(&self, express: bool, now: i64) -> impl Iterator<Item = Due> {
        let paused = self.paused_until.is_some_and(|until| until > now);
        let until = if paused { i64::MIN } else { now };
        let lanes = &self.in_order[Lane::number(express)];
        lanes.iter().take_while(move |(wake, _)| *wake <= until).map(move |(wake, owner)| {
            let lane = Lane { express, owner: Arc::clone(owner) };
            let turn = self.lanes.get(&lane).map_or(0, |entry| entry.turn);
            Due { owner: lane.owner, turn, wake: *wake }
        })
    }

    /// The next time after `now` at which anything has to wake.
    pub(crate) fn next_after(&self, now: i64) -> Option<i64> {
        if let Some(until) = self.paused_until.filter(|until| *until > now) {
            return Some(until);
        }
        let first = (now.saturating_add(1), Arc::from(""));
        self.in_order
            .iter()
            .filter_map(|lanes| lanes.range(first.clone()..).next())
            .map(|(wake, _)| *wake)
            .min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane(express: bool, owner: &str) -> Lane {
        Lane { express, owner: owner.into() }
    }

    fn due(agenda: &Agenda, express: bool, now: i64) -> Vec<(String, i64)> {
        agenda.due(express, now).map(|due| (due.owner.to_string(), due.wake)).collect()
    }

    #[test]
    fn owners_are_due_in_order_of_time() {
        let mut agenda = Agenda::default();
        agenda.wake_by(&lane(false, "ada"), 5);
        agenda.wake_by(&lane(false, "bob"), 3);
        agenda.wake_by(&lane(true, "ada"), 4);
        agenda.wake_by(&lane(false, "ada"), 9);
        assert_eq!(due(&agenda, false, 5), [("bob".to_owned(), 3), ("ada".to_owned(), 5)]);
        assert_eq!(due(&agenda, true, 3), []);
        assert_eq!((agenda.next_after(3), agenda.next_after(5)), (Some(4), None));
        agenda.set(&lane(false, "bob"), None);
        assert_eq!(due(&agenda, false, 9), [("ada".to_owned(), 5)]);
    }

    #[test]
    fn nothing_is_due_while_it_is_paused() {
        let mut agenda = Agenda::default();
        agenda.wake_by(&lane(false, "ada"), 5);
        agenda.pause_until(8);
        assert_eq!((due(&agenda, false, 7), agenda.next_after(7)), (vec![], Some(8)));
        assert_eq!(due(&agenda, false, 8), [("ada".to_owned(), 5)]);
    }
}
