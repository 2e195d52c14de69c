//! The part of the command `curl` that documents use.

use anyhow::Context;

use crate::repository::root;

/// The request of a command.
#[derive(Debug, Default, PartialEq)]
pub struct Curl {
    pub method: Option<String>,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
}

/// Parses a command; its host is dropped.
///
/// # Errors
/// When the command is not supported.
pub fn read(command: &str) -> anyhow::Result<Curl> {
    let mut words = words(command).into_iter();
    anyhow::ensure!(words.next().as_deref() == Some("curl"), "no curl");
    let mut curl = Curl::default();
    while let Some(word) = words.next() {
        let mut value = || words.next().context("a value");
        match word.as_str() {
            "-s" => {}
            "-X" => curl.method = Some(value()?),
            "-d" => curl.body = Some(value()?),
            "--data-binary" => {
                let value = value()?;
                let file = root().join(value.strip_prefix('@').context("a file")?);
                curl.body = Some(std::fs::read_to_string(&file).with_context(|| file.display().to_string())?);
            }
            "-H" => {
                let header = value()?;
                let (name, value) = header.split_once(": ").context("a header")?;
                curl.headers.push((name.to_owned(), value.to_owned()));
            }
            url => {
                let (_, rest) = url.split_once("//").context("a URL")?;
                curl.path = format!("/{}", rest.split_once('/').context("a path")?.1);
            }
        }
    }
    Ok(curl)
}

/// The words of a command line; quotes of both kinds group words, and a backslash continues on the next line.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for character in command.chars() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (None, '"' | '\'') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None, _) if character.is_whitespace() || character == '\\' => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    words
}

#[test]
fn quotes_and_continued_lines() {
    let read = read("curl -s -X POST http://h:1/a?b=c&d=e \\\n -H \"A: b c\" -d '{\n\"x\": 1}'").unwrap();
    let expected = Curl {
        method: Some("POST".into()),
        path: "/a?b=c&d=e".into(),
        headers: vec![("A".into(), "b c".into())],
        body: Some("{\n\"x\": 1}".into()),
    };
    assert_eq!(read, expected);
}
