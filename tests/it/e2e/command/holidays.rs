//! The calendars of infra/docs/calendars, compared with what Python's `holidays` computes.
//!
//! The calendars say most holidays by rules; the library computes them. So previews of schedules that exclude a calendar,
//! or keep to it, are compared day by day with an independent computation.

use std::{collections::BTreeMap, path::PathBuf, process::Command};

use anyhow::{Context, ensure};
use jiff::civil::Date;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::Beadle;
use crate::{e2e::setting, repository::root};

/// Calendar, country, subdivision and zone.
const CALENDARS: [(&str, &str, &str, &str); 5] = [
    ("de", "DE", "", "Europe/Berlin"),
    ("de-by", "DE", "BY", "Europe/Berlin"),
    ("de-sn", "DE", "SN", "Europe/Berlin"),
    ("de-be", "DE", "BE", "Europe/Berlin"),
    ("us-federal", "US", "", "America/New_York"),
];

/// Prints the holidays of three years as a JSON object.
const COMPUTE: &str = "import holidays, json, sys
country, subdivision = sys.argv[1:]
found = holidays.country_holidays(country, subdiv=subdivision or None, years=[2026, 2027, 2028], language='en_US')
print(json.dumps({str(day): title for day, title in found.items()}))";

/// The holidays of 2026 to 2028 by their dates.
fn computed(country: &str, subdivision: &str) -> anyhow::Result<BTreeMap<String, String>> {
    let mut command = Command::new(PathBuf::from(setting("BEADLE_VENV")?).join("bin/python"));
    let output =
        command.args(["-c", COMPUTE, country, subdivision]).output().context("python did not start")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// What previews of `schedule` show of 2026 to 2028: the dates of runs, and the skipped days with their titles.
async fn previewed(
    beadle: &Beadle,
    schedule: &Value,
) -> anyhow::Result<(Vec<String>, BTreeMap<String, String>)> {
    let (mut runs, mut skipped) = (Vec::new(), BTreeMap::new());
    let mut from = json!("2025-12-31T23:00:00Z");
    loop {
        let body = json!({"schedule": schedule, "from": from, "count": 100});
        let (status, preview) = beadle.post("/api/v1/schedules/preview", &body).await?;
        ensure!(status == StatusCode::OK, "{preview:#}");
        for missed in preview["skipped"].as_array().into_iter().flatten() {
            let date = missed["date"].as_str().context("a skipped run without its day")?.to_owned();
            skipped.insert(date, missed["title"].as_str().unwrap_or_default().to_owned());
        }
        for run in preview["runs"].as_array().context("no runs")? {
            let date = run["local"].as_str().and_then(|local| local.get(..10)).context("no local time")?;
            if date > "2028-12-31" {
                skipped.retain(|date, _| date.as_str() <= "2028-12-31");
                return Ok((runs, skipped));
            }
            runs.push(date.to_owned());
            from = run["at"].clone();
        }
    }
}

#[tokio::test]
async fn calendars_of_holidays_are_those_of_a_public_library() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let beadle = Beadle::start(data.path()).await?;
    let (mut compared, mut different) = (0, Vec::new());
    for (name, country, subdivision, zone) in CALENDARS {
        let text = std::fs::read_to_string(root().join(format!("infra/docs/calendars/{name}.ics")))?;
        let (status, written) =
            beadle.send(Method::PUT, &format!("/api/v1/calendars/{name}"), &json!({"ical": text})).await?;
        ensure!(status == StatusCode::CREATED, "{written:#}");
        let expected = computed(country, subdivision)?;
        let first: Date = "2026-01-01".parse()?;
        let days = first
            .series(jiff::ToSpan::days(1))
            .take_while(|day| day.year() < 2029)
            .map(|day| day.to_string());
        let workdays: Vec<String> = days.filter(|day| !expected.contains_key(day)).collect();

        let excluding = json!({"expression": "daily at 9:00", "timezone": zone, "exclude": [name]});
        let (runs, skipped) = previewed(&beadle, &excluding).await?;
        let keeping = json!({"expression": "daily at 9:00", "timezone": zone, "only": [name]});
        let (holidays, _) = previewed(&beadle, &keeping).await?;
        different.extend((runs != workdays).then(|| format!("{name}: the runs of other days")));
        different
            .extend((skipped != expected).then(|| format!("{name}: {skipped:?} in place of {expected:?}")));
        let dates: Vec<&String> = expected.keys().collect();
        different
            .extend((holidays.iter().collect::<Vec<_>>() != dates).then(|| format!("{name}: {holidays:?}")));
        println!(
            "{name}: {} holidays and {} other days are those of the library",
            expected.len(),
            workdays.len()
        );
        compared += expected.len() + workdays.len();
    }
    println!("{compared} days compared, {} differences", different.len());
    ensure!(compared == 5 * 1_096, "{compared} days were compared");
    ensure!(different.is_empty(), "{different:#?}");
    Ok(())
}
