use beadle_values::id::{ExecutionId, TaskId};

use crate::specimen::task;
use proptest::prelude::*;
use rstest::rstest;
use secrecy::SecretString;
use serde_json::{Map, json};

use super::*;
use crate::{
    execution::{Answer, AnswerBody, Event, Execution, FailureCode, answer::Apart},
    specimen::{at, claimed, pending, timeout},
    task::Task,
};

/// The values of the tests' placeholders.
struct World {
    input: Map<String, Value>,
    variables: Map<String, Value>,
    secrets: SecretValues,
    dep: Option<Upstream>,
    scheduled: bool,
}

impl World {
    fn new() -> Self {
        let object = |value: Value| value.as_object().unwrap().clone();
        let secret = SecretRef { name: "pay/key".into(), field: Some("live".into()) };
        Self {
            input: object(json!({
                "user": {"id": 7, "tags": ["a", "b"], "none": null}, "token": "input's", "path": "a/../b c",
                "up": "..", "base": "https://b.example/v1", "lines": "a\r\nb", "amp": "<&>\"'", "deep": "${secret:pay/key}",
            })),
            variables: object(json!({"token": "config's", "region": "eu"})),
            secrets: [(secret, SecretString::from("s3cr3t&"))].into_iter().collect(),
            dep: None,
            scheduled: false,
        }
    }

    fn scope(&self) -> Scope<'_> {
        let id = uuid::Uuid::from_u128(0xff);
        Scope {
            input: &self.input,
            variables: &self.variables,
            secrets: &self.secrets,
            facts: Facts {
                id: ExecutionId::from_uuid(id),
                task_id: self.scheduled.then(|| TaskId::from_uuid(id)),
                attempt: 2,
                scheduled_for: self.scheduled.then(|| at(60)),
                created_at: at(0),
            },
            now: at(90),
            dep: self.dep.as_ref(),
            callback: None,
            job: None,
            batch: None,
        }
    }
}

fn render(text: &str, place: Place) -> Result<String, Failure> {
    Template::new(text).render(&World::new().scope(), place)
}

#[rstest]
#[case("plain $ {text} $5 }", "plain $ {text} $5 }")]
#[case("${input.user.id}/${user.id}", "7/7")]
#[case("${input.user.tags[1]}", "b")]
#[case("${token} ${region}", "input's eu")]
#[case("Bearer ${secret:pay/key#live}", "Bearer s3cr3t&")]
#[case("${execution.id}", "exe_000000000000000000000000000000ff")]
#[case("${execution.attempt} ${execution.created_at} ${now}", "2 1970-01-01T00:00:00Z 1970-01-01T00:01:30Z")]
#[case("${missing:-none} ${user.none:-null too} ${user.id:-8} ${missing:-}", "none null too 7 ")]
#[case("$${token} $$${token} $${", "${token} $${token} ${")]
#[case("${deep}", "${secret:pay/key}")]
fn renders_texts(#[case] template: &str, #[case] expected: &str) {
    assert_eq!(render(template, Place::Text).unwrap(), expected);
}

#[rstest]
#[case(Place::Url, "https://a.example/${path}", "https://a.example/a%2F..%2Fb%20c")]
#[case(Place::Url, "${base}/${path}", "https://b.example/v1/a%2F..%2Fb%20c")]
#[case(Place::Query, "q=${amp}", "q=%3C%26%3E%22%27")]
#[case(Place::Form, "q=${path}&r=${amp}", "q=a%2F..%2Fb+c&r=%3C%26%3E%22%27")]
#[case(Place::Xml, "<a b=\"${amp}\">${token}</a>", "<a b=\"&lt;&amp;&gt;&quot;&apos;\">input&apos;s</a>")]
#[case(Place::Json, r#"{"a": "${lines}${amp}"}"#, r#"{"a": "a\r\nb<&>\"'"}"#)]
#[case(
    Place::Json,
    r#"{"a": ${user.id}, "b": ${token}, "c": [${user.tags}, ${user.none}]}"#,
    r#"{"a": 7, "b": "input's", "c": [["a","b"], null]}"#
)]
#[case(Place::Json, r#"{"a\"": "${amp}"}"#, r#"{"a\"": "<&>\"'"}"#)]
#[case(Place::Header, "x ${token}", "x input's")]
fn values_are_encoded_for_their_place(#[case] place: Place, #[case] template: &str, #[case] expected: &str) {
    assert_eq!(render(template, place).unwrap(), expected);
}

#[rstest]
#[case(Place::Text, "${nobody}", "`${nobody}` stands for nothing: there are `input.user`, `input.token`")]
#[case(Place::Text, "${input.user.name}", "`${input.user.name}` stands for nothing")]
#[case(Place::Text, "${secret:pay/key}", "`${secret:pay/key}` stands for nothing: there is no such secret")]
#[case(Place::Text, "${task.id}", "no saved task")]
#[case(Place::Text, "${execution.scheduled_for}", "has none")]
#[case(Place::Text, "${dep.a.result}", "depends on no task")]
#[case(Place::Text, "${callback.url}", "there is none")]
#[case(Place::Text, "a ${user}", "stands for no text")]
#[case(Place::Text, "${user.none}", "stands for no text")]
#[case(Place::Header, "${lines}", "control characters")]
#[case(Place::Url, "https://a.example/${up}/b", "`.` or `..`")]
#[case(Place::Url, "https://a.example/.${missing:-.}/b", "`.` or `..`")]
#[case(Place::Json, r#"{"a": "\${amp}"}"#, "follows a backslash")]
#[case(Place::Text, "a ${", "without its `}`")]
fn failures_say_why_and_reveal_no_value(#[case] place: Place, #[case] template: &str, #[case] message: &str) {
    let failure = render(template, place).unwrap_err();
    assert_eq!(failure.code, FailureCode::Interpolation);
    assert!(failure.message.contains(message), "{}", failure.message);
    assert!(
        !failure.message.contains("s3cr3t") && !failure.message.contains("input's"),
        "{}",
        failure.message
    );
}

#[rstest]
#[case(json!("${user}"), json!({"id": 7, "tags": ["a", "b"], "none": null}))]
#[case(json!("${user.id}"), json!(7))]
#[case(json!("${user.none}"), json!(null))]
#[case(json!("id ${user.id}"), json!("id 7"))]
#[case(json!("${execution.attempt}"), json!(2))]
#[case(json!(["${m:-5}", "${m:-1.5}", "${m:-true}", "${m:-null}", "${m:-05}", "${m:-\"5\"}", "${m:-}"]),
    json!([5, 1.5, true, null, "05", "\"5\"", ""]))]
#[case(json!({"${token}": {"a": ["$${x}", 1, null]}}), json!({"${token}": {"a": ["${x}", 1, null]}}))]
fn values_keep_their_type(#[case] value: Value, #[case] expected: Value) {
    assert_eq!(render_value(&value, &World::new().scope()).unwrap(), expected);
}

#[test]
fn a_saved_task_has_names() {
    let world = World { scheduled: true, ..World::new() };
    let render = |text: &str| Template::new(text).render(&world.scope(), Place::Text).unwrap();
    assert_eq!(render("${task.id}"), "tsk_000000000000000000000000000000ff");
    assert_eq!(render("${execution.scheduled_for}"), "1970-01-01T00:01:00Z");
}

#[rstest]
#[case("a ${", "without its")]
#[case("${}", "names nothing")]
#[case("${:-x}", "names nothing")]
#[case("${a b}", "no name")]
#[case("${a.}", "no name")]
#[case("${a[x]}", "no name")]
#[case("${secret:}", "no name of a secret")]
#[case("${secret:a b}", "no name of a secret")]
#[case("${secret:a#}", "no name of a secret")]
#[case("${secret:a:-x}", "no default")]
#[case("${a:-${b}}", "holds no placeholder")]
#[case("${execution}", "no such fact")]
#[case("${execution.owner}", "no such fact")]
#[case("${task}", "no such fact")]
#[case("${now.year}", "no parts")]
#[case("${dep}", "named by its task")]
#[case("${callback}", "`url` and a `token` only")]
#[case("${env:HOME}", "no name")]
fn rejects_malformed_placeholders_with_a_hint(#[case] text: &str, #[case] message: &str) {
    let violations = Template::parse(text, &Path::body()).unwrap_err();
    let violation = violations.iter().next().unwrap();
    assert!(violation.message.contains(message), "{}", violation.message);
    assert!(violation.hint.is_some());
}

#[test]
fn every_malformed_placeholder_is_reported() {
    assert_eq!(Template::parse("${} ${a b} ${ok}", &Path::body()).unwrap_err().iter().count(), 2);
    let violations = check_value(&json!({"a": ["${}"], "b": "${x y}"}), &Path::body()).unwrap_err();
    let places: Vec<_> = violations.iter().map(|violation| violation.path.to_string()).collect();
    assert_eq!(places, ["body.a[0]", "body.b"]);
}

#[test]
fn secrets_of_a_value_are_known_before_rendering() {
    let value = json!({"a": "x ${secret:one} ${secret:two#b}", "b": ["$${secret:no}", "${secret:one}"]});
    let names: Vec<_> = secrets_of(&value).iter().map(ToString::to_string).collect();
    assert_eq!(names, ["one", "two#b"]);
}

#[test]
fn values_that_grow_too_large_or_too_deep_fail() {
    let mut world = World::new();
    world.input.insert("big".into(), json!("x".repeat(100_000)));
    let template = "${big} ".repeat(12);
    let failure = Template::new(&*template).render(&world.scope(), Place::Text).unwrap_err();
    assert!(failure.message.contains("exceeds"));
    let list = json!(vec!["${big}"; 12]);
    assert!(render_value(&list, &world.scope()).unwrap_err().message.contains("exceeds"));
    let deep = (0..MAX_DEPTH).fold(json!("${token}"), |value, _| json!([value]));
    assert!(render_value(&deep, &world.scope()).unwrap_err().message.contains("deeper"));
    assert!(check_value(&deep, &Path::body()).is_err());
}

#[test]
fn debug_prints_no_secrets() {
    assert!(!format!("{:?}", World::new().secrets).contains("s3cr3t"));
}

/// An execution of the task `t<number>` that completed with `body` or failed.
fn ran(number: usize, body: Option<Value>) -> (Task, Execution) {
    let running = claimed(&pending(), 1);
    let event = match body {
        Some(body) => {
            let body = AnswerBody::Json(body);
            let answer = Answer {
                status: Some(200),
                headers: Default::default(),
                body,
                size: 0,
                truncated: false,
                extracted: None,
                warnings: Vec::new(),
            };
            Event::Succeed { answer: Some(answer) }
        }
        None => Event::Fail { failure: timeout(), answer: None },
    };
    (task(number, &[]), running.apply(event, at(2)).unwrap())
}

#[rstest]
#[case("${dep.t0.result.items[1]}", Ok(json!(4)))]
#[case("${dep.t0.result}", Ok(json!({"items": [3, 4]})))]
#[case("${dep.tsk_00000000000000000000000000000001.result.items[0]}", Ok(json!(3)))]
#[case("${dep.t0.id} ${dep.t0.status} ${dep.t0.execution_id}",
    Ok(json!("tsk_00000000000000000000000000000001 completed exe_019300000000700080000000000000ff")))]
#[case("${dep.t1.result} ", Err("stands for no text"))]
#[case("${dep.t1.result:-none}", Ok(json!("none")))]
#[case("${dep.t1.status}", Ok(json!("failed")))]
#[case("${dep.t0.nothing}", Err("`${dep.t0.nothing}` stands for nothing"))]
#[case("${dep.t2.result}", Err("`dep.t0`"))]
#[case("${dep.twice.result}", Err("several tasks with this name; name one by its id"))]
#[case("${dep.twice.result:-none}", Err("several tasks with this name"))]
#[case("${dep.tsk_00000000000000000000000000000005.result}", Ok(json!(2)))]
#[case("${dep.t5.result}", Err("`${dep.t5.result}` stands for nothing"))]
#[case("${dep.t5.status}", Ok(json!("completed")))]
fn results_of_dependencies_are_found_by_id_and_name(
    #[case] template: &str,
    #[case] expected: Result<Value, &str>,
) {
    let mut all = vec![ran(0, Some(json!({"items": [3, 4]}))), ran(1, None)];
    all.extend([ran(3, Some(json!(1))), ran(4, Some(json!(2)))]);
    all.iter_mut().skip(2).for_each(|(task, _)| task.name = "twice".to_owned());
    let mut gone = ran(5, Some(json!(3)));
    let apart = Apart { digest: "d".to_owned(), bytes: 9_000, tokens: None, result: None };
    gone.1.progress.answer.as_mut().unwrap().body = AnswerBody::Apart(Box::new(apart));
    all.push(gone);
    let dep = Upstream::of(all.iter().map(|(task, execution)| (task, execution)));
    let world = World { dep: Some(dep), ..World::new() };
    let rendered = render_value(&json!(template), &world.scope()).map_err(|failure| failure.message);
    match expected {
        Ok(expected) => assert_eq!(rendered.unwrap(), expected),
        Err(expected) => {
            let message = rendered.unwrap_err();
            assert!(message.contains(expected), "{message}");
        }
    }
}

proptest! {
    #[test]
    fn no_text_panics_and_parsed_texts_have_no_syntax_error(text in "([$]|[{}.:#-]|secret|input|now|[a-c]|\\[0\\]|\\PC){0,24}") {
        let world = World::new();
        for place in [Place::Url, Place::Header, Place::Query, Place::Form, Place::Xml, Place::Text, Place::Json] {
            let _ = Template::new(&*text).render(&world.scope(), place);
        }
        let _ = render_value(&json!(text), &world.scope());
        if Template::parse(&text, &Path::body()).is_ok() && !Template::new(&*text).holds_placeholders() {
            prop_assert!(render(&text, Place::Text).is_ok());
        }
    }

    #[test]
    fn an_escaped_text_renders_to_itself(text in "([$]|[{}]|\\PC){0,24}") {
        let template = Template::literal(&text);
        prop_assert!(!template.holds_placeholders());
        prop_assert_eq!(render(template.as_str(), Place::Text).unwrap(), text);
    }

    #[test]
    fn text_without_placeholders_is_unchanged(text in "\\PC{0,32}") {
        prop_assume!(!text.contains("${"));
        prop_assert_eq!(render(&text, Place::Text).unwrap(), text);
    }

    #[test]
    fn a_value_stays_inside_its_url_component(value in "\\PC{1,16}") {
        prop_assume!(value != "." && value != "..");
        let mut world = World::new();
        world.input.insert("v".into(), json!(value));
        let text = Template::new("https://a.example/x/${v}/y?q=${v}").render(&world.scope(), Place::Url).unwrap();
        let url = url::Url::parse(&text).unwrap();
        prop_assert_eq!(url.host_str(), Some("a.example"));
        prop_assert_eq!(url.path_segments().unwrap().count(), 3);
        prop_assert_eq!(&url.query_pairs().next().unwrap().1, &value);
        prop_assert_eq!(url.fragment(), None);
    }
}

#[test]
fn a_batch_stands_for_what_ended() {
    let summary = crate::batch::BatchSummary {
        id: beadle_values::id::BatchId::from_uuid(uuid::Uuid::from_u128(7)),
        name: None,
        status: crate::batch::BatchOutcome::Failed,
        total: 9,
        completed: 6,
        failed: 2,
        cancelled: 1,
    };
    let world = World::new();
    let scope = Scope { batch: Some(&summary), ..world.scope() };
    let text = "${batch.total} ${batch.completed} ${batch.failed} ${batch.cancelled} ${batch.status} ${batch.id} ${batch.name:-none}";
    let rendered = Template::new(text).render(&scope, Place::Text).unwrap();
    assert_eq!(rendered, "9 6 2 1 failed bat_00000000000000000000000000000007 none");
    let nothing = Template::new("${batch.total}").render(&world.scope(), Place::Text).unwrap_err();
    assert!(nothing.message.contains("follows no batch"), "{}", nothing.message);
}
