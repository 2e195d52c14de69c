//! The README and the pages of infra/docs, and the commands in them.

use std::fs;

use crate::repository::{files, root};

pub const README: &str = "README.md";

/// The page whose requests go to a stack on the emulator, and not to the command.
pub const OF_A_STACK: &str = "infra/docs/emulator.md";

/// The documents whose requests are sent to one server, in this order: ids that one has made are used by those after it.
pub const WITH_REQUESTS: [&str; 13] = [
    README,
    "infra/docs/executions.md",
    "infra/docs/destinations.md",
    "infra/docs/tasks.md",
    "infra/docs/waits.md",
    "infra/docs/hooks.md",
    "infra/docs/code.md",
    "infra/docs/access.md",
    "infra/docs/schedules.md",
    "infra/docs/lists.md",
    "infra/docs/alerts.md",
    "infra/docs/pauses.md",
    OF_A_STACK,
];

/// The text of a document.
pub fn read(document: &str) -> String {
    fs::read_to_string(root().join(document)).unwrap_or_else(|fault| panic!("{document}: {fault}"))
}

/// The code blocks of `text` in this language.
pub fn blocks<'text>(text: &'text str, language: &str) -> Vec<&'text str> {
    let opening = format!("```{language}\n");
    let blocks = text.split(&*opening).skip(1).filter_map(|rest| rest.split("\n```").next());
    blocks.collect()
}

/// The calls of `curl` in the code blocks for a shell.
pub fn requests(text: &str) -> Vec<String> {
    let calls = blocks(text, "sh").into_iter().flat_map(|block| block.split("curl ").skip(1));
    calls.map(|arguments| format!("curl {arguments}")).collect()
}

#[test]
fn the_requests_of_every_document_are_sent_by_a_test() {
    let pages = files("infra/docs", "md");
    let names = pages.iter().map(|page| page.strip_prefix(root()).unwrap().to_str().unwrap());
    let mut with_requests: Vec<&str> =
        names.chain([README]).filter(|name| !requests(&read(name)).is_empty()).collect();
    with_requests.sort_unstable();
    let mut sent = WITH_REQUESTS;
    sent.sort_unstable();
    assert_eq!(with_requests, sent);
}

#[test]
fn the_readme_is_short() {
    assert!(read(README).lines().count() <= 150);
}
