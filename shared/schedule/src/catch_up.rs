//! What happens to runs that were missed, for example during an outage.

use std::time::Duration;

use beadle_values::{
    names,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Schedule, span};

/// The window of `"all"` without an explicit one.
const DEFAULT_WINDOW: Duration = Duration::from_secs(60 * 60);
const MAX_WINDOW: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// The maximum number of missed runs that are caught up, latest first.
pub const MAX_CAUGHT_UP: usize = 100;

names! {
    /// The policy for missed runs: none of them runs, the latest one, or all of a window of time.
    pub enum CatchUpName {
        /// See [`CatchUp::None`].
        None = "none",
        /// See [`CatchUp::Latest`].
        Latest = "latest",
        /// See [`CatchUp::All`].
        All = "all",
    }
}

/// The policy for missed runs. Written `"none"`, `"latest"`, `"all"` (of the last hour), or `{"all": "6h"}`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CatchUp {
    /// Missed runs are skipped.
    None,
    /// Only the latest missed run is caught up.
    #[default]
    Latest,
    /// The missed runs within this window are caught up, at most [`MAX_CAUGHT_UP`].
    All(#[serde(with = "span")] Duration),
}

impl CatchUp {
    /// Parses a policy; a window is a duration of 1 second to 30 days.
    ///
    /// # Errors
    /// Violations at or below `path`.
    pub fn parse(value: &Value, path: &Path) -> Result<Self, Violations> {
        const HINT: &str = "use \"none\", \"latest\", \"all\" or {\"all\": \"6h\"}";
        let refused =
            || Violation::new(path.clone(), "enum", format!("{value} is not a catch-up policy")).hint(HINT);
        match value {
            Value::String(text) => match text.parse() {
                Ok(CatchUpName::None) => Ok(Self::None),
                Ok(CatchUpName::Latest) => Ok(Self::Latest),
                Ok(CatchUpName::All) => Ok(Self::All(DEFAULT_WINDOW)),
                Err(_) => Err(refused().into()),
            },
            Value::Object(members) => match members.get(CatchUpName::All.as_str()) {
                Some(window) if members.len() == 1 => {
                    let least = Duration::from_secs(1);
                    Ok(Self::All(span::parse_within(window, least, MAX_WINDOW, &path.key("all"))?))
                }
                _ => Err(refused().into()),
            },
            _ => Err(refused().into()),
        }
    }
}

impl Schedule {
    /// The runs due after `since` and up to `now` that the policy catches up, in ascending order.
    ///
    /// `since` is the latest time known to have been handled; `anchor` is the creation time, from which rates
    /// without a start are counted. However long the gap, this takes at most [`MAX_CAUGHT_UP`] steps back
    /// from `now`.
    pub fn missed(&self, since: Timestamp, now: Timestamp, anchor: Timestamp) -> Vec<Timestamp> {
        let (since, most) = match self.catch_up() {
            CatchUp::None => return Vec::new(),
            CatchUp::Latest => (since, 1),
            CatchUp::All(window) => (since.max(before(now, window)), MAX_CAUGHT_UP),
        };
        let mut missed: Vec<Timestamp> =
            self.occurrences_back(now, anchor).take_while(|time| *time > since).take(most).collect();
        missed.reverse();
        missed
    }
}

fn before(now: Timestamp, window: Duration) -> Timestamp {
    now.checked_sub(window).unwrap_or(Timestamp::MIN)
}
