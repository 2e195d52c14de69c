//! Who is next: among the owners with something due, the one that holds the fewest places; of those that hold as many,
//! the one whose last turn is the longest ago. Within an owner, what was due first.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, VecDeque},
};

use rusqlite::params;

use crate::{
    agenda::Lane,
    capacity::{DeliverySink, Permit},
    error::Error,
    group::Write,
    row,
};

/// What is due of a lane.
pub(crate) const DUE: &str = "SELECT seq FROM executions \
    WHERE express = ?1 AND owner = ?2 AND wake <= ?3 ORDER BY wake LIMIT ?4";

/// When a lane wakes next.
pub(crate) const NEXT: &str =
    "SELECT min(wake) FROM executions WHERE express = ?1 AND owner = ?2 AND wake IS NOT NULL";

/// The owners with something due, of those executions that go first or of the others.
pub(crate) struct Turns {
    express: bool,
    /// The places held, the last turn, when it was due, and the owner: the least is next.
    owners: BinaryHeap<Reverse<(usize, u64, i64, usize)>>,
    lanes: Vec<(Lane, VecDeque<i64>)>,
    /// How many rows of an owner are looked up at once.
    block: usize,
    /// The lanes whose next wake is another by now.
    changed: Vec<Lane>,
}

impl Turns {
    /// The owners with something due now, to hand out at most `most` executions.
    pub(crate) fn of(write: &Write<'_>, sink: &DeliverySink, express: bool, most: usize) -> Self {
        let mut turns =
            Self { express, owners: BinaryHeap::new(), lanes: Vec::new(), block: most, changed: Vec::new() };
        for due in write.memory.agenda.due(express, write.now.as_millisecond()) {
            let place = (sink.held(&due.owner), due.turn, due.wake, turns.lanes.len());
            turns.owners.push(Reverse(place));
            turns.lanes.push((Lane { express, owner: due.owner }, VecDeque::new()));
        }
        turns.block = (most / turns.lanes.len().max(1)).max(1);
        turns
    }

    /// The next row and its permit; `None` when nothing is due or no owner with something due may take a permit.
    pub(crate) fn next(
        &mut self,
        write: &mut Write<'_>,
        sink: &DeliverySink,
    ) -> Result<Option<(i64, Permit)>, Error> {
        while let Some(Reverse((held, _, wake, number))) = self.owners.pop() {
            let Some((lane, rows)) = self.lanes.get_mut(number) else { continue };
            let Some(permit) = sink.take(lane) else { continue };
            if rows.is_empty() {
                *rows = due_rows(write, lane, self.block)?;
            }
            if !self.changed.contains(lane) {
                self.changed.push(lane.clone());
            }
            let Some(seq) = rows.pop_front() else { continue };
            let turn = write.memory.agenda.had_turn(lane);
            self.owners.push(Reverse((held + 1, turn, wake, number)));
            return Ok(Some((seq, permit)));
        }
        Ok(None)
    }

    /// Notes when the lanes wake next that had a turn.
    pub(crate) fn end(self, write: &mut Write<'_>) -> Result<(), Error> {
        for lane in self.changed {
            let of_lane = params![self.express, &*lane.owner];
            let next: Option<i64> = write.sql.prepare_cached(NEXT)?.query_row(of_lane, |row| row.get(0))?;
            write.effects.wakes.push((lane, next));
        }
        Ok(())
    }
}

/// The rows of a lane that are due, at most `most`. Those that were handled are due no more.
fn due_rows(write: &Write<'_>, lane: &Lane, most: usize) -> Result<VecDeque<i64>, Error> {
    let bounds = params![lane.express, &*lane.owner, write.now.as_millisecond(), row::number(most as u64)];
    let mut statement = write.sql.prepare_cached(DUE)?;
    let rows = statement.query_map(bounds, |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(rows)
}
