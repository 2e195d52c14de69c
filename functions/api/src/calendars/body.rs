//! The body of a calendar: JSON, or iCalendar text.

use std::sync::Arc;

use axum::extract::{FromRequest, Request};
use beadle_domain::day_calendar::{CalendarDraft, ICALENDAR};
use beadle_values::violation::{Path, Violation};
use http::header;

use crate::{
    http::{Problem, body_of, json_of},
    state::Api,
};

/// A calendar as it is written.
pub(crate) struct CalendarBody(pub(crate) CalendarDraft);

impl FromRequest<Arc<Api>> for CalendarBody {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Arc<Api>) -> Result<Self, Problem> {
        let given = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let is_text = given.is_some_and(|given| {
            given.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case(ICALENDAR))
        });
        let bytes = body_of(request, &["application/json", ICALENDAR]).await?;
        let path = Path::body();
        if !is_text {
            return Ok(Self(CalendarDraft::parse(&json_of(&bytes)?, &path)?));
        }
        let text =
            std::str::from_utf8(&bytes).map_err(|_| Violation::new(path.clone(), "ical", "is not UTF-8"))?;
        Ok(Self(CalendarDraft::of_ical(text, &path)?))
    }
}
