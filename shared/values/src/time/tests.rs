use proptest::prelude::*;
use rstest::rstest;

use super::*;

fn read(text: &str) -> Result<String, TimeError> {
    text.parse::<UtcTime>().map(|time| time.to_string())
}

#[rstest]
#[case("2027-01-01T09:00:00Z", "2027-01-01T09:00:00Z")]
#[case("2027-01-01t09:00:00z", "2027-01-01T09:00:00Z")]
#[case("2027-01-01 09:00:00.25+01:00", "2027-01-01T08:00:00.25Z")]
#[case("2027-01-01T09:00-05:30", "2027-01-01T14:30:00Z")]
#[case("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
#[case("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z")]
#[case("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z")]
#[case("9999-12-31T23:59:59+23:59", "9999-12-31T00:00:59Z")]
fn times_of_four_digit_years_are_read(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(read(text).as_deref(), Ok(expected));
    let stored = serde_json::to_string(&text.parse::<UtcTime>().unwrap()).unwrap();
    assert_eq!(serde_json::from_str::<UtcTime>(&stored).unwrap(), text.parse().unwrap());
}

#[rstest]
#[case("0000-12-31T23:59:59Z")]
#[case("0001-01-01T00:00:00+00:01")]
#[case("9999-12-31T23:59:59-00:01")]
#[case("-0001-01-01T00:00:00Z")]
#[case("-000001-01-01T00:00:00Z")]
#[case("+012027-01-01T00:00:00Z")]
#[case("12027-01-01T00:00:00Z")]
fn other_years_are_refused_with_the_range(#[case] text: &str) {
    assert_eq!(read(text), Err(TimeError::OutOfRange));
    assert!(TimeError::OutOfRange.hint().contains("9999-12-31T23:59:59Z"));
}

#[rstest]
#[case("2027-01-01T09:00:00")]
#[case("2027-01-01T09:00:00+01")]
#[case("2027-01-01T09:00:00+0100")]
#[case("2027-01-01T09:00:00+01:00:30")]
#[case("2027-01-01T09:00:00+24:00")]
#[case("2027-01-01T09:00:00+01:60")]
#[case("2027-01-01T09:00:00+01:00[Europe/Berlin]")]
#[case("2027-01-01T09:00:00[UTC]")]
#[case("2027-01-01T09:00:00 UTC")]
fn other_offsets_are_refused(#[case] text: &str) {
    assert_eq!(read(text), Err(if text.ends_with(" UTC") { TimeError::NotATime } else { TimeError::Offset }));
}

#[rstest]
#[case("")]
#[case("soon")]
#[case("2027-01-01")]
#[case("20270101T090000Z")]
#[case("2027-02-29T09:00:00Z")]
#[case("2027-01-01T24:00:00Z")]
#[case("2027-01-01T09:00:60Z")]
#[case("2027-01-01T09:00:00,5Z")]
#[case("2027-01-01T09:00:00.Z")]
#[case("1800000000")]
fn other_texts_are_no_times(#[case] text: &str) {
    assert_eq!(read(text), Err(TimeError::NotATime));
}

#[test]
fn a_stored_time_before_the_year_one_is_read_and_not_shown_in_a_calendar() {
    let stored: UtcTime = serde_json::from_str("\"-000001-06-01T00:00:00Z\"").unwrap();
    assert_eq!(stored.civil(), None);
    assert_eq!(stored.timestamp().to_string(), "-000001-06-01T00:00:00Z");
}

#[test]
fn the_last_days_are_the_last_timestamp() {
    let never: UtcTime = "9999-12-31T23:59:59Z".parse().unwrap();
    assert_eq!(never.timestamp(), Timestamp::MAX);
    assert!(never > UtcTime::from(Timestamp::MAX));
    assert_eq!(never.checked_add(Duration::from_secs(3_600)), None);
}

proptest! {
    #[test]
    fn what_a_timestamp_writes_is_the_same_time(seconds in -62_135_596_800_i64..253_402_000_000) {
        let time = Timestamp::from_second(seconds).unwrap();
        let read: UtcTime = time.to_string().parse().unwrap();
        prop_assert_eq!(read, UtcTime::from(time));
        prop_assert_eq!(read.timestamp(), time);
    }

    #[test]
    fn no_text_panics(text in "[-+0-9TtZz:. é]{0,40}") {
        let _ = text.parse::<UtcTime>();
    }
}
