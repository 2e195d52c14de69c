//! Responses about calendars.

use axum::response::Response;
use beadle_domain::{day_calendar::Calendar, plan::PlanMark};
use beadle_schedule::{
    Days,
    calendar::{Recurrence, TitledDays},
};
use jiff::Timestamp;
use serde::Serialize;

use crate::http::respond;

/// A calendar.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = DayCalendar, example = json!({
        "name": "de-holidays", "shared": false, "description": null, "entries": 3,
        "created_at": "2026-11-20T09:00:00Z", "updated_at": "2026-11-20T09:00:00Z", "updated_by": "ada", "version": 1,
        "days": [{"days": "2027-05-06", "title": "Ascension Day"}], "weekly": ["sunday"],
        "recurring": [{"rule": "FREQ=YEARLY", "first": "2020-12-25", "title": "Christmas Day"}],
    })))]
pub(crate) struct CalendarResponse<'a> {
    #[serde(flatten)]
    summary: CalendarSummary<'a>,
    /// Dates and spans, with their titles.
    #[cfg_attr(test, schema(value_type = Vec<CalendarDay>))]
    days: &'a [TitledDays],
    /// Days of every week.
    #[cfg_attr(test, schema(value_type = Vec<String>, example = json!(["sunday"])))]
    weekly: &'a [Days],
    /// Days that recur by a rule.
    #[cfg_attr(test, schema(value_type = Vec<CalendarRule>))]
    recurring: &'a [Recurrence],
}

/// A calendar without its days.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = CalendarSummary, example = json!({
        "name": "de-holidays", "shared": false, "description": null, "entries": 3,
        "created_at": "2026-11-20T09:00:00Z", "updated_at": "2026-11-20T09:00:00Z", "updated_by": "ada", "version": 1,
    })))]
pub(crate) struct CalendarSummary<'a> {
    /// Name, by which schedules name it.
    #[cfg_attr(test, schema(example = "de-holidays"))]
    name: &'a str,
    /// Whether it is shared with everyone.
    shared: bool,
    /// What it is for.
    description: Option<&'a str>,
    /// Number of its entries.
    entries: usize,
    /// The plan that keeps it.
    #[cfg_attr(test, schema(value_type = Option<PlanMark>))]
    plan: Option<&'a PlanMark>,
    /// Time of creation.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    created_at: Timestamp,
    /// Time of the last change.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    updated_at: Timestamp,
    /// User who made the last change.
    updated_by: &'a str,
    /// How often it was written, for `If-Match`.
    version: u64,
}

/// Titled days of a calendar.
#[cfg(test)]
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes what the domain serializes")]
pub(crate) struct CalendarDay {
    /// A date, or a span `first/last`.
    #[schema(example = "2027-12-24/2028-01-01")]
    days: String,
    /// What they are.
    title: Option<String>,
}

/// Days of a calendar that recur.
#[cfg(test)]
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes what the domain serializes")]
pub(crate) struct CalendarRule {
    /// The rule of RFC 5545.
    #[schema(example = "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25")]
    rule: String,
    /// The first day.
    #[schema(format = Date, example = "2020-12-25")]
    first: String,
    /// How many days each occurrence lasts, if more than one.
    length: Option<u16>,
    /// Occurrences that are left out.
    except: Option<Vec<String>>,
    /// What they are.
    title: Option<String>,
}

/// The caller's calendars and the shared ones, each ordered by name.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(example = json!({"calendars": [{
        "name": "de-holidays", "shared": false, "description": null, "entries": 3,
        "created_at": "2026-11-20T09:00:00Z", "updated_at": "2026-11-20T09:00:00Z", "updated_by": "ada", "version": 1,
    }], "next_cursor": null})))]
pub(crate) struct CalendarList<'a> {
    /// The calendars.
    calendars: Vec<CalendarSummary<'a>>,
    /// Always null: all calendars are in one response.
    next_cursor: Option<&'a str>,
}

impl<'a> CalendarResponse<'a> {
    /// Responds with a calendar and its version as the `ETag`.
    pub(super) fn respond(calendar: &'a Calendar) -> Response {
        let days = &calendar.days;
        let response = Self {
            summary: CalendarSummary::of(calendar),
            days: &days.days,
            weekly: &days.weekly,
            recurring: &days.recurring,
        };
        respond::versioned(&response, calendar.version)
    }
}

impl<'a> CalendarSummary<'a> {
    fn of(calendar: &'a Calendar) -> Self {
        Self {
            name: calendar.name.as_str(),
            shared: calendar.owner.is_none(),
            description: calendar.description.as_deref(),
            entries: calendar.days.len(),
            plan: calendar.plan.as_ref(),
            created_at: calendar.created_at,
            updated_at: calendar.updated_at,
            updated_by: calendar.updated_by.as_str(),
            version: calendar.version,
        }
    }
}

impl<'a> CalendarList<'a> {
    pub(super) fn of(calendars: &'a [Calendar]) -> Self {
        Self { calendars: calendars.iter().map(CalendarSummary::of).collect(), next_cursor: None }
    }
}
