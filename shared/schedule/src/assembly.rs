//! A schedule of its expression and its options, if they go together.

use beadle_values::violation::{Path, Violation};
use jiff::Timestamp;

use super::{
    CatchUp, DayRules, Expression, OnExcluded, Overlap, Schedule, Zone, error::Error, expression::ParsedText,
    object::Options, one_off, span,
};

/// The schedule, if it can ever be due.
pub(super) fn assemble(parsed: &ParsedText, options: Options, at: &Path) -> Result<Schedule, Violation> {
    let Options { zone, start, end, jitter, overlap, catch_up, on_clock_change, days } = options;
    let zone = zone.unwrap_or_else(Zone::utc);
    // Missed runs start together, and `skip` would leave one of them.
    let overlap = overlap.unwrap_or_else(|| match catch_up {
        CatchUp::All(_) => Overlap::Queue,
        CatchUp::None | CatchUp::Latest => Overlap::default(),
    });
    let (expression, zone) = match parsed {
        ParsedText::Recurring(expression) => (expression.clone(), zone),
        ParsedText::Once(written) => {
            let (local, zone) = written.local(zone);
            (Expression::At(local), zone)
        }
    };
    let schedule = Schedule {
        expression,
        zone,
        start,
        end,
        jitter,
        overlap,
        catch_up,
        on_clock_change,
        days,
        phrase: None,
    };
    match never_due(&schedule).or_else(|| contradiction(&schedule)) {
        Some(error) => Err(error.at(at, "schedule")),
        None => Ok(schedule),
    }
}

/// Options that undo each other.
fn contradiction(schedule: &Schedule) -> Option<Error> {
    let interval = schedule.shortest_interval();
    if let (Some(jitter), Some(interval)) = (schedule.jitter, interval)
        && jitter > interval
    {
        let message = format!("a jitter of {} is longer than the interval", span::write(jitter));
        return Some(
            Error::new(message).hint(format!("write at most \"jitter\": \"{}\"", span::write(interval))),
        );
    }
    if schedule.days.move_runs() && !matches!(schedule.expression, Expression::Cron(_)) {
        let message = "an interval has no times of day at which a run could be moved to another day";
        return Some(Error::new(message).hint("leave `on_excluded` out: runs on excluded days are skipped"));
    }
    if schedule.days.is_empty() && schedule.days.on_excluded != OnExcluded::Skip {
        let message = "no day is excluded whose runs could be moved";
        return Some(Error::new(message).hint("write the days into `exclude`, or leave `on_excluded` out"));
    }
    if matches!(schedule.catch_up, CatchUp::All(_)) && schedule.overlap == Overlap::Skip {
        let message = "missed runs start together, and the overlap policy skip leaves one of them";
        let hint = "write \"overlap\": \"queue\" to run them one after the other, or \"allow\"";
        return Some(Error::new(message).hint(hint));
    }
    None
}

fn never_due(schedule: &Schedule) -> Option<Error> {
    let due = |schedule: &Schedule| schedule.next_after(Timestamp::MIN, Timestamp::MIN).is_some();
    match &schedule.expression {
        Expression::At(_) if !schedule.days.is_empty() => Some(
            Error::new("a single time takes no `exclude` and no `only`")
                .hint("leave them out, and choose another day"),
        ),
        Expression::At(_) if schedule.start.is_some() || schedule.end.is_some() => {
            Some(Error::new("a single time takes no start or end").hint("leave `start` and `end` out"))
        }
        Expression::At(local) if !due(schedule) => Some(one_off::skipped(*local, &schedule.zone)),
        Expression::Cron(cron) if !due(schedule) => {
            let unbounded = Schedule { start: None, end: None, ..schedule.clone() };
            let on_any_day = Schedule { days: DayRules::default(), ..schedule.clone() };
            Some(match due(&unbounded) {
                _ if due(&on_any_day) => Error::new(format!("`{cron}` is due on excluded days only"))
                    .hint("change `exclude` or `only`, or write \"on_excluded\": \"next_business_day\""),
                true => Error::new(format!("`{cron}` is never due between start and end"))
                    .hint("move `start` or `end`"),
                false => Error::new(format!("`{cron}` is never due: there is no such date")).hint(
                    "check the days against the months and years; `L` is the last day of a month, \
                     as in `cron(0 9 L 2 ? *)`",
                ),
            })
        }
        _ => None,
    }
}
