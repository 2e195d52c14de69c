use rstest::rstest;
use serde_json::json;

use super::*;
use crate::{
    execution::conclude::{Outcome, conclude},
    specimen::{self, at, claimed},
};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

fn traced(parent: Option<&str>) -> Execution {
    let mut request = specimen::request(&json!({"url": "http://a.example"}));
    request.trigger.trace = parent.map(|text| text.parse().unwrap());
    Execution::new(request, at(0))
}

#[rstest]
#[case("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true)]
#[case("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", false)]
#[case::other_flags_are_ignored("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03", true)]
#[case::a_later_version("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes", true)]
fn a_place_in_a_trace_is_read(#[case] text: &str, #[case] sampled: bool) {
    let parent: TraceParent = text.parse().unwrap();
    assert_eq!(
        (parent.trace().to_string().as_str(), parent.span().to_string().as_str(), parent.is_sampled()),
        (TRACE, "00f067aa0ba902b7", sampled)
    );
    let written = parent.to_string();
    assert_eq!(written.parse(), Ok(parent));
    assert_eq!(
        serde_json::from_str::<TraceParent>(&serde_json::to_string(&parent).unwrap()).unwrap(),
        parent
    );
}

#[rstest]
#[case::nothing("")]
#[case::no_trace("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
#[case::no_span("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01")]
#[case::forbidden_version("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
#[case::upper_case("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01")]
#[case::too_short("00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01")]
#[case::too_much("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more")]
#[case::sign("00-+bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
fn what_is_no_place_in_a_trace_is_refused(#[case] text: &str) {
    assert_eq!(text.parse::<TraceParent>(), Err(InvalidTraceParent));
}

#[test]
fn without_a_caller_the_execution_is_its_own_trace() {
    let execution = traced(None);
    let id = execution.id().uuid().simple().to_string();
    assert_eq!(TraceId::of(&execution.request).to_string(), id);
    assert!(parent(&execution).starts_with(&format!("00-{id}-")) && parent(&execution).ends_with("-01"));
}

#[test]
fn calls_continue_the_trace_of_the_caller_with_spans_of_their_own() {
    let execution = traced(Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
    let running = claimed(&execution, 1);
    let header: TraceParent = parent(&running).parse().unwrap();
    assert_eq!(header.trace().to_string(), TRACE);
    assert_ne!(header.span().to_string(), "00f067aa0ba902b7");

    let silent = traced(Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"));
    assert!(parent(&silent).ends_with("-00"));
}

#[test]
fn the_span_of_an_attempt_is_the_one_its_call_names_and_is_a_part_of_the_execution() {
    let execution = traced(Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
    let running = claimed(&execution, 1);
    let ended =
        conclude(&running, Outcome::Succeeded { answer: None }, &running.request.policy, at(3), 0.5).unwrap();
    let (attempt, whole) = (attempt_span(&running, &ended).unwrap(), execution_span(&ended).unwrap());

    let header: TraceParent = parent(&running).parse().unwrap();
    assert_eq!((attempt.trace, attempt.id), (header.trace(), header.span()));
    assert_eq!((attempt.kind, attempt.parent), (SpanKind::Attempt(1), Some(whole.id)));
    assert_eq!((attempt.start, attempt.end), (at(1), at(3)));
    assert_eq!(whole.parent.unwrap().to_string(), "00f067aa0ba902b7");
    assert!(whole.parent_is_remote && !attempt.parent_is_remote);
    assert_eq!((whole.start, whole.end), (at(0), at(3)));
    assert!(whole.attributes.contains(&("status", "completed".to_owned())));
}

#[test]
fn nothing_is_recorded_of_a_trace_that_is_not_sampled_nor_of_what_goes_on() {
    let silent = traced(Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"));
    let running = claimed(&silent, 1);
    assert_eq!(attempt_span(&running, &running), None);
    assert_eq!(execution_span(&traced(None)), None);
}
