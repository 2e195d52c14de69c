//! Formats a schedule in the phrases of seed 002: `every 5 minutes`, `daily at 14:30`.

use super::{Expression, Schedule};

impl Schedule {
    /// The phrase of seed 002 for the expression, or the expression itself if no phrase exists. Time zone,
    /// bounds and policies are not part of it.
    pub fn english(&self) -> String {
        let text = self.to_string();
        match &self.expression {
            Expression::Rate(_) => text
                .strip_prefix("rate(")
                .and_then(|rest| rest.strip_suffix(')'))
                .map_or_else(|| text.clone(), |interval| format!("every {interval}")),
            Expression::Cron(_) => daily(&text).unwrap_or(text),
            Expression::At(_) => text,
        }
    }
}

/// `daily at 9:00` for a schedule that is due at one time of every day.
fn daily(text: &str) -> Option<String> {
    let time = text.strip_prefix("cron(")?.strip_suffix(" * * ? *)")?;
    let (minute, hour) = time.split_once(' ')?;
    let (minute, hour): (u8, u8) = (minute.parse().ok()?, hour.parse().ok()?);
    Some(format!("daily at {hour}:{minute:02}"))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("every 5 minutes", "every 5 minutes")]
    #[case("every 2 hours", "every 2 hours")]
    #[case("every 1 day", "every 1 day")]
    #[case("every 7 days", "every 7 days")]
    #[case("every 30 seconds", "every 30 seconds")]
    #[case("rate(10 minutes)", "every 10 minutes")]
    #[case("daily at 9:00", "daily at 9:00")]
    #[case("daily at 14:30", "daily at 14:30")]
    #[case("0 2 * * *", "daily at 2:00")]
    #[case("weekdays at 9:00", "cron(0 9 ? * MON-FRI *)")]
    #[case("daily at 9:00 and 17:00", "cron(0 9,17 * * ? *)")]
    #[case("at(2027-03-01T09:00:00)", "at(2027-03-01T09:00:00)")]
    fn formats_daily_schedules_as_phrases(#[case] written: &str, #[case] expected: &str) {
        let schedule = Schedule::from_phrase(written).unwrap().unwrap();
        assert_eq!(schedule.english(), expected);
        assert_eq!(Schedule::from_phrase(expected).unwrap(), Some(schedule), "it reads back");
    }
}
