//! The normal object form, which is stored, returned and parsed again.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use super::{
    CatchUp, DayRules, OnClockChange, Overlap, Schedule, Zone,
    expression::{Expression, ParsedText},
    one_off::ParsedTime,
    span,
};

#[derive(Serialize, Deserialize)]
struct Stored {
    expression: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phrase: Option<String>,
    timezone: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    jitter: Option<Jitter>,
    #[serde(default)]
    overlap: Overlap,
    #[serde(default)]
    catch_up: CatchUp,
    #[serde(default, skip_serializing_if = "OnClockChange::is_default")]
    on_clock_change: OnClockChange,
    #[serde(flatten)]
    days: DayRules,
}

#[derive(Serialize, Deserialize)]
struct Jitter(#[serde(with = "span")] Duration);

impl Serialize for Schedule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let stored = Stored {
            expression: self.expression.to_string(),
            phrase: self.phrase.clone(),
            timezone: self.zone.name().to_owned(),
            start: self.start,
            end: self.end,
            jitter: self.jitter.map(Jitter),
            overlap: self.overlap,
            catch_up: self.catch_up,
            on_clock_change: self.on_clock_change,
            days: self.days.clone(),
        };
        stored.serialize(serializer)
    }
}

/// Parses a serialized schedule. Whether it is ever due is not checked again, because time zone rules may
/// have changed since.
impl<'de> Deserialize<'de> for Schedule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Stored::deserialize(deserializer)?;
        let unreadable = |what: &str| D::Error::custom(format!("`{what}` is not a stored schedule"));
        let expression = match ParsedText::parse(&stored.expression) {
            Ok(Some(ParsedText::Recurring(expression))) => expression,
            Ok(Some(ParsedText::Once(ParsedTime::Local(local)))) => Expression::At(local),
            _ => return Err(unreadable(&stored.expression)),
        };
        Ok(Self {
            expression,
            zone: Zone::parse(&stored.timezone).map_err(|_| unreadable(&stored.timezone))?,
            start: stored.start,
            end: stored.end,
            jitter: stored.jitter.map(|Jitter(jitter)| jitter),
            overlap: stored.overlap,
            catch_up: stored.catch_up,
            on_clock_change: stored.on_clock_change,
            days: stored.days,
            phrase: stored.phrase,
        })
    }
}
