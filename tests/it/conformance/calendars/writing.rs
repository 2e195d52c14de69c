//! Writing calendars.

use beadle_application::port::Replaced;
use beadle_domain::day_calendar::{Calendar, CalendarDraft};
use beadle_schedule::calendar::{CalendarName, MAX_CALENDAR_DAYS};
use beadle_values::{id::OwnerId, violation::Path};
use jiff::{Timestamp, ToSpan, civil::Date};
use serde_json::{Value, json};

use super::Fixture;
use crate::conformance::Verdict;

fn ada() -> OwnerId {
    OwnerId::parse("ada").expect("an id")
}

fn name(text: &str) -> CalendarName {
    text.parse().expect("a name")
}

/// A calendar with these days, in version `version`.
fn calendar(owner: Option<OwnerId>, called: &str, version: u64, days: &Value) -> Calendar {
    let draft = CalendarDraft::parse(days, &Path::body()).expect("a calendar");
    Calendar {
        plan: None,
        owner,
        name: name(called),
        description: draft.description.clone(),
        days: draft.all_days(&Path::body()).expect("few enough"),
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        updated_by: ada(),
        version,
    }
}

fn holidays(owner: Option<OwnerId>, called: &str, version: u64) -> Calendar {
    let days = json!({
        "description": "Closed", "days": ["2027-05-06", {"days": "2027-12-24/2028-01-01", "title": "Company holidays"}],
        "weekly": ["saturday"],
        "recurring": [{"rule": "FREQ=YEARLY;COUNT=9", "first": "2020-12-25", "except": ["2021-12-25"], "title": "Christmas"}],
    });
    calendar(owner, called, version, &days)
}

pub async fn a_written_calendar_is_read_back_as_written(calendars: Fixture) -> Verdict {
    let written = holidays(Some(ada()), "de-holidays", 1);
    assert_eq!(calendars.store.get(Some(&ada()), &written.name).await?, None);
    assert_eq!(calendars.store.write(&written, 0, None).await?, Replaced::Done);
    assert_eq!(calendars.store.get(Some(&ada()), &written.name).await?, Some(written));
    Ok(())
}

pub async fn the_largest_calendar_is_read_back_as_written(calendars: Fixture) -> Verdict {
    let first: Date = "2027-01-01".parse()?;
    let title = "🎄".repeat(25);
    let days: Vec<Value> = (0..MAX_CALENDAR_DAYS)
        .map(|day| json!({"days": first.saturating_add((day as i64).days()).to_string(), "title": title}))
        .collect();
    let written = calendar(Some(ada()), "all", 1, &json!({"days": days}));
    assert_eq!(calendars.store.write(&written, 0, None).await?, Replaced::Done);
    let read = calendars.store.get(Some(&ada()), &written.name).await?;
    assert_eq!(read.map(|read| read.days.len()), Some(MAX_CALENDAR_DAYS));
    Ok(())
}

pub async fn a_calendar_belongs_to_its_owner_or_to_everyone(calendars: Fixture) -> Verdict {
    let bob = OwnerId::parse("bob")?;
    let all = [
        holidays(Some(ada()), "b", 1),
        holidays(Some(ada()), "a-1", 1),
        holidays(Some(ada()), "a", 1),
        holidays(Some(bob.clone()), "b", 1),
        holidays(None, "b", 1),
        holidays(None, "c", 1),
    ];
    for calendar in &all {
        assert_eq!(calendars.store.write(calendar, 0, None).await?, Replaced::Done);
    }
    let mut seen = Vec::new();
    for owner in [Some(ada()), Some(bob), None] {
        let found = calendars.store.all(owner.as_ref()).await?;
        assert!(found.iter().all(|calendar| calendar.owner == owner));
        seen.push(found.iter().map(|calendar| calendar.name.to_string()).collect::<Vec<_>>());
    }
    assert_eq!(seen, [vec!["a", "a-1", "b"], vec!["b"], vec!["b", "c"]]);
    assert_eq!(calendars.store.get(None, &name("a")).await?, None);
    Ok(())
}

pub async fn a_change_of_another_version_than_the_stored_one_is_a_conflict(calendars: Fixture) -> Verdict {
    let first = holidays(None, "a", 1);
    let next = Calendar { description: None, ..holidays(None, "a", 2) };
    assert_eq!(calendars.store.write(&next, 1, None).await?, Replaced::Conflict);
    assert_eq!(calendars.store.write(&first, 0, None).await?, Replaced::Done);
    assert_eq!(calendars.store.write(&next, 0, None).await?, Replaced::Conflict);
    assert_eq!(calendars.store.write(&next, 1, None).await?, Replaced::Done);
    assert_eq!(calendars.store.remove(&first, None).await?, Replaced::Conflict);
    assert_eq!(calendars.store.get(None, &next.name).await?, Some(next));
    Ok(())
}

pub async fn a_removed_calendar_is_gone(calendars: Fixture) -> Verdict {
    let written = holidays(Some(ada()), "a", 1);
    assert_eq!(calendars.store.remove(&written, None).await?, Replaced::Done);
    calendars.store.write(&written, 0, None).await?;
    assert_eq!(calendars.store.remove(&written, None).await?, Replaced::Done);
    assert_eq!(calendars.store.get(Some(&ada()), &written.name).await?, None);
    assert_eq!(calendars.store.all(Some(&ada())).await?, []);
    Ok(())
}
