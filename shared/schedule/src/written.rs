//! The phrase that was written, which is kept beside the normal form of its expression.

use beadle_values::violation::{Path, Violation, Violations};
use serde_json::Value;

use super::{Schedule, error::located, expression::ParsedText, object::parse_one};

impl Schedule {
    /// The phrase or cron that was written, if that is not the expression's normal form.
    pub fn phrase(&self) -> Option<&str> {
        self.phrase.as_deref()
    }

    /// What `text`, written in place of a schedule in object form, changes of it: the expression. Null for
    /// `manual`.
    ///
    /// # Errors
    /// The violations of the text.
    pub fn change_by_text(text: &str, path: &Path) -> Result<Value, Violations> {
        let schedule = Self::parse(&Value::String(text.to_owned()), path)?;
        Ok(schedule.map_or(Value::Null, |_| serde_json::json!({"expression": text})))
    }

    /// The schedule, which was parsed from `text`. A single time has no phrase: its normal form is as clear.
    pub(super) fn with_source_text(self, parsed: &ParsedText, text: &str) -> Self {
        let text = text.trim();
        let is_phrase = matches!(parsed, ParsedText::Recurring(_)) && text != self.expression.to_string();
        Self { phrase: is_phrase.then(|| text.to_owned()), ..self }
    }

    /// The schedule with `phrase`, which the object at `place` has beside the expression, `parsed`.
    ///
    /// # Errors
    /// A violation of a phrase that means something else.
    pub(super) fn with_phrase(
        self,
        parsed: &ParsedText,
        phrase: &str,
        place: &Path,
    ) -> Result<Self, Violations> {
        let written = Value::String(phrase.to_owned());
        let means = parse_one("expression", &written, place)
            .or_else(|faults| parse_one("cron", &written, place).map_err(|_| faults))
            .map_err(|faults| located(faults, place, "schedule"))?;
        if means != *parsed {
            let message = format!("`{phrase}` is not the phrase of `{}`", self.expression);
            let violation = Violation::new(place.clone(), "conflict", message);
            return Err(violation
                .hint("leave it out: it follows from what is written as the expression")
                .into());
        }
        Ok(self.with_source_text(parsed, phrase))
    }
}
