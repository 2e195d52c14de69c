//! The grammar of one cron field: `*`, values, names, lists, ranges and steps.

use super::values::Values;
use crate::error::Error;

/// The grammar of one field.
#[derive(Debug)]
pub(crate) struct Field {
    /// The name of the field in messages.
    pub(crate) name: &'static str,
    pub(crate) low: u16,
    pub(crate) high: u16,
    /// Names of the values, starting at `low`; empty if the field has no names.
    pub(crate) names: &'static [&'static str],
    pub(crate) steps: Steps,
}

/// The forms of `/` that a field accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Steps {
    /// No steps: day-of-week in EventBridge.
    None,
    /// `*/5` and `10-40/5`, as in classic cron.
    Bounded,
    /// Also `10/5`, which runs to the end of the field, as in EventBridge.
    Open,
}

const MONTH_NAMES: &[&str] =
    &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
pub(crate) const DAY_NAMES: &[&str] = &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

pub(crate) const MINUTES: Field = Field::numbers("minutes", 0, 59);
pub(crate) const HOURS: Field = Field::numbers("hours", 0, 23);
pub(crate) const DAYS_OF_MONTH: Field = Field::numbers("day-of-month", 1, 31);
pub(crate) const MONTHS: Field = Field { names: MONTH_NAMES, ..Field::numbers("month", 1, 12) };
pub(crate) const DAYS_OF_WEEK: Field =
    Field { names: DAY_NAMES, steps: Steps::None, ..Field::numbers("day-of-week", 1, 7) };
pub(crate) const YEARS: Field = Field::numbers("year", 1970, 2199);

impl Field {
    pub(crate) const fn numbers(name: &'static str, low: u16, high: u16) -> Self {
        Self { name, low, high, names: &[], steps: Steps::Open }
    }

    pub(crate) const fn bounded(self) -> Self {
        Self { steps: Steps::Bounded, ..self }
    }

    pub(crate) fn none(&self) -> Values {
        Values::none(self.low, self.high)
    }

    pub(crate) fn all(&self) -> Values {
        Values::all(self.low, self.high)
    }

    /// Parses a comma-separated list.
    pub(crate) fn parse(&self, text: &str) -> Result<Values, Error> {
        let mut values = self.none();
        for item in text.split(',') {
            self.parse_item(item, &mut values).map_err(|error| error.or_hint(&self.allowed()))?;
        }
        Ok(values)
    }

    fn parse_item(&self, item: &str, values: &mut Values) -> Result<(), Error> {
        let (base, step) = match item.split_once('/') {
            Some((base, step)) => (base, Some(self.parse_step(item, step)?)),
            None => (item, None),
        };
        let (from, to) = match base.split_once('-') {
            _ if base == "*" => (self.low, self.high),
            Some((from, to)) => self.parse_range(base, from, to)?,
            None => self.parse_single(base, step)?,
        };
        values.insert_range(from, to, step.unwrap_or(1));
        Ok(())
    }

    fn parse_single(&self, base: &str, step: Option<u16>) -> Result<(u16, u16), Error> {
        let value = self.parse_value(base)?;
        match (step, self.steps) {
            (None, _) => Ok((value, value)),
            (Some(_), Steps::Open) => Ok((value, self.high)),
            (Some(step), _) => {
                let hint = format!("write a range with a step: `{base}-{}/{step}`", self.high);
                Err(self.error(format!("`{base}/{step}` has no end")).hint(hint))
            }
        }
    }

    fn parse_range(&self, base: &str, from: &str, to: &str) -> Result<(u16, u16), Error> {
        let (first, last) = (self.parse_value(from)?, self.parse_value(to)?);
        // In classic cron Sunday is both 0 and 7, so `MON-SUN` ends at 7.
        let wraps = last == self.low && first > last && self.high == self.low + 7;
        let last = if wraps { self.high } else { last };
        if first <= last {
            return Ok((first, last));
        }
        let (low, high) = (self.spell(self.low), self.spell(self.high));
        let hint = format!("write two ranges: `{from}-{high},{low}-{to}`");
        Err(self.error(format!("the range `{base}` runs backwards")).hint(hint))
    }

    fn parse_step(&self, item: &str, step: &str) -> Result<u16, Error> {
        if self.steps == Steps::None {
            let hint = "list the days, such as `MON,WED,FRI`";
            return Err(self
                .error(format!("`{item}` has a step, which this field does not take"))
                .hint(hint));
        }
        match number(step) {
            // A step beyond the field leaves its first value, as in cron.
            Some(step) if step > 0 => Ok(step),
            _ => Err(self.error(format!("the step of `{item}` is not a whole number above zero"))),
        }
    }

    fn parse_value(&self, text: &str) -> Result<u16, Error> {
        let named = self.names.iter().position(|name| name.eq_ignore_ascii_case(text));
        if let Some(position) = named {
            return Ok(self.low + position as u16);
        }
        match number(text) {
            Some(value) if (self.low..=self.high).contains(&value) => Ok(value),
            Some(value) => Err(self.error(format!("{value} is not between {} and {}", self.low, self.high))),
            None if text.is_empty() => Err(self.error("a value is missing".to_owned())),
            None => Err(self.error(format!("`{text}` is not a value"))),
        }
    }

    fn allowed(&self) -> String {
        let names = match (self.names.first(), self.names.last()) {
            (Some(first), Some(last)) => format!(" or {first}-{last}"),
            _ => String::new(),
        };
        let steps = if self.steps == Steps::None { "" } else { ", steps such as `*/5`" };
        format!(
            "{} takes {}-{}{names}, `*`, lists such as `1,3`, ranges such as `1-5`{steps}",
            self.name, self.low, self.high
        )
    }

    fn error(&self, message: String) -> Error {
        Error::new(format!("{}: {message}", self.name))
    }

    /// Formats `values` in normal form: `*`, `0/15`, or a list of values and ranges, by name if the field has
    /// names.
    pub(crate) fn render(&self, values: &Values) -> String {
        if values.is_all() {
            return "*".to_owned();
        }
        if let Some((start, step)) = values.as_step().filter(|_| self.names.is_empty()) {
            return format!("{start}/{step}");
        }
        let item = |(from, to): (u16, u16)| match to - from {
            0 => self.spell(from),
            1 => format!("{},{}", self.spell(from), self.spell(to)),
            _ => format!("{}-{}", self.spell(from), self.spell(to)),
        };
        values.runs().into_iter().map(item).collect::<Vec<_>>().join(",")
    }

    fn spell(&self, value: u16) -> String {
        let name = self.names.get(usize::from(value.saturating_sub(self.low)));
        name.map_or_else(|| value.to_string(), |name| (*name).to_owned())
    }
}

/// Parses one to four digits and nothing else.
pub(crate) fn number(text: &str) -> Option<u16> {
    let plain = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}
