//! Walking through pages of lists while there is time.

use beadle_values::page::Cursor;
use jiff::Timestamp;

use crate::port::Clock;

/// The position of a walk through lists.
pub(super) struct Pages<'a> {
    clock: &'a dyn Clock,
    until: Timestamp,
    place: Place,
    out_of_time: bool,
}

enum Place {
    First,
    At(Cursor),
    End,
}

impl<'a> Pages<'a> {
    pub(super) fn until(clock: &'a dyn Clock, until: Timestamp) -> Self {
        Self { clock, until, place: Place::First, out_of_time: false }
    }

    /// The cursor of the next page; `None` if there is none, or no time.
    pub(super) fn next(&mut self) -> Option<Option<Cursor>> {
        let cursor = match &self.place {
            Place::First => None,
            Place::At(cursor) => Some(cursor.clone()),
            Place::End => return None,
        };
        self.out_of_time |= self.clock.now() >= self.until;
        (!self.out_of_time).then_some(cursor)
    }

    /// Moves on to the page that `next` starts.
    pub(super) fn turn(&mut self, next: Option<Cursor>) {
        self.place = next.map_or(Place::End, Place::At);
    }

    /// Starts another list.
    pub(super) fn restart(&mut self) {
        self.place = Place::First;
    }

    pub(super) fn out_of_time(&self) -> bool {
        self.out_of_time
    }
}
