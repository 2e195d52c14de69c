//! Each enum of names is declared once: no other file writes its texts again, so that a new name is an edit of one file.

use std::{collections::BTreeSet, path::PathBuf};

use crate::repository::{files, root};

/// An enum of names, as `names!` declares it.
struct Declared {
    file: PathBuf,
    name: String,
    texts: Vec<String>,
}

/// A list of names that is written a second time.
#[test]
fn the_names_of_an_enum_are_listed_where_it_is_declared_and_nowhere_else() {
    let sources = sources();
    let declared: Vec<Declared> = sources.iter().flat_map(|(file, text)| declarations(file, text)).collect();
    assert!(declared.len() >= 40, "only {} enums of names were found", declared.len());

    let mut repeated = Vec::new();
    // Any two words stand side by side somewhere; three are a list.
    for list in declared.iter().filter(|list| list.texts.len() > 2) {
        for (file, text) in sources.iter().filter(|(file, _)| *file != list.file) {
            if repeats(&list.texts, &literals(&without_declarations(text))) {
                let shown = |path: &PathBuf| path.strip_prefix(root()).unwrap_or(path).display().to_string();
                repeated.push(format!("{} of {} again in {}", list.name, shown(&list.file), shown(file)));
            }
        }
    }
    assert_eq!(repeated, Vec::<String>::new());
}

#[test]
fn a_list_that_is_written_again_is_found() {
    let text = "names! {\n    /// A colour.\n    pub enum Colour, noun \"colour\" {\n        /// Red.\n        Red = \"red\",\n        \
                /// Green.\n        Green = \"green\" | \"verdant\",\n        /// Blue.\n        Blue = \"blue\",\n    }\n}\n";
    let [colour] = &declarations(&PathBuf::from("colour.rs"), text)[..] else { panic!("one enum") };
    assert_eq!(
        (colour.name.as_str(), &colour.texts[..]),
        ("Colour", &["red", "green", "blue"].map(str::to_owned)[..])
    );
    assert_eq!(without_declarations(text).trim(), "");
    for again in [
        "[\"red\", \"green\", \"blue\"]",
        "match text { \"blue\" => 1, \"green\" => 2, \"red\" => 3 }",
        "\"must be one of red, green, blue\"",
        "\"^(red|green|blue)$\"",
    ] {
        assert!(repeats(&colour.texts, &literals(again)), "{again}");
    }
    for other in
        ["[\"red\", \"blue\"]", "\"a red, a green and a blue one\"", "[\"red\", \"greenish\", \"blue\"]"]
    {
        assert!(!repeats(&colour.texts, &literals(other)), "{other}");
    }
}

/// What is shipped: every source file without its comments and its tests.
fn sources() -> Vec<(PathBuf, String)> {
    let all = ["shared", "functions", "infra/cli"].into_iter().flat_map(|folder| files(folder, "rs"));
    let is_test = |path: &PathBuf| {
        path.strip_prefix(root()).unwrap_or(path).components().any(|part| {
            let part = part.as_os_str();
            part == "tests" || part == "tests.rs"
        })
    };
    all.filter(|path| !is_test(path))
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a readable file");
            let shipped = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            let code: Vec<&str> =
                shipped.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            (path, code.join("\n"))
        })
        .collect()
}

/// The bodies of the invocations of `names!`: each ends at the first line that is a brace alone.
fn invocations(text: &str) -> impl Iterator<Item = &str> {
    text.split("\nnames! {")
        .skip(1)
        .chain(text.strip_prefix("names! {"))
        .filter_map(|rest| rest.split("\n}").next())
}

fn declarations(file: &std::path::Path, text: &str) -> Vec<Declared> {
    let declared = invocations(text).filter_map(|body| {
        let (_, enumeration) = body.split_once("enum ")?;
        let (head, variants) = enumeration.split_once('{')?;
        let name = head.split([',', ' ']).next()?.to_owned();
        let texts =
            variants.lines().filter_map(|line| literals(line.split_once(" = ")?.1).into_iter().next());
        Some(Declared { file: file.to_owned(), name, texts: texts.collect() })
    });
    declared.collect()
}

fn without_declarations(text: &str) -> String {
    invocations(text).fold(text.to_owned(), |left, body| left.replace(&format!("names! {{{body}\n}}"), ""))
}

/// The string literals of a piece of code.
fn literals(code: &str) -> BTreeSet<String> {
    let (mut found, mut open) = (BTreeSet::new(), None::<String>);
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match (letter, open.take()) {
            ('"', Some(text)) => _ = found.insert(text),
            ('"', None) => open = Some(String::new()),
            ('\\', Some(mut text)) => {
                text.extend(letters.next());
                open = Some(text);
            }
            (letter, Some(mut text)) => {
                text.push(letter);
                open = Some(text);
            }
            (_, None) => {}
        }
    }
    found
}

/// Whether all of `texts` are written on their own, or as one list.
fn repeats(texts: &[String], literals: &BTreeSet<String>) -> bool {
    let lists = [texts.join(", "), texts.join("|")];
    texts.iter().all(|text| literals.contains(text))
        || literals.iter().any(|literal| lists.iter().any(|list| literal.contains(list)))
}
