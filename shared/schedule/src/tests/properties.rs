//! Properties of every schedule.

use beadle_values::violation::Path;
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::{Expression, Schedule};

const ZONES: [&str; 6] =
    ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia"];

/// A list of values within `low..=high` in any notation of cron.
fn field(low: u16, high: u16) -> impl Strategy<Value = String> {
    let value = low..=high;
    let item = prop_oneof![
        value.clone().prop_map(|value| value.to_string()),
        (value.clone(), value.clone()).prop_map(|(one, other)| format!(
            "{}-{}",
            one.min(other),
            one.max(other)
        )),
        (value, 1..=(high - low)).prop_map(|(from, step)| format!("{from}/{step}")),
        (1..=(high - low)).prop_map(|step| format!("*/{step}")),
    ];
    prop_oneof![Just("*".to_owned()), prop::collection::vec(item, 1..4).prop_map(|items| items.join(","))]
}

fn cron() -> impl Strategy<Value = String> {
    let of_month = prop_oneof![
        field(1, 31),
        Just("L".to_owned()),
        Just("LW".to_owned()),
        (1..=31).prop_map(|day| format!("{day}W")),
    ];
    let of_week = prop_oneof![
        prop::sample::subsequence(vec!["SUN", "MON", "TUE", "4", "5", "FRI", "7"], 1..=7)
            .prop_map(|days| days.join(",")),
        (1..=7).prop_map(|day| format!("{day}L")),
        (1..=7, 1..=5).prop_map(|(day, nth)| format!("{day}#{nth}")),
    ];
    let days = prop_oneof![
        (of_month, field(1, 12)).prop_map(|(day, month)| format!("{day} {month} ?")),
        (field(1, 12), of_week).prop_map(|(month, day)| format!("? {month} {day}")),
    ];
    let year = prop_oneof![3 => Just("*".to_owned()), 1 => field(2026, 2040)];
    (field(0, 59), field(0, 23), days, year)
        .prop_map(|(minutes, hours, days, year)| format!("cron({minutes} {hours} {days} {year})"))
}

fn text() -> impl Strategy<Value = String> {
    let every = (1u32..5_000, prop::sample::select(vec!["minutes", "hours", "days"]));
    let short = prop::sample::select(vec![1u32, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30]);
    prop_oneof![
        4 => cron(),
        1 => every.prop_map(|(count, unit)| format!("every {count} {unit}")),
        1 => short.prop_map(|seconds| format!("every {seconds} seconds")),
        1 => (0u8..24, 0u8..60).prop_map(|(hour, minute)| format!("weekdays at {hour}:{minute:02}")),
        1 => (1_700_000_000i64..4_000_000_000).prop_map(|at| Timestamp::from_second(at).unwrap().to_string()),
    ]
}

prop_compose! {
    fn object()(
        expression in text(),
        zone in prop::sample::select(ZONES.to_vec()),
        start in prop::option::of(1_800_000_000i64..1_900_000_000),
        length in prop::option::of(1i64..400_000_000),
        jitter in prop::option::of(1u64..=86_400),
        overlap in prop::sample::select(vec!["queue", "allow", "cancel_running"]),
        catch_up in prop_oneof![
            Just(json!("none")), Just(json!("latest")), Just(json!("all")),
            (1u64..=2_592_000).prop_map(|window| json!({"all": format!("{window}s")})),
        ],
    ) -> Value {
        let once = expression.ends_with('Z');
        let time = |seconds: i64| Timestamp::from_second(seconds).unwrap().to_string();
        json!({
            "expression": expression,
            "timezone": zone,
            "start": start.filter(|_| !once).map(time),
            "end": start.zip(length).filter(|_| !once).map(|(start, length)| time(start + length)),
            "jitter": jitter.map(|seconds| seconds * 1_000),
            "overlap": overlap,
            "catch_up": catch_up,
        })
    }
}

/// The schedule, unless it is never due (the 31st of February, or nothing between start and end) or its list
/// of values is too long for EventBridge.
fn read(value: &Value) -> Option<Schedule> {
    match Schedule::parse(value, &Path::of("schedule")) {
        Ok(schedule) => schedule,
        Err(violations) => {
            let message = violations.to_string();
            assert!(
                ["never due", "256 characters", "longer than the interval"]
                    .iter()
                    .any(|known| message.contains(known)),
                "{value}: {message}"
            );
            None
        }
    }
}

/// Whether the local time matches the expression, checked value by value from the text alone.
fn satisfies(cron: &str, local: jiff::civil::DateTime) -> bool {
    let inside = cron.trim_start_matches("cron(").trim_end_matches(')');
    let fields: Vec<&str> = inside.split(' ').collect();
    let last = i16::from(local.date().days_in_month());
    let weekday = i16::from(local.date().weekday().to_sunday_one_offset());
    let names = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
    let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    let value = |text: &str| -> i16 {
        let place = |names: &[&str]| names.iter().position(|name| *name == text);
        let named = place(&names).or_else(|| place(&months));
        named.map_or_else(|| text.parse().unwrap(), |position| position as i16 + 1)
    };
    let lists = |field: &str, actual: i16| {
        field.split(',').any(|item| match (item.split_once('-'), item.split_once('/')) {
            _ if item == "*" => true,
            (Some((from, to)), _) => (value(from)..=value(to)).contains(&actual),
            (_, Some((from, step))) => actual >= value(from) && (actual - value(from)) % value(step) == 0,
            _ => value(item) == actual,
        })
    };
    let (day, month) = (i16::from(local.day()), i16::from(local.month()));
    let of_month = match fields[2] {
        "?" => true,
        "L" => day == last,
        "LW" => (2..=6).contains(&weekday) && (day == last || (weekday == 6 && day >= last - 2)),
        near if near.ends_with('W') => {
            let wanted = value(near.trim_end_matches('W'));
            (2..=6).contains(&weekday) && wanted <= last && (day - wanted).abs() <= 2
        }
        field => lists(field, day),
    };
    let of_week = match (fields[4], fields[4].split_once('#')) {
        ("?", _) => true,
        (_, Some((wanted, nth))) => weekday == value(wanted) && (day - 1) / 7 + 1 == value(nth),
        (field, _) if field.ends_with('L') => weekday == value(field.trim_end_matches('L')) && day + 7 > last,
        (field, _) => lists(field, weekday),
    };
    lists(fields[0], i16::from(local.minute()))
        && lists(fields[1], i16::from(local.hour()))
        && of_month
        && lists(fields[3], month)
        && of_week
        && lists(fields[5], local.year())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_normal_form_round_trips(value in object()) {
        let Some(schedule) = read(&value) else { return Ok(()) };
        let normal = serde_json::to_value(&schedule).unwrap();
        prop_assert_eq!(&read(&normal), &Some(schedule.clone()));
        prop_assert_eq!(&serde_json::from_value::<Schedule>(normal).unwrap(), &schedule);
        let again = Schedule::from_phrase(&schedule.to_string()).unwrap().unwrap();
        prop_assert_eq!(again.to_string(), schedule.to_string());
    }

    #[test]
    fn times_increase_lie_within_bounds_and_satisfy_the_expression(value in object(), now in 1_790_000_000i64..1_950_000_000) {
        let Some(schedule) = read(&value) else { return Ok(()) };
        let now = Timestamp::from_second(now).unwrap();
        let mut before = now;
        for occurrence in schedule.occurrences(now, now).take(60) {
            prop_assert!(occurrence.at > before);
            prop_assert!(schedule.start().is_none_or(|start| occurrence.at >= start));
            prop_assert!(schedule.end().is_none_or(|end| occurrence.at <= end));
            if let Expression::Cron(cron) = schedule.when() {
                let local = schedule.zone().local(occurrence.at);
                prop_assert!(satisfies(&cron.to_string(), local), "{} at {}", cron, local);
            }
            before = occurrence.at;
        }
    }

    #[test]
    fn backward_search_agrees_with_forward_search(value in object(), now in 1_790_000_000i64..1_950_000_000) {
        let Some(schedule) = read(&value) else { return Ok(()) };
        let now = Timestamp::from_second(now).unwrap();
        let forward: Vec<Timestamp> = schedule.occurrences(now, now).take(20).map(|occurrence| occurrence.at).collect();
        if let Some(last) = forward.last() {
            let mut back: Vec<Timestamp> = schedule.occurrences_back(*last, now).take_while(|at| *at > now).collect();
            back.reverse();
            prop_assert_eq!(back, forward);
        }
    }

    #[test]
    fn ticks_plus_offsets_equal_the_due_times(seconds in prop::sample::select(vec![5u64, 12, 30, 60, 300]), created in 1_790_000_000i64..1_950_000_000) {
        let schedule = read(&json!({"every": seconds * 1_000})).unwrap();
        let created = Timestamp::from_second(created).unwrap();
        let tick = schedule.next_tick(created, created).unwrap();
        let fanned: Vec<Timestamp> = schedule.due_at_tick(tick, created);
        let just_before = tick.checked_sub(std::time::Duration::from_nanos(1)).unwrap();
        let due: Vec<Timestamp> = schedule.occurrences(just_before, created).take(fanned.len()).map(|at| at.at).collect();
        prop_assert_eq!(fanned, due);
    }

    #[test]
    fn any_text_is_accepted_or_rejected_with_hints(text in "\\PC*") {
        accepted_or_rejected_with_hints(&json!(text));
    }

    #[test]
    fn any_text_of_known_words_is_accepted_or_rejected_with_hints(
        words in prop::collection::vec(prop::sample::select(vec![
            "every", "daily", "at", "on", "monday", "5", "0", "*", "?", "L", "W", "#", "/", "-", ",", "cron(", "rate(", "at(", ")",
            "9:00", "2027-01-01T00:00:00", "Z", "minutes", "and", "am", "@daily", "é", "18446744073709551616", "\u{0}", ":", "T",
        ]), 0..9),
        separator in prop::sample::select(vec!["", " "]),
    ) {
        let text = words.join(separator);
        accepted_or_rejected_with_hints(&json!(text));
        accepted_or_rejected_with_hints(&json!({"expression": text, "timezone": text, "start": text, "jitter": text, "overlap": text}));
        accepted_or_rejected_with_hints(&json!({"cron": text, "catch_up": {"all": text}}));
        accepted_or_rejected_with_hints(&json!({"at": text, "every": text}));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_matching_minute_of_a_day_is_due(
        expression in cron(),
        zone in prop::sample::select(ZONES.to_vec()),
        now in 1_790_000_000i64..1_950_000_000,
    ) {
        let Some(schedule) = read(&json!({"expression": expression, "timezone": zone})) else { return Ok(()) };
        let text = schedule.to_string();
        // `satisfies` checks only a necessary condition of `15W`, not which day it is.
        prop_assume!(!text.contains("W ") || text.contains("LW "));
        let now = Timestamp::from_second(now).unwrap();
        let next = schedule.next_after(now, now);
        let minutes = (1..=1_440).map(|minute| Timestamp::from_second((now.as_second() / 60 + minute) * 60).unwrap());
        for minute in minutes.take_while(|minute| next.is_none_or(|next| *minute < next)) {
            let local = schedule.zone().local(minute);
            if satisfies(&text, local) {
                let first = schedule.zone().first_instant(local);
                prop_assert!(first.is_some_and(|first| first < minute), "{text} was due at {local}");
            }
        }
    }
}

fn accepted_or_rejected_with_hints(value: &Value) {
    if let Err(violations) = Schedule::parse(value, &Path::of("schedule")) {
        assert!(violations.iter().next().is_some());
        assert!(violations.iter().all(|violation| violation.hint.is_some()), "{violations:?}");
    }
}
