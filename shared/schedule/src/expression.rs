//! When a schedule is due: an interval, calendar times or a single time, parsed from any accepted text.

use std::{fmt, time::Duration};

use jiff::civil::DateTime;

use super::{
    aws_cron::{self, AwsCron},
    classic_cron,
    crons::{self, Crons},
    error::Error,
    one_off::{self, ParsedTime},
    phrase,
    rate::Rate,
    suggestion,
};

/// Longer texts are rejected without parsing.
pub(super) const MAX_TEXT: usize = 512;
/// EventBridge Scheduler's limit on the length of an expression.
const MAX_EXPRESSION: usize = 256;

/// When a schedule is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// An interval in minutes, hours or days, counted from the schedule's start.
    Rate(Rate),
    /// At local times on a calendar.
    Cron(Crons),
    /// Once, at a local time.
    At(DateTime),
}

/// The result of parsing a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ParsedText {
    /// A rate or calendar times.
    Recurring(Expression),
    /// A single time.
    Once(ParsedTime),
}

impl ParsedText {
    /// Parses a text in any accepted form; `manual` gives `None`.
    ///
    /// # Errors
    /// Every error of the text, each with a hint.
    pub(super) fn parse(text: &str) -> Result<Option<Self>, Vec<Error>> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("manual") {
            return Ok(None);
        }
        if text.is_empty() || text.len() > MAX_TEXT {
            let message = format!("a schedule has 1 to {MAX_TEXT} characters");
            return Err(vec![Error::new(message).hint(suggestion::ACCEPTED)]);
        }
        if let Some(error) = suggestion::foreign(text) {
            return Err(vec![error]);
        }
        if text.contains(crons::SEPARATOR) {
            return any_of(text).and_then(|all| Self::Recurring(all).within_limit().map(Some).map_err(one));
        }
        let recurring = |expression: Expression| Self::Recurring(expression);
        let parsed = match call(text) {
            Some(("cron", inside)) => aws_cron::parse::parse(inside).map(Expression::of_cron).map(recurring),
            Some(("rate", inside)) => {
                Rate::parse_inside(inside).map(Expression::Rate).map(recurring).map_err(one)
            }
            Some(("at", inside)) => {
                one_off::parse_inside(inside).map(|local| Self::Once(ParsedTime::Local(local))).map_err(one)
            }
            Some(_) => Err(vec![Error::new(format!("`{text}` is not a schedule"))]),
            None if let Some(interval) = interval(text) => {
                Rate::of_seconds(interval.as_secs()).map(Expression::Rate).map(recurring).map_err(one)
            }
            None if text.starts_with('@') || classic_cron::resembles(text) => {
                classic_cron::parse(text).map(Expression::of_cron).map(recurring)
            }
            None if resembles_a_date(text) => one_off::parse(text).map(Self::Once).map_err(one),
            None => read_phrase(text).map(recurring).map_err(|error| one(suggestion::improve(error, text))),
        };
        let parsed = parsed.and_then(|parsed| parsed.within_limit().map(Some).map_err(one));
        parsed.map_err(|errors| errors.into_iter().map(|error| error.or_hint(suggestion::ACCEPTED)).collect())
    }

    fn within_limit(self) -> Result<Self, Error> {
        let Self::Recurring(expression) = &self else { return Ok(self) };
        let ticked = match expression {
            Expression::Cron(crons) => crons.covered().to_string(),
            other => other.to_string(),
        };
        let message = match (ticked.len(), expression.to_string().len()) {
            (..=MAX_EXPRESSION, ..=MAX_TEXT) => return Ok(self),
            (..=MAX_EXPRESSION, _) => format!("the expression is longer than {MAX_TEXT} characters"),
            _ => format!("the expression is longer than EventBridge's {MAX_EXPRESSION} characters"),
        };
        Err(Error::new(message).hint("name fewer single values, or make several tasks"))
    }
}

impl Expression {
    /// The times of one cron expression.
    pub(super) fn of_cron(cron: AwsCron) -> Self {
        Self::Cron(cron.into())
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rate(rate) => rate.fmt(f),
            Self::Cron(crons) => crons.fmt(f),
            Self::At(local) => write!(f, "at({})", one_off::seconds(*local)),
        }
    }
}

/// Parses a phrase; its errors may lack a hint.
pub(super) fn read_phrase(text: &str) -> Result<Expression, Error> {
    let words = phrase::words(text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    phrase::parse(&words)
}

/// Calendar times that are joined: `0 9 * * 1 | 0 14 * * 5`.
fn any_of(text: &str) -> Result<Expression, Vec<Error>> {
    let mut all = Vec::new();
    for part in text.split(crons::SEPARATOR) {
        let parsed = if part.trim().is_empty() { None } else { ParsedText::parse(part)? };
        match parsed {
            Some(ParsedText::Recurring(Expression::Cron(crons))) => all.extend(crons.iter().copied()),
            _ => {
                let error = Error::new(format!("`{}` is not a calendar time", part.trim()));
                return Err(vec![error.hint("only cron expressions and times of days can be joined by `|`")]);
            }
        }
    }
    Crons::any_of(all).map(Expression::Cron).map_err(one)
}

fn one(error: Error) -> Vec<Error> {
    vec![error]
}

/// The function name before the parentheses, in lower case, if it is known, and the text inside them.
fn call(text: &str) -> Option<(&'static str, &str)> {
    let (name, inside) = text.strip_suffix(')')?.split_once('(')?;
    let known = ["cron", "rate", "at"].into_iter().find(|known| known.eq_ignore_ascii_case(name.trim_end()));
    Some((known.unwrap_or_default(), inside))
}

/// The interval of `PT5M` (ISO 8601) and of `@every 5m` (Go's cron).
fn interval(text: &str) -> Option<Duration> {
    match text.strip_prefix("@every ") {
        Some(interval) => phrase::compact(interval.trim()),
        None => phrase::compact(text).filter(|_| text.starts_with(['p', 'P'])),
    }
}

fn resembles_a_date(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits >= 4 && text.as_bytes().get(digits).is_none_or(|next| matches!(next, b'-' | b'/' | b'T'))
}
