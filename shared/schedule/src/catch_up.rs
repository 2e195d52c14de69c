//! What happens with runs that fell due while nothing could run them.

use std::time::Duration;

use beadle_values::{
    body::{ObjectSchema, Schemas, Shape, one_of},
    names,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Schedule, span};

/// The window of `"all"` where none is given.
const DEFAULT_WINDOW: Duration = Duration::from_secs(60 * 60);
const LONGEST_WINDOW: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// At most so many missed runs are made up for, the latest ones.
pub const MOST_CAUGHT_UP: usize = 100;

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
    /// They are left out.
    None,
    /// The latest one runs.
    #[default]
    Latest,
    /// Those of the last so many seconds run, up to [`MOST_CAUGHT_UP`].
    All(#[serde(with = "span")] Duration),
}

impl CatchUp {
    /// Reads a policy; a window is a duration of 1 second to 30 days.
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
                    Ok(Self::All(span::parse_within(window, least, LONGEST_WINDOW, &path.key("all"))?))
                }
                _ => Err(refused().into()),
            },
            _ => Err(refused().into()),
        }
    }
}

/// A name, or `all` with its window.
pub(super) fn schema(schemas: &mut Schemas) -> Value {
    schemas.named("CatchUp", |schemas| {
        let name = one_of::<CatchUpName>().schema(schemas);
        let window = schemas.named("CatchUpWindow", |schemas| {
            let mut object = ObjectSchema::named("CatchUpWindow");
            object.member("all", "How far back, 1 second to 30 days.", span::schema(schemas), false);
            object.required.push("all".to_owned());
            object.finish("A window.", Some(json!({"all": "6h"})), schemas)
        });
        json!({"description": "What happens with runs that were missed.", "anyOf": [name, window]})
    })
}

impl Schedule {
    /// The runs due after `since` and up to `now` that the catch-up policy makes up for, earliest first.
    ///
    /// `since` is the last time that is known to have been served; `anchor` is the time of creation, which
    /// rates without a start are counted from. However long the gap, the cost is that of [`MOST_CAUGHT_UP`]
    /// steps back from `now`.
    pub fn missed(&self, since: Timestamp, now: Timestamp, anchor: Timestamp) -> Vec<Timestamp> {
        let (since, most) = match self.catch_up() {
            CatchUp::None => return Vec::new(),
            CatchUp::Latest => (since, 1),
            CatchUp::All(window) => (since.max(before(now, window)), MOST_CAUGHT_UP),
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
