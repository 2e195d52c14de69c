//! What is promised about every input, and the tests that prove it, each of which exists.

mod effects;
mod times;

use std::{collections::BTreeSet, fs};

use crate::{
    documents,
    repository::{files, root},
};

/// Promises about one subject, and its name.
type Subject = (&'static str, &'static [Promise]);

struct Promise {
    says: &'static str,
    tests: &'static [&'static str],
    /// The decision behind it, in `infra/docs/adr`, or the document that states it.
    document: Option<&'static str>,
}

const fn promise(says: &'static str, tests: &'static [&'static str]) -> Promise {
    Promise { says, tests, document: None }
}

const fn decided(says: &'static str, tests: &'static [&'static str], document: &'static str) -> Promise {
    Promise { says, tests, document: Some(document) }
}

#[test]
fn every_promise_has_its_tests() {
    let known = functions();
    let (mut promises, mut missing) = (0, Vec::new());
    for (subject, rows) in effects::PROMISES.iter().chain(times::PROMISES) {
        println!("{subject}");
        for Promise { says, tests, document } in *rows {
            println!("  {says}");
            for test in *tests {
                println!("      {test}");
                if !known.contains(*test) {
                    missing.push(format!("{says}: there is no test {test}"));
                }
            }
            if let Some(document) = document {
                println!("      ({document})");
                if !root().join("infra/docs").join(document).exists() {
                    missing.push(format!("{says}: there is no document {document}"));
                }
            }
            promises += 1;
        }
    }
    println!("{promises} promises");
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn every_guarantee_has_its_tests() {
    let (page, known) = (documents::read("infra/docs/guarantees.md"), functions());
    let named = page.lines().filter_map(|line| line.strip_suffix(".*")?.split_once(" *Test"));
    let tests: Vec<&str> = named.flat_map(|(_, tests)| tests.split('`').skip(1).step_by(2)).collect();
    let missing: Vec<&&str> = tests.iter().filter(|test| !known.contains(**test)).collect();
    assert!(missing.is_empty(), "there are no tests {missing:?}");
    assert!(tests.len() > 30, "only {tests:?}");
}

/// The names of all functions of the repository.
fn functions() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for source in ["shared", "functions", "infra", "tests"].into_iter().flat_map(|folder| files(folder, "rs"))
    {
        let text = fs::read_to_string(source).unwrap_or_default();
        for rest in text.split("fn ").skip(1) {
            let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
            names.insert(rest[..end.unwrap_or(rest.len())].to_owned());
        }
    }
    names
}
