use super::*;

fn environment(pairs: &'static [(&'static str, &'static str)]) -> impl Fn(&str) -> Option<String> {
    move |name| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
}

#[test]
fn a_missing_setting_names_itself() {
    let lookup = environment(&[("TABLE_NAME", "")]);
    assert_eq!(TableSettings::read(&lookup), Err(SettingsError::Missing("TABLE_NAME")));
    assert_eq!(QueueSettings::read(&lookup), Err(SettingsError::Missing("DISPATCH_QUEUE_URL")));
}

#[test]
fn a_prefix_of_secrets_is_a_path_below_the_root() {
    for (given, fits) in
        [("/beadle/secrets", true), ("/", false), ("beadle", false), ("/a/", false), ("/a b", false)]
    {
        let read = SecretsSettings::read(&|_| Some(given.to_owned()));
        assert_eq!(read.is_ok(), fits, "{given}");
    }
}

#[test]
fn an_unknown_kind_of_event_is_refused_rather_than_never_published() {
    let lookup =
        environment(&[("EVENT_BUS_NAME", "bus"), ("PUBLISHED_EVENTS", "task.executed, task.exploded")]);
    let message = EventBusSettings::read(&lookup).unwrap_err().to_string();
    assert!(message.contains("PUBLISHED_EVENTS") && message.contains("task.exploded"), "{message}");
    let lookup =
        environment(&[("EVENT_BUS_NAME", "bus"), ("PUBLISHED_EVENTS", " task.executed,task.created ")]);
    let published = EventBusSettings::read(&lookup).unwrap().published;
    assert_eq!(published, [EventKind::TaskExecuted, EventKind::TaskCreated]);
}

#[test]
fn retention_is_days_or_none_and_outlasts_every_message() {
    let days = |days: u64| Retention::after_end(Duration::from_secs(days * 86_400)).unwrap();
    let table = [
        ("", Some(days(30))),
        ("7", Some(days(7))),
        ("none", Some(Retention::Forever)),
        ("4", None),
        ("soon", None),
    ];
    for (given, expected) in table {
        let lookup = |name: &str| match name {
            "TABLE_NAME" => Some("t".to_owned()),
            "EXECUTION_RETENTION" => Some(given.to_owned()),
            _ => None,
        };
        assert_eq!(TableSettings::read(&lookup).ok().map(|read| read.retention), expected, "{given}");
    }
}

#[test]
fn lists_have_1_to_64_parts_and_queues_are_fair_or_not() {
    let part = |count| ListParts::new(count).unwrap();
    for (given, expected) in [
        ("", Some(part(1))),
        ("1", Some(part(1))),
        ("64", Some(part(64))),
        ("0", None),
        ("65", None),
        ("two", None),
    ] {
        let lookup = |name: &str| match name {
            "TABLE_NAME" => Some("t".to_owned()),
            "LIST_PARTS" => Some(given.to_owned()),
            _ => None,
        };
        let read = TableSettings::read(&lookup);
        assert_eq!(read.as_ref().ok().map(|read| read.list_parts), expected, "{given}");
        assert!(read.is_ok() || read.unwrap_err().to_string().contains("LIST_PARTS"));
    }
    for (given, expected) in [("", Some(true)), ("true", Some(true)), ("false", Some(false)), ("no", None)] {
        let lookup = |name: &str| Some(if name == "FAIR_QUEUES" { given } else { "text" }.to_owned());
        let read = QueueSettings::read(&lookup);
        assert_eq!(read.as_ref().ok().map(|read| read.fair), expected, "{given}");
        assert!(read.is_ok() || read.unwrap_err().to_string().contains("FAIR_QUEUES"));
    }
}

#[test]
fn a_bucket_for_responses_is_one_that_s3_could_have() {
    let long = "b".repeat(64);
    let table = [
        ("", Some(None)),
        ("beadle-answerbucket-1a2b3c", Some(Some("beadle-answerbucket-1a2b3c".to_owned()))),
        ("b", None),
        ("Answers", None),
        ("-answers", None),
        ("answers.example.com", None),
        ("arn:aws:s3:::answers", None),
        (long.as_str(), None),
    ];
    for (given, expected) in table {
        let lookup = |name: &str| match name {
            "TABLE_NAME" => Some("t".to_owned()),
            "ANSWER_BUCKET" => Some(given.to_owned()),
            _ => None,
        };
        let read = TableSettings::read(&lookup);
        assert_eq!(read.as_ref().ok().map(|read| read.answers.clone()), expected, "{given}");
        if let Err(error) = read {
            assert!(error.to_string().starts_with("ANSWER_BUCKET must be"), "{error}");
        }
    }
}

#[test]
fn the_audit_trail_is_kept_for_a_year_or_as_configured() {
    let days = |days: u64| Retention::After(Duration::from_secs(days * 86_400));
    let table = [
        ("", Some(days(365))),
        ("1", Some(days(1))),
        ("none", Some(Retention::Forever)),
        ("0", None),
        ("a year", None),
    ];
    for (given, expected) in table {
        let lookup = |name: &str| match name {
            "TABLE_NAME" => Some("t".to_owned()),
            "AUDIT_RETENTION" => Some(given.to_owned()),
            _ => None,
        };
        let read = TableSettings::read(&lookup);
        assert_eq!(read.as_ref().ok().map(|read| read.audit_retention), expected, "{given}");
        if let Err(error) = read {
            assert!(error.to_string().contains("AUDIT_RETENTION"), "{error}");
        }
    }
}

#[test]
fn the_sandbox_is_a_function_or_none() {
    let read = |text: &str| SandboxSettings::read(&|_| Some(text.to_owned()));
    assert_eq!(SandboxSettings::read(&|_| None), Ok(None));
    assert_eq!(read(""), Ok(None));
    for function in ["beadle-sandbox", "arn:aws:lambda:eu-central-1:123456789012:function:beadle_sandbox"] {
        assert_eq!(read(function), Ok(Some(SandboxSettings { function: function.to_owned() })));
    }
    for wrong in [
        "beadle sandbox",
        "https://example.com",
        "beadle-sandbox:live",
        "arn:aws:sqs:eu-central-1:123456789012:beadle",
        "arn:aws:lambda:eu-central-1:12345:function:beadle",
        "arn:aws:lambda:eu-central-1:123456789012:function:",
    ] {
        let error = read(wrong).unwrap_err().to_string();
        assert!(error.starts_with("SANDBOX_FUNCTION must be"), "{wrong}: {error}");
    }
}
