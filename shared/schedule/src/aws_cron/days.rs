//! The two day fields combined: which days of a month a cron expression matches.

use std::fmt;

use jiff::civil::Date;

use super::{
    field::{DAYS_OF_MONTH, DAYS_OF_WEEK},
    values::Values,
};

const SUNDAY: u8 = 1;
const SATURDAY: u8 = 7;

/// The days of a month. EventBridge lets only one of its two day fields restrict the days; the other is `?`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Days {
    /// Days by number; days that a month lacks are skipped. The full set means every day.
    OfMonth(Values),
    /// `L`
    LastOfMonth,
    /// `LW`
    LastWeekdayOfMonth,
    /// `15W`: the weekday (Monday to Friday) nearest to that day, within the month. A month without that day
    /// is skipped.
    NearestWeekday(u8),
    /// Days of the week, 1 (Sunday) to 7 (Saturday). Never the full set, which is normalised to `OfMonth`.
    OfWeek(Values),
    /// `6L`: the last such weekday of the month.
    LastOfWeekday(u8),
    /// `3#2`: the second Tuesday.
    NthOfWeekday { weekday: u8, nth: u8 },
}

impl Days {
    /// Days of the week in normal form.
    pub(crate) fn of_week(weekdays: Values) -> Self {
        if weekdays.is_all() { Self::OfMonth(DAYS_OF_MONTH.all()) } else { Self::OfWeek(weekdays) }
    }

    /// The matching days of the month that starts at `first`.
    pub(crate) fn in_month(&self, first: Date) -> Values {
        let length = first.days_in_month().unsigned_abs();
        let mut days = DAYS_OF_MONTH.none();
        match *self {
            Self::OfMonth(numbers) => {
                numbers.iter().filter(|day| *day <= u16::from(length)).for_each(|day| days.insert(day));
            }
            Self::LastOfMonth => days.insert(u16::from(length)),
            Self::LastWeekdayOfMonth => days.insert(nearest_weekday(first, length, length)),
            Self::NearestWeekday(day) if day <= length => days.insert(nearest_weekday(first, length, day)),
            Self::NearestWeekday(_) => {}
            Self::OfWeek(weekdays) => {
                let matching = (1..=length).filter(|day| weekdays.contains(u16::from(weekday(first, *day))));
                matching.for_each(|day| days.insert(u16::from(day)));
            }
            Self::LastOfWeekday(wanted) => {
                let last = (1..=length).rev().find(|day| weekday(first, *day) == wanted);
                last.into_iter().for_each(|day| days.insert(u16::from(day)));
            }
            Self::NthOfWeekday { weekday: wanted, nth } => {
                let matching = (1..=length).filter(|day| weekday(first, *day) == wanted);
                matching.skip(usize::from(nth) - 1).take(1).for_each(|day| days.insert(u16::from(day)));
            }
        }
        days
    }
}

/// Formats the day-of-month field, the given month and the day-of-week field.
pub(crate) struct DayFields<'a> {
    pub(crate) days: &'a Days,
    pub(crate) month: &'a str,
}

impl fmt::Display for DayFields<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let month = self.month;
        match self.days {
            Days::OfMonth(numbers) => write!(f, "{} {month} ?", DAYS_OF_MONTH.render(numbers)),
            Days::LastOfMonth => write!(f, "L {month} ?"),
            Days::LastWeekdayOfMonth => write!(f, "LW {month} ?"),
            Days::NearestWeekday(day) => write!(f, "{day}W {month} ?"),
            Days::OfWeek(weekdays) => write!(f, "? {month} {}", DAYS_OF_WEEK.render(weekdays)),
            Days::LastOfWeekday(weekday) => write!(f, "? {month} {weekday}L"),
            Days::NthOfWeekday { weekday, nth } => write!(f, "? {month} {weekday}#{nth}"),
        }
    }
}

/// The weekday of day `day`, 1 (Sunday) to 7 (Saturday).
fn weekday(first: Date, day: u8) -> u8 {
    let of_first = first.weekday().to_sunday_zero_offset().unsigned_abs();
    (of_first + day - 1) % 7 + 1
}

fn nearest_weekday(first: Date, length: u8, day: u8) -> u16 {
    u16::from(match weekday(first, day) {
        SATURDAY if day == 1 => 3,
        SATURDAY => day - 1,
        SUNDAY if day == length => day - 2,
        SUNDAY => day + 1,
        _ => day,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rstest::rstest;

    use crate::aws_cron::parse::{parse_day_of_month, parse_day_of_week};

    // January 2028 starts on a Saturday, October 2027 ends on a Sunday; February 2028 has 29 days.
    #[rstest]
    #[case::last("L", 2027, 2, &[28])]
    #[case::last_in_a_leap_year("L", 2028, 2, &[29])]
    #[case::last_of_a_century("L", 2100, 2, &[28])]
    #[case::last_weekday_on_a_friday("LW", 2027, 12, &[31])]
    #[case::last_weekday_after_a_sunday("LW", 2027, 10, &[29])]
    #[case::last_weekday_after_a_saturday("LW", 2027, 7, &[30])]
    #[case::nearest_is_itself("15W", 2027, 12, &[15])]
    #[case::nearest_to_a_saturday("15W", 2028, 1, &[14])]
    #[case::nearest_to_a_sunday("16W", 2028, 1, &[17])]
    #[case::nearest_stays_in_the_month_at_its_start("1W", 2028, 1, &[3])]
    #[case::nearest_stays_in_the_month_at_its_end("31W", 2027, 10, &[29])]
    #[case::nearest_to_a_day_the_month_lacks("31W", 2027, 11, &[])]
    #[case::days_a_month_lacks("30,31", 2027, 11, &[30])]
    #[case::steps("1/10", 2027, 2, &[1, 11, 21])]
    fn day_of_month(#[case] field: &str, #[case] year: i16, #[case] month: i8, #[case] expected: &[u16]) {
        let days = parse_day_of_month(field).unwrap().unwrap();
        assert_eq!(days.in_month(date(year, month, 1)).iter().collect::<Vec<_>>(), expected);
    }

    #[rstest]
    #[case::names("MON,FRI", 2027, 2, &[1, 5, 8, 12, 15, 19, 22, 26])]
    #[case::numbers_from_sunday("1", 2027, 2, &[7, 14, 21, 28])]
    #[case::last_of_the_week_is_saturday("L", 2027, 2, &[6, 13, 20, 27])]
    #[case::last_friday("6L", 2027, 12, &[31])]
    #[case::last_friday_by_name("FRIL", 2027, 11, &[26])]
    #[case::second_tuesday("3#2", 2027, 11, &[9])]
    #[case::second_tuesday_by_name("TUE#2", 2027, 11, &[9])]
    #[case::fifth_monday("2#5", 2027, 11, &[29])]
    #[case::fifth_tuesday_a_month_lacks("3#5", 2027, 12, &[])]
    #[case::every_day("SUN-SAT", 2027, 2, &(1..=28).collect::<Vec<u16>>())]
    fn day_of_week(#[case] field: &str, #[case] year: i16, #[case] month: i8, #[case] expected: &[u16]) {
        let days = parse_day_of_week(field).unwrap().unwrap();
        assert_eq!(days.in_month(date(year, month, 1)).iter().collect::<Vec<_>>(), expected);
    }
}
