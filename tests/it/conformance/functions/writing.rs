//! Writing functions.

use beadle_application::port::{FunctionChange, Replaced};
use beadle_domain::function::{Digest, Function, FunctionVersion, MAX_SOURCE, Upload};
use beadle_values::id::OwnerId;
use jiff::Timestamp;

use super::Fixture;
use crate::conformance::Verdict;

fn digest(number: u8) -> Digest {
    Digest::of(&[number; 32])
}

fn version(number: u8) -> FunctionVersion {
    FunctionVersion {
        number: number.into(),
        digest: digest(number),
        entry: "index.js".to_owned(),
        exports: vec!["default".to_owned(), "other".to_owned()],
        hosts: vec!["api.example.com".to_owned()],
        size: 10,
        created_at: Timestamp::from_second(1_800_000_000).expect("a time"),
        created_by: OwnerId::parse("ada").expect("an owner"),
    }
}

pub fn function(name: &str) -> Function {
    Function::new(name.parse().expect("a name"), version(1))
}

pub fn upload(source: &str) -> Upload {
    let modules = [("index.js".to_owned(), source.to_owned()), ("lib/a.js".to_owned(), "x".to_owned())];
    Upload {
        modules: modules.into(),
        entry: "index.js".to_owned(),
        hosts: vec!["api.example.com".to_owned()],
        memory_mb: 32,
        cpu_ms: 2_000,
    }
}

pub fn first<'a>(function: &'a Function, source: &'a Upload) -> FunctionChange<'a> {
    let source = Some((&function.versions[0].digest, source));
    FunctionChange { function, expected: 0, source, dropped: &[], audit: None }
}

pub async fn a_written_function_is_read_back_with_its_source(functions: Fixture) -> Verdict {
    let (written, source) = (function("invoices"), upload("export default () => 'ä€𝄞'"));
    assert_eq!(functions.store.get(&written.name).await?, None);
    assert_eq!(functions.store.source(&written.name, &digest(1)).await?, None);
    assert_eq!(functions.store.write(first(&written, &source)).await?, Replaced::Done);
    assert_eq!(functions.store.get(&written.name).await?, Some(written.clone()));
    assert_eq!(functions.store.source(&written.name, &digest(1)).await?, Some(source));
    assert_eq!(functions.store.source(&written.name, &digest(2)).await?, None);
    Ok(())
}

pub async fn a_source_of_a_megabyte_is_read_back_as_written(functions: Fixture) -> Verdict {
    let written = function("large");
    // Every character takes two bytes more as JSON.
    let source = upload(&"\u{1}ä".repeat(MAX_SOURCE / 3 - 1));
    assert_eq!(functions.store.write(first(&written, &source)).await?, Replaced::Done);
    assert_eq!(functions.store.source(&written.name, &digest(1)).await?, Some(source));
    Ok(())
}

pub async fn a_change_of_another_version_than_the_stored_one_is_a_conflict(functions: Fixture) -> Verdict {
    let (written, source) = (function("a"), upload("1"));
    functions.store.write(first(&written, &source)).await?;
    let other = Function { current: 7, ..written.clone() };
    assert_eq!(functions.store.write(first(&other, &source)).await?, Replaced::Conflict, "it exists");
    let (next, _) = written.with(version(2), written.updated_at);
    let change = FunctionChange { function: &next, expected: 2, source: None, dropped: &[], audit: None };
    assert_eq!(functions.store.write(change).await?, Replaced::Conflict);
    assert_eq!(functions.store.get(&written.name).await?, Some(written));
    assert_eq!(functions.store.write(FunctionChange { expected: 1, ..change }).await?, Replaced::Done);
    assert_eq!(functions.store.get(&next.name).await?, Some(next));
    Ok(())
}

pub async fn functions_are_listed_by_name(functions: Fixture) -> Verdict {
    assert_eq!(functions.store.all().await?, []);
    for name in ["b", "a.1", "c", "a", "B"] {
        functions.store.write(first(&function(name), &upload("1"))).await?;
    }
    let names: Vec<String> =
        functions.store.all().await?.iter().map(|found| found.name.to_string()).collect();
    assert_eq!(names, ["B", "a", "a.1", "b", "c"]);
    Ok(())
}

pub async fn a_dropped_version_has_no_source_and_the_others_do(functions: Fixture) -> Verdict {
    let (written, one, two) = (function("a"), upload("1"), upload("2"));
    functions.store.write(first(&written, &one)).await?;
    let (next, _) = written.with(version(2), written.updated_at);
    let dropped = [digest(1)];
    let change = FunctionChange {
        function: &next,
        expected: 1,
        source: Some((&digest(2), &two)),
        dropped: &dropped,
        audit: None,
    };
    assert_eq!(functions.store.write(change).await?, Replaced::Done);
    assert_eq!(functions.store.source(&next.name, &digest(1)).await?, None);
    assert_eq!(functions.store.source(&next.name, &digest(2)).await?, Some(two));
    Ok(())
}

pub async fn a_removed_function_is_gone_with_its_sources(functions: Fixture) -> Verdict {
    let (written, source) = (function("a"), upload("1"));
    let beside = function("a.b");
    assert_eq!(functions.store.remove(&written, None).await?, Replaced::Done, "there is none");
    functions.store.write(first(&written, &source)).await?;
    functions.store.write(first(&beside, &source)).await?;
    let stale = Function { version: 2, ..written.clone() };
    assert_eq!(functions.store.remove(&stale, None).await?, Replaced::Conflict);
    assert_eq!(functions.store.remove(&written, None).await?, Replaced::Done);
    assert_eq!(functions.store.get(&written.name).await?, None);
    assert_eq!(functions.store.source(&written.name, &digest(1)).await?, None);
    assert_eq!(functions.store.source(&beside.name, &digest(1)).await?, Some(source));
    Ok(())
}
