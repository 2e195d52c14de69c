//! Tasks as a calendar to subscribe to (iCalendar, RFC 5545): the next runs of schedules as events, due dates
//! as to-dos, and reminders as alarms.

mod line;
#[cfg(test)]
mod tests;

use std::time::Duration;

use beadle_values::time::UtcTime;
use jiff::Timestamp;

use self::line::{Lines, escaped};
use crate::{
    spec::TaskSpec,
    task::{Priority, Task},
};

/// The media type of a calendar (RFC 5545 section 8.1).
pub const MEDIA_TYPE: &str = "text/calendar; charset=utf-8";

/// The maximum number of runs of one task in a calendar.
pub const MAX_RUNS: usize = 100;

/// The length of an event without one.
const USUAL_LENGTH: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(86_400);

/// The calendar of `tasks` at `now`, with up to `runs` next runs of each.
pub fn calendar<'a>(tasks: impl IntoIterator<Item = &'a Task>, runs: usize, now: Timestamp) -> String {
    let mut lines = Lines::default();
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    lines.add("PRODID", "-//Beadle//Beadle//EN");
    lines.add("CALSCALE", "GREGORIAN");
    lines.add("X-WR-CALNAME", "Beadle");
    for task in tasks {
        match &task.spec {
            TaskSpec::CalendarEvent(_) => event(&mut lines, task),
            _ if due(task).is_some() => to_do(&mut lines, task),
            TaskSpec::Todo(_) if reminds_at(task).is_some() => to_do(&mut lines, task),
            _ => reminder(&mut lines, task),
        }
        let schedule = task.schedule.as_ref().filter(|_| task.is_armed());
        let times = schedule.into_iter().flat_map(|schedule| schedule.occurrences(now, task.created_at));
        for at in times.take(runs.min(MAX_RUNS)).map(|occurrence| occurrence.at) {
            run(&mut lines, task, at);
        }
    }
    lines.add("END", "VCALENDAR");
    lines.finish()
}

/// When `task` is due, where a calendar can write it (RFC 5545 section 3.3.5: years of four digits).
fn due(task: &Task) -> Option<UtcTime> {
    task.due_date.filter(|due| due.civil().is_some())
}

/// When `task` reminds, where a calendar can write it.
fn reminds_at(task: &Task) -> Option<UtcTime> {
    task.reminder_time.map(UtcTime::from).filter(|at| at.civil().is_some())
}

/// The end of an event; an event whose end lies after the year 9999 has none.
fn end(lines: &mut Lines, write: fn(&mut Lines, &str, UtcTime), at: Option<UtcTime>) {
    if let Some(at) = at {
        write(lines, "DTEND", at);
    }
}

/// A run of a schedule: an event without duration that does not block time.
fn run(lines: &mut Lines, task: &Task, at: Timestamp) {
    lines.add("BEGIN", "VEVENT");
    head(lines, task, &format!("run-{}", at.as_second()));
    lines.time("DTSTART", at);
    lines.add("TRANSP", "TRANSPARENT");
    lines.add("END", "VEVENT");
}

/// A calendar event, which starts at its due date; a task without one is omitted.
fn event(lines: &mut Lines, task: &Task) {
    let (TaskSpec::CalendarEvent(spec), Some(begins)) = (&task.spec, due(task)) else { return };
    lines.add("BEGIN", "VEVENT");
    head(lines, task, "event");
    if spec.all_day {
        lines.day("DTSTART", begins);
        end(lines, Lines::day, begins.checked_add(spec.duration().unwrap_or(DAY)));
    } else {
        lines.time("DTSTART", begins);
        end(lines, Lines::time, begins.checked_add(spec.duration().unwrap_or(USUAL_LENGTH)));
    }
    if let Some(location) = &spec.location {
        lines.text("LOCATION", location);
    }
    for attendee in &spec.attendees {
        lines.add("ATTENDEE", &format!("mailto:{attendee}"));
    }
    alarm(lines, task);
    lines.add("END", "VEVENT");
}

/// A task with a due date.
fn to_do(lines: &mut Lines, task: &Task) {
    lines.add("BEGIN", "VTODO");
    head(lines, task, "due");
    if let Some(due) = due(task) {
        lines.time("DUE", due);
    }
    match task.completed_at {
        Some(at) => {
            lines.add("STATUS", "COMPLETED");
            lines.time("COMPLETED", at);
        }
        None => lines.add("STATUS", "NEEDS-ACTION"),
    }
    alarm(lines, task);
    lines.add("END", "VTODO");
}

/// A reminder of a task without a due date.
fn reminder(lines: &mut Lines, task: &Task) {
    let Some(at) = reminds_at(task) else { return };
    lines.add("BEGIN", "VEVENT");
    head(lines, task, "reminder");
    lines.time("DTSTART", at);
    lines.add("TRANSP", "TRANSPARENT");
    alarm(lines, task);
    lines.add("END", "VEVENT");
}

/// The properties that every component has. Its time stamp is the time of the last change (RFC 5545 section
/// 3.8.7.2).
fn head(lines: &mut Lines, task: &Task, part: &str) {
    lines.add("UID", &format!("{}-{part}@beadle", task.id));
    lines.time("DTSTAMP", task.updated_at);
    lines.time("CREATED", task.created_at);
    lines.time("LAST-MODIFIED", task.updated_at);
    lines.text("SUMMARY", &task.name);
    let notes = match &task.spec {
        TaskSpec::Todo(spec) => spec.notes.as_deref(),
        TaskSpec::CalendarEvent(spec) => spec.notes.as_deref(),
        TaskSpec::Reminder(spec) => spec.message.as_deref(),
        _ => None,
    };
    if let Some(text) = task.description.as_deref().or(notes) {
        lines.text("DESCRIPTION", text);
    }
    // RFC 5545 section 3.8.1.9: 1 is the highest priority, 5 medium, 9 the lowest.
    lines.add(
        "PRIORITY",
        match task.priority {
            Priority::High => "1",
            Priority::Medium => "5",
            Priority::Low => "9",
        },
    );
    if !task.tags.is_empty() {
        lines.add("CATEGORIES", &task.tags.iter().map(|tag| escaped(tag)).collect::<Vec<_>>().join(","));
    }
}

/// The alarm of a future reminder of a task that is not completed.
fn alarm(lines: &mut Lines, task: &Task) {
    let Some(at) = reminds_at(task).filter(|_| task.completed_at.is_none()) else { return };
    lines.add("BEGIN", "VALARM");
    lines.add("ACTION", "DISPLAY");
    lines.time("TRIGGER;VALUE=DATE-TIME", at);
    lines.text("DESCRIPTION", &task.name);
    lines.add("END", "VALARM");
}
