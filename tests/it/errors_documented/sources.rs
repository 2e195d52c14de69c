//! Codes that stand in the sources as literals: found where a function takes one, or returns one.

use std::{collections::BTreeSet, path::Path};

use crate::repository::{files, root};

/// The production code of some folders, without comments and unit tests.
pub struct Sources(Vec<String>);

/// Something that takes a code: what a call of it begins with, and which argument the code is.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Carrier {
    call: String,
    argument: usize,
    /// Methods of the same name and untyped closures may take other things than codes.
    is_certain: bool,
}

impl Sources {
    /// The code in these folders of the repository.
    pub fn read(folders: &[&str]) -> Self {
        let paths = folders.iter().flat_map(|folder| files(folder, "rs"));
        let production = paths.filter(|path| !is_test(path.strip_prefix(root()).unwrap_or(path)));
        Self(production.map(|path| without_tests(&std::fs::read_to_string(path).expect("UTF-8"))).collect())
    }

    /// The code in these texts.
    pub fn of(texts: &[&str]) -> Self {
        Self(texts.iter().map(|text| without_tests(text)).collect())
    }

    /// Each literal that is given for a parameter of this name whose type is `&'static str`, or for a field of this name: a
    /// field may be passed on.
    pub fn passed_as(&self, parameter: &str) -> BTreeSet<String> {
        let shared: BTreeSet<Carrier> = self.0.iter().flat_map(|text| functions(text, parameter)).collect();
        assert!(!shared.is_empty(), "no function takes a `{parameter}: &'static str`");
        let mut found = BTreeSet::new();
        for text in &self.0 {
            for carrier in shared.iter().chain(&closures(text, parameter)) {
                for arguments in calls(text, &carrier.call) {
                    let Some(argument) = arguments.get(carrier.argument) else { continue };
                    let code = literal(argument);
                    let given = argument.trim();
                    let is_field = given == format!("self.{parameter}");
                    let is_passed_on = given == parameter || is_field || !carrier.is_certain;
                    assert!(code.is_some() || is_passed_on, "`{}` can't be read", argument.trim());
                    found.extend(code);
                }
            }
            let field = format!(" {parameter}: ");
            let fields = text.split(&field).skip(1);
            found.extend(
                fields
                    .filter(|rest| rest.starts_with('"'))
                    .filter_map(|rest| literal(rest.split([',', ' ']).next()?)),
            );
        }
        found
    }

    /// Each literal that an arm of `fn NAME(&self) -> &'static str` is.
    pub fn returned_by(&self, function: &str) -> BTreeSet<String> {
        let head = format!("fn {function}(&self) -> &'static str {{");
        let bodies = self.0.iter().flat_map(|text| text.split(&head).skip(1));
        let own = bodies.filter_map(|rest| rest.split("\n    }").next());
        own.flat_map(|body| body.split("=> ").skip(1).filter_map(|arm| literal(arm.split(',').next()?)))
            .collect()
    }
}

fn is_test(path: &Path) -> bool {
    path.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs")))
}

fn without_tests(text: &str) -> String {
    let production = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let code = production.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| [line, "\n"]).collect()
}

/// The functions with this parameter.
fn functions(text: &str, parameter: &str) -> Vec<Carrier> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("fn ") {
        let rest = &text[at + 3..];
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let Some(open) = parameters(rest) else { continue };
        let parameters = split(&rest[open..], true);
        let is_method = parameters.first().is_some_and(|first| first.trim().ends_with("self"));
        let wanted = format!("{parameter}: &'static str");
        let Some(argument) = parameters.iter().position(|given| given.trim() == wanted) else { continue };
        let call = match implementor(text, at) {
            _ if is_method => format!(".{name}("),
            Some(implementor) => format!("{implementor}::{name}("),
            None => format!("{name}("),
        };
        found.push(Carrier { call, argument: argument - usize::from(is_method), is_certain: !is_method });
    }
    found
}

/// The closures with this parameter.
fn closures(text: &str, parameter: &str) -> Vec<Carrier> {
    let mut found = Vec::new();
    for part in text.split("let ").skip(1) {
        let Some((name, rest)) = part.split_once('=') else { continue };
        let Some(rest) = rest.trim_start().strip_prefix('|') else { continue };
        let names = rest.split('|').next().unwrap_or_default().split(',');
        let names: Vec<&str> = names.filter_map(|given| given.split(':').next()).map(str::trim).collect();
        if let Some(argument) = names.iter().position(|given| *given == parameter) {
            found.push(Carrier { call: format!("{}(", name.trim()), argument, is_certain: false });
        }
    }
    found
}

/// The arguments of each call.
fn calls(text: &str, call: &str) -> Vec<Vec<String>> {
    let mut begins = places(text, call);
    if let Some((of, function)) = call.split_once("::") {
        let inside = places(text, &format!("Self::{function}")).into_iter();
        begins
            .extend(inside.filter(|at| implementor(text, *at).is_some_and(|implementor| implementor == of)));
    }
    begins.into_iter().map(|at| split(&text[at..], false)).collect()
}

/// Where the arguments of each call begin.
fn places(text: &str, call: &str) -> Vec<usize> {
    let is_call = |before: &str| {
        let is_longer_name = before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let is_other = is_longer_name || before.ends_with("fn ") || before.ends_with('.');
        call.starts_with('.') || !is_other
    };
    let found = text.match_indices(call).filter(|(at, _)| is_call(&text[..*at]));
    found.map(|(at, call)| at + call.len()).collect()
}

/// The type whose `impl` this place is in.
fn implementor(text: &str, at: usize) -> Option<String> {
    let head = text[..at].rfind("\nimpl").map_or(0, |line| line + 1);
    if !text[head..].starts_with("impl") || text[head..at].contains("\n}") {
        return None;
    }
    let head = text[head..].split('{').next()?;
    let named = head.rsplit(" for ").next()?.trim_start_matches("impl").trim();
    Some(named.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
}

/// Where the parameters of a function begin, after its name and its generic parameters.
fn parameters(head: &str) -> Option<usize> {
    let mut depth = 0_i32;
    for (at, c) in head.char_indices() {
        match c {
            '<' => depth += 1,
            '>' => depth -= 1,
            '(' if depth == 0 => return Some(at + 1),
            '{' | ';' | '\n' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// The parts between the commas up to the closing parenthesis. Only types have angle brackets.
fn split(text: &str, types: bool) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0_i32);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' => {
                let quoted = string(&mut characters);
                parts.last_mut().expect("never empty").push_str(&quoted);
                continue;
            }
            '-' if characters.peek() == Some(&'>') => {
                characters.next();
                continue;
            }
            '(' | '[' | '{' => depth += 1,
            '<' if types => depth += 1,
            '>' if types => depth -= 1,
            ')' | ']' | '}' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        parts.last_mut().expect("never empty").push(c);
    }
    parts
}

/// A literal of which the opening quote was read.
fn string(characters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let mut text = String::from('"');
    while let Some(c) = characters.next() {
        text.push(c);
        match c {
            '\\' => text.extend(characters.next()),
            '"' => break,
            _ => {}
        }
    }
    text
}

/// The code that an argument is.
fn literal(argument: &str) -> Option<String> {
    let name = argument.trim().strip_prefix('"')?.strip_suffix('"')?;
    let is_code = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    (!name.is_empty() && name.chars().all(is_code)).then(|| name.to_owned())
}
