//! Each stable code has its section in `infra/docs/ERRORS.md`, and each section is of a code that exists.

mod page;
mod sources;

use std::collections::BTreeSet;

use beadle_domain::{
    account::LimitType,
    execution::{Awaited, FailureCode, HoldKind, explain::WaitKind},
};

use self::{page::Page, sources::Sources};

const PAGE: &str = include_str!("../../infra/docs/ERRORS.md");

/// The folders whose code answers problems and faults.
const FOLDERS: [&str; 3] = ["functions", "shared", "infra/cli"];

/// What an execution waits for besides what holds it back.
const WAITS: [WaitKind; 4] = [WaitKind::Time, WaitKind::Runner, WaitKind::Attempt, WaitKind::RetryDelay];

/// A heading of the page, and the codes that have to stand below it.
fn expected() -> [(&'static str, BTreeSet<String>); 6] {
    let sources = Sources::read(&FOLDERS);
    let names = |names: &[&'static str]| names.iter().map(ToString::to_string).collect();
    let waits = WAITS.map(WaitKind::as_str).into_iter().chain(HoldKind::ALL.map(HoldKind::as_str));
    let waits = waits.chain(Awaited::ALL.map(Awaited::as_str));
    [
        ("Problems", sources.passed_as("code")),
        ("Faults of a request", sources.passed_as("kind")),
        ("Limits", names(&LimitType::ALL.map(LimitType::as_str))),
        ("Failures of executions", names(&FailureCode::ALL.map(FailureCode::as_str))),
        ("Waiting", waits.map(str::to_owned).collect()),
        ("Log", Sources::read(&["functions/executor"]).returned_by("code")),
    ]
}

#[test]
fn every_code_has_its_section_and_every_section_its_code() {
    let page = Page::read(PAGE);
    let mut faults = page.faults.clone();
    let expected = expected();
    for (heading, codes) in &expected {
        let documented = page.codes(heading);
        let missing = codes.difference(&documented);
        faults.extend(missing.map(|code| format!("`{code}` has no section below \"{heading}\"")));
        let unknown = documented.difference(codes);
        faults.extend(unknown.map(|code| format!("`{code}` below \"{heading}\" is no code")));
    }
    assert_eq!(faults, Vec::<String>::new());
    let headings: Vec<&str> = expected.iter().map(|(heading, _)| *heading).collect();
    assert_eq!(page.headings(), headings);
}

/// Two files that give codes in every way there is, beside what only looks like a code.
const SAMPLE: [&str; 2] = [
    r#"
impl Problem {
    fn new(status: u16, code: &'static str) -> Self {}
    fn gone() -> Self { Self::new(410, "gone") }
}
impl From<Refusal> for Problem {
    fn from(_: Refusal) -> Self {
        let conflict = |code, detail: String| Self::new(409, code);
        conflict("in_use", format!("{}, {}", 1, 2))
    }
}
"#,
    r#"
impl Query {
    fn parsed<T: Into<A, B>>(&mut self, name: &str, code: &'static str) {}
    fn code(&self) -> &'static str {
        match self {
            A => "a",
            B(_) => "b",
        }
    }
}
fn read() {
    query.parsed("name", "enum");
    // Problem::new(400, "commented")
    Problem::new(400, "bad").member("member", 1);
    Other::new(1, "other");
}
#[cfg(test)]
mod tests {
    fn test() { Problem::new(400, "tested"); }
}
"#,
];

#[test]
fn codes_are_found_through_the_functions_that_take_them() {
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    let sources = Sources::of(&SAMPLE);
    assert_eq!(sources.passed_as("code"), names(&["bad", "enum", "gone", "in_use"]));
    assert_eq!(sources.returned_by("code"), names(&["a", "b"]));
}

#[test]
#[should_panic(expected = "`self.name` can't be read")]
fn a_code_that_is_no_literal_is_noticed() {
    let source = "fn fault(kind: &'static str) {}\nfn f() { fault(self.name) }\n";
    Sources::of(&[source]).passed_as("kind");
}
