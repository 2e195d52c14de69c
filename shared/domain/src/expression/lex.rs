//! Cuts the text of an expression into tokens.

use super::SyntaxError;

/// A token and where it begins, in characters from 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) at: usize,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Number(f64),
    Text(String),
    Name(String),
    Symbol(&'static str),
}

/// Longer symbols first.
const SYMBOLS: [&str; 26] = [
    "==", "!=", "<=", ">=", "&&", "||", "+", "-", "*", "/", "%", "^", "(", ")", "[", "]", "{", "}", ",", ".",
    "?", ":", "<", ">", "!", "**",
];

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, SyntaxError> {
    let characters: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut position = 0;
    while let Some(first) = characters.get(position) {
        let at = position + 1;
        let rest = characters.get(position..).unwrap_or_default();
        let kind = if first.is_whitespace() {
            position += 1;
            continue;
        } else if first.is_ascii_digit() {
            let (number, length) = number(rest, at)?;
            position += length;
            Kind::Number(number)
        } else if matches!(first, '"' | '\'') {
            let (text, length) = quoted(rest, *first, at)?;
            position += length;
            Kind::Text(text)
        } else if first.is_ascii_alphabetic() || matches!(first, '_' | '$') {
            let goes_on =
                |character: &&char| character.is_ascii_alphanumeric() || matches!(character, '_' | '$');
            let name: String = rest.iter().take_while(goes_on).collect();
            position += name.len();
            Kind::Name(name)
        } else {
            let begins = |symbol: &&&str| symbol.chars().eq(rest.iter().take(symbol.len()).copied());
            let Some(symbol) = SYMBOLS.iter().find(begins) else {
                return Err(SyntaxError { at, message: format!("`{first}` means nothing") });
            };
            position += symbol.len();
            Kind::Symbol(symbol)
        };
        tokens.push(Token { at, kind });
    }
    Ok(tokens)
}

fn number(rest: &[char], at: usize) -> Result<(f64, usize), SyntaxError> {
    let text: String = rest.iter().take_while(|digit| digit.is_ascii_digit() || **digit == '.').collect();
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok((number, text.len())),
        _ => Err(SyntaxError { at, message: format!("`{text}` is no number") }),
    }
}

/// A text between quotes, and the length of it with them. `\n`, `\t`, `\\` and a quote may be escaped.
fn quoted(rest: &[char], quote: char, at: usize) -> Result<(String, usize), SyntaxError> {
    let mut text = String::new();
    let mut position = 1;
    loop {
        match (rest.get(position), rest.get(position + 1)) {
            (Some('\\'), Some(escaped)) => {
                text.push(match escaped {
                    'n' => '\n',
                    't' => '\t',
                    '\\' | '"' | '\'' => *escaped,
                    other => {
                        let message = format!("`\\{other}` is no escape");
                        return Err(SyntaxError { at: at + position, message });
                    }
                });
                position += 2;
            }
            (Some(character), _) if *character == quote => return Ok((text, position + 1)),
            (Some(character), _) => {
                text.push(*character);
                position += 1;
            }
            (None, _) => return Err(SyntaxError { at, message: "the text has no end".to_owned() }),
        }
    }
}
