//! The alarms: on what they are, what they cost, and that infra/docs/alarms.md says what to do about each.

use std::collections::{BTreeMap, BTreeSet};

use super::cloudformation::{Template, target};
use crate::repository::root;

const ALARM: &str = "AWS::CloudWatch::Alarm";

/// Somebody who is told.
const TOLD: (&str, &str) = ("AlarmTopicArn", "arn:aws:sns:us-east-1:123456789012:alarms");

#[test]
fn alarms_watch_every_end_of_the_line_and_cost_nothing() {
    for front in ["HttpApi", "FunctionUrl"] {
        let free = Template::with(&[("Front", front)]);
        assert!(free.of_type(ALARM).len() <= 10, "the first ten alarms of an account are free");
        let template = Template::with(&[("Front", front), TOLD]);
        let alarms = template.of_type(ALARM);
        for alarm in &alarms {
            let metrics = alarm.property("Metrics").as_array().into_iter().flatten();
            let metrics = metrics.filter_map(|metric| metric["MetricStat"]["Metric"]["Namespace"].as_str());
            let namespaces: Vec<&str> =
                alarm.property("Namespace").as_str().into_iter().chain(metrics).collect();
            assert!(!namespaces.is_empty(), "{}", alarm.id);
            for namespace in namespaces {
                assert!(namespace.starts_with("AWS/"), "{} is on a metric that AWS publishes", alarm.id);
            }
            assert_eq!(alarm.property("TreatMissingData"), "notBreaching", "{}: idle is fine", alarm.id);
            assert!(!alarm.property("AlarmActions").is_null(), "{} notifies", alarm.id);
        }
        let depths: BTreeSet<&str> = alarms
            .iter()
            .filter(|alarm| alarm.property("MetricName") == "ApproximateNumberOfMessagesVisible")
            .map(|alarm| target(&alarm.property("Dimensions")[0]["Value"]))
            .collect();
        assert_eq!(depths, BTreeSet::from(["DeadLetterQueue", "FailedInvocationsQueue"]));
    }
}

#[test]
fn answers_of_5xx_are_counted_where_the_front_counts_them() {
    for (front, namespace, metric, dimension, watched) in [
        ("HttpApi", "AWS/ApiGateway", "5xx", "ApiId", "HttpApi"),
        ("FunctionUrl", "AWS/Lambda", "Url5xxCount", "FunctionName", "ApiFunction"),
    ] {
        let template = Template::with(&[("Front", front)]);
        let alarm = template.resource("ApiErrorsAlarm");
        assert_eq!(
            (alarm.property("Namespace"), alarm.property("MetricName")),
            (&namespace.into(), &metric.into())
        );
        let dimensions = &alarm.property("Dimensions")[0];
        assert_eq!((&dimensions["Name"], target(&dimensions["Value"])), (&dimension.into(), watched));
    }
}

#[test]
fn the_page_of_alarms_has_each_and_no_other() {
    let template = Template::with(&[TOLD]);
    let always = Template::with(&[]);
    let always: BTreeSet<&str> = always.of_type(ALARM).iter().map(|alarm| alarm.id).collect();
    let deployed: BTreeMap<String, bool> = template
        .of_type(ALARM)
        .iter()
        .map(|alarm| (alarm.id.to_owned(), always.contains(alarm.id)))
        .collect();

    let page = std::fs::read_to_string(root().join("infra/docs/alarms.md")).expect("the page is readable");
    let mut documented = BTreeMap::new();
    for row in page.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [name, when, fires, meaning, action] = cells[..] else { panic!("five cells: {row}") };
        assert!(!fires.is_empty() && !meaning.is_empty() && !action.is_empty(), "{row}");
        let always = match when {
            "always" => true,
            "with a topic" => false,
            other => panic!("{other}: {row}"),
        };
        documented.insert(name.trim_matches('`').to_owned(), always);
    }
    assert_eq!(documented, deployed, "infra/docs/alarms.md and template.yaml");
}
