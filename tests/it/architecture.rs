//! The dependency rule, the size of files and the layout of the repository, each as a test.

mod names;
mod rule;

use std::{collections::BTreeSet, path::Path, process::Command};

use cargo_metadata::{DependencyKind, MetadataCommand};
use rstest::rstest;

use self::rule::{Member, RULES, breaches};
use crate::repository::{files, root};

/// A file has one reason to exist; past this it has two.
const MOST_LINES: usize = 350;

const TOP_LEVEL: &[&str] = &[
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "SECURITY.md",
    "clippy.toml",
    "deny.toml",
    "events",
    "functions",
    "infra",
    "justfile",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "samconfig.toml",
    "shared",
    "template.yaml",
    "tests",
];

#[test]
fn no_crate_knows_what_it_must_not_know() {
    let members = members();
    assert_eq!(breaches(&members), Vec::<String>::new());

    let present: BTreeSet<&str> = members.iter().map(|member| member.name.as_str()).collect();
    let ruled: BTreeSet<&str> = RULES.iter().map(|rule| rule.member).collect();
    assert_eq!(present, ruled, "the rule names exactly the crates of the workspace");
}

#[rstest]
#[case::domain_does_io("beadle-domain", &["tokio"], &[], "beadle-domain may not link tokio")]
#[case::domain_does_io_behind_another_crate("beadle-domain", &[], &["aws-sdk-sqs"], "beadle-domain may not link aws-sdk-sqs")]
#[case::domain_logs("beadle-domain", &[], &["tracing"], "beadle-domain may not link tracing")]
#[case::domain_is_async("beadle-domain", &[], &["async-trait"], "beadle-domain may not link async-trait")]
#[case::domain_knows_the_application("beadle-domain", &["beadle-application"], &[], "beadle-domain may not depend on beadle-application")]
#[case::domain_knows_an_adapter("beadle-domain", &["beadle-aws"], &[], "beadle-domain may not depend on beadle-aws")]
#[case::adapters_know_each_other("beadle-outbound", &["beadle-runtime"], &[], "beadle-outbound may not depend on beadle-runtime")]
#[case::a_function_knows_a_function("beadle-schedule-function", &["beadle-api"], &[], "beadle-schedule-function may not depend on beadle-api")]
#[case::an_adapter_knows_a_function("beadle-aws", &["beadle-executor"], &[], "beadle-aws may not depend on beadle-executor")]
#[case::a_function_links_sqlite("beadle-executor", &[], &["rusqlite"], "beadle-executor may not link rusqlite")]
#[case::a_function_links_the_embedded_store("beadle-projector", &[], &["beadle-embedded"], "beadle-projector may not link beadle-embedded")]
#[case::only_the_executor_runs("beadle-api", &[], &["beadle-outbound"], "beadle-api may not link beadle-outbound")]
#[case::one_machine_needs_no_sdk("beadle", &[], &["aws-sdk-dynamodb"], "beadle may not link aws-sdk-dynamodb")]
#[case::only_the_api_is_described("beadle-executor", &[], &["utoipa"], "beadle-executor may not link utoipa")]
#[case::nobody_knows_the_command("beadle-runtime", &["beadle"], &[], "beadle-runtime may not depend on beadle")]
#[case::a_crate_without_a_rule("beadle-new", &[], &[], "beadle-new has no rule: say in RULES what it may know")]
fn the_rule_catches(
    #[case] name: &str,
    #[case] names: &[&str],
    #[case] links: &[&str],
    #[case] breach: &str,
) {
    let set = |of: &[&str]| of.iter().map(ToString::to_string).collect();
    let member = Member { name: name.to_owned(), names: set(names), links: set(links) };
    assert!(breaches(&[member]).contains(&breach.to_owned()));
}

#[test]
fn the_rule_lets_a_function_wire_its_ports() {
    let names =
        ["beadle-domain", "beadle-aws", "beadle-runtime", "beadle-outbound", "tokio", "lambda_runtime"];
    let names: BTreeSet<String> = names.map(str::to_owned).into();
    let member = Member { name: "beadle-executor".to_owned(), links: names.clone(), names };
    assert_eq!(breaches(&[member]), Vec::<String>::new());
}

#[test]
fn files_stay_small_and_are_named_for_what_they_are() {
    let mut faults = Vec::new();
    for path in ["shared", "functions", "infra/cli"].into_iter().flat_map(|folder| files(folder, "rs")) {
        let lines = std::fs::read_to_string(&path).expect("a readable file").lines().count();
        let shown = path.strip_prefix(root()).unwrap_or(&path).display();
        if lines > MOST_LINES {
            faults.push(format!("{shown} has {lines} lines, more than {MOST_LINES}"));
        }
        let is_drawer = |name: &str| matches!(name, "utils" | "common" | "helpers" | "models" | "types");
        if path.file_stem().and_then(|stem| stem.to_str()).is_some_and(is_drawer) {
            faults.push(format!("{shown} is named for nothing in particular"));
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn the_top_level_holds_only_what_belongs_there() {
    let listed = run("git", &["ls-files"], root());
    let strangers: BTreeSet<&str> = listed
        .lines()
        .filter_map(|path| path.split('/').next())
        .filter(|name| !name.starts_with('.') && !TOP_LEVEL.contains(name))
        .collect();
    assert_eq!(strangers, BTreeSet::new());
}

/// What it does not find there, cargo-lambda sets itself: `panic = "abort"` would take a batch with its message (ADR 16).
#[test]
fn the_release_profile_states_what_cargo_lambda_would_set() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("a readable manifest");
    let profile = manifest.split("[profile.release]\n").nth(1).and_then(|rest| rest.split("\n[").next());
    let profile = profile.expect("a release profile");
    for setting in ["lto = ", "codegen-units = ", "strip = ", "panic = \"unwind\""] {
        assert!(profile.lines().any(|line| line.starts_with(setting)), "{setting} is not in {profile}");
    }
}

#[test]
fn every_path_in_the_tour_exists() {
    let tour = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("a readable file");
    let rooms = ["shared/", "functions/", "infra/", "tests/", "events/"];
    let is_path = |text: &&str| {
        rooms.iter().any(|room| text.starts_with(room))
            && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "/._-".contains(letter))
    };
    let named: BTreeSet<&str> = tour.split('`').skip(1).step_by(2).filter(is_path).collect();
    let missing: Vec<_> = named.iter().filter(|path| !root().join(path).exists()).collect();
    assert_eq!(missing, Vec::<&&str>::new());
    assert!(named.len() > 60, "only {} paths are named", named.len());
}

fn members() -> Vec<Member> {
    let metadata = MetadataCommand::new()
        .current_dir(root())
        .other_options(["--locked".to_owned(), "--offline".to_owned()])
        .no_deps()
        .exec()
        .expect("cargo metadata answers");
    let shipped = |kind| matches!(kind, DependencyKind::Normal | DependencyKind::Build);
    metadata
        .workspace_packages()
        .into_iter()
        .map(|package| Member {
            name: package.name.to_string(),
            names: package
                .dependencies
                .iter()
                .filter(|dependency| shipped(dependency.kind))
                .map(|dependency| dependency.name.clone())
                .collect(),
            links: links(&package.name),
        })
        .collect()
}

/// The packages in a crate's binary, resolved for it alone and with its default features, as it is shipped.
fn links(package: &str) -> BTreeSet<String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let arguments =
        ["tree", "--package", package, "--edges", "normal", "--prefix", "none", "--locked", "--offline"];
    run(&cargo, &arguments, root())
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != package)
        .map(str::to_owned)
        .collect()
}

fn run(program: &str, arguments: &[&str], folder: &Path) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap_or_else(|fault| panic!("{program} did not start: {fault}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?} failed: {said}");
    String::from_utf8(output.stdout).expect("UTF-8")
}
