//! Expressions that users write for retries and responses, such as `min(3600, 5 * 2 ^ attempt) + rand(0, 5)`.
//!
//! They are total and bounded: no loops, no assignment and no calls but those of [`Function`], at most [`MAX_LENGTH`] bytes
//! and [`MAX_NODES`] nodes, and an evaluation visits each node at most once. A wrong type and the like is an error of the
//! evaluation, never a panic. Values are JSON.

mod call;
mod evaluate;
mod function;
mod lex;
mod parse;
mod value;

use std::{collections::BTreeMap, fmt};

use beadle_values::violation::{Path, Violation};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::function::Function;

/// The longest text of an expression, in bytes.
pub const MAX_LENGTH: usize = 2_000;

/// The most nodes of an expression.
pub const MAX_NODES: usize = 500;

/// The deepest nesting of an expression.
const MAX_DEPTH: usize = 50;

/// An expression, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Expression {
    text: String,
    root: Node,
}

/// Why a text is no expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} at character {at}")]
pub struct SyntaxError {
    /// Where, from 1.
    pub at: usize,
    /// What is wrong.
    pub message: String,
}

/// Why an expression has no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct EvaluationError(pub(crate) String);

/// What an expression is evaluated with.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// The values of its names.
    pub names: &'a BTreeMap<&'static str, Value>,
    /// A random fraction in `0.0..1.0`: `rand` draws all its numbers from it.
    pub chance: f64,
}

#[derive(Debug, Clone, PartialEq)]
enum Node {
    Literal(Value),
    Name(String),
    Member(Box<Node>, Box<Node>),
    Not(Box<Node>),
    Negative(Box<Node>),
    Binary(Operator, Box<Node>, Box<Node>),
    Choice(Box<Node>, Box<Node>, Box<Node>),
    Call(Function, Vec<Node>),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    Plus,
    Minus,
    Times,
    Over,
    Modulo,
    Power,
}

impl Expression {
    /// Parses `text`, whose names have to be among `names`.
    ///
    /// # Errors
    /// [`SyntaxError`] for the first fault.
    pub fn parse(text: &str, names: &[&str]) -> Result<Self, SyntaxError> {
        let root = parse::parse(text, Some(names))?;
        Ok(Self { text: text.to_owned(), root })
    }

    /// Reads an expression of a request.
    ///
    /// # Errors
    /// A violation at `path` with what may be written.
    pub fn read(value: &Value, names: &[&str], path: &Path) -> Result<Self, Violation> {
        let Some(text) = value.as_str() else {
            return Err(Violation::new(path.clone(), "type_error", "must be a string with an expression"));
        };
        Self::parse(text, names).map_err(|error| {
            let functions: Vec<&str> = Function::ALL.iter().map(|function| function.as_str()).collect();
            Violation::new(path.clone(), "expression", format!("is no expression: {error}")).hint(format!(
                "names: {}; functions: {}; operators: + - * / % ^ == != < <= > >= in && || ! ?:",
                names.join(", "),
                functions.join(", "),
            ))
        })
    }

    /// Its value.
    ///
    /// # Errors
    /// [`EvaluationError`] for a wrong type, a number that is none, and the like.
    pub fn evaluate(&self, given: Given<'_>) -> Result<Value, EvaluationError> {
        evaluate::evaluate(&self.root, given)
    }

    /// The text as the user wrote it.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<Expression> for String {
    fn from(expression: Expression) -> Self {
        expression.text
    }
}

/// For stored expressions, whose names were checked when they were written.
impl TryFrom<String> for Expression {
    type Error = SyntaxError;

    fn try_from(text: String) -> Result<Self, SyntaxError> {
        let root = parse::parse(&text, None)?;
        Ok(Self { text, root })
    }
}

#[cfg(test)]
mod tests;
