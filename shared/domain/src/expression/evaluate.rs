//! Evaluates expressions.

use std::cell::Cell;

use serde_json::{Map, Number, Value};

use super::{EvaluationError, Function, Given, Node, Operator};

/// The most elements and characters that a function makes.
const MAX_MADE: usize = 100_000;

/// The most that is copied from the given values, in bytes: an expression may name a large one often.
const MAX_COPIED: usize = 20 * 1024 * 1024;

type Evaluated = Result<Value, EvaluationError>;

/// An evaluation.
struct Evaluation<'a> {
    given: Given<'a>,
    /// How much may still be copied.
    left: Cell<usize>,
}

impl Evaluation<'_> {
    /// A copy of a given value.
    fn copy(&self, value: &Value) -> Evaluated {
        let Some(left) = self.left.get().checked_sub(size(value)) else {
            return fault("the expression copies too much");
        };
        self.left.set(left);
        Ok(value.clone())
    }
}

/// About what a value takes in memory, in bytes.
fn size(value: &Value) -> usize {
    const SLOT: usize = 32;
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => SLOT,
        Value::String(text) => SLOT + text.len(),
        Value::Array(list) => SLOT + list.iter().map(size).sum::<usize>(),
        Value::Object(members) => {
            SLOT + members.iter().map(|(name, value)| name.len() + SLOT + size(value)).sum::<usize>()
        }
    }
}

pub(super) fn evaluate(node: &Node, given: Given<'_>) -> Evaluated {
    visit(node, &Evaluation { given, left: Cell::new(MAX_COPIED) })
}

fn visit(node: &Node, within: &Evaluation<'_>) -> Evaluated {
    let given = within.given;
    let value = |node: &Node| visit(node, within);
    match node {
        Node::Literal(literal) => Ok(literal.clone()),
        Node::Name(name) => within.copy(given.names.get(name.as_str()).unwrap_or(&Value::Null)),
        Node::Member(of, key) => member(of, &value(key)?, within),
        Node::Not(of) => Ok(Value::Bool(!truth(&value(of)?)?)),
        Node::Negative(of) => number(-as_number(&value(of)?)?),
        Node::Binary(Operator::And, left, right) => {
            Ok(Value::Bool(truth(&value(left)?)? && truth(&value(right)?)?))
        }
        Node::Binary(Operator::Or, left, right) => {
            Ok(Value::Bool(truth(&value(left)?)? || truth(&value(right)?)?))
        }
        Node::Binary(operator, left, right) => binary(*operator, &value(left)?, &value(right)?),
        Node::Choice(condition, then, otherwise) => {
            if truth(&value(condition)?)? { value(then) } else { value(otherwise) }
        }
        Node::Call(function, arguments) => {
            let arguments = arguments.iter().map(value).collect::<Result<Vec<_>, _>>()?;
            call(*function, arguments, given.chance)
        }
        Node::List(elements) => Ok(Value::Array(elements.iter().map(value).collect::<Result<_, _>>()?)),
        Node::Object(members) => {
            let members = members.iter().map(|(name, node)| Ok((name.clone(), value(node)?)));
            Ok(Value::Object(members.collect::<Result<_, EvaluationError>>()?))
        }
    }
}

fn fault<T>(message: impl Into<String>) -> Result<T, EvaluationError> {
    Err(EvaluationError(message.into()))
}

/// What a value is, for messages.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn truth(value: &Value) -> Result<bool, EvaluationError> {
    match value {
        Value::Bool(truth) => Ok(*truth),
        Value::Null => Ok(false),
        other => fault(format!("{} is neither true nor false", kind(other))),
    }
}

fn as_number(value: &Value) -> Result<f64, EvaluationError> {
    match value.as_f64() {
        Some(number) => Ok(number),
        None => fault(format!("{} is no number", kind(value))),
    }
}

fn as_text(value: &Value) -> Result<&str, EvaluationError> {
    match value.as_str() {
        Some(text) => Ok(text),
        None => fault(format!("{} is no text", kind(value))),
    }
}

fn as_list(value: &Value) -> Result<&Vec<Value>, EvaluationError> {
    match value.as_array() {
        Some(list) => Ok(list),
        None => fault(format!("{} is no list", kind(value))),
    }
}

fn as_object(value: &Value) -> Result<&Map<String, Value>, EvaluationError> {
    match value.as_object() {
        Some(members) => Ok(members),
        None => fault(format!("{} is no object", kind(value))),
    }
}

/// A number as JSON, whole where it is.
#[expect(clippy::cast_possible_truncation, reason = "whole numbers below 2^53 fit")]
pub(super) fn number(number: f64) -> Evaluated {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < EXACT {
        return Ok(Value::Number((number as i64).into()));
    }
    match Number::from_f64(number) {
        Some(number) => Ok(Value::Number(number)),
        None => fault("the result is no finite number"),
    }
}

/// The member `key` of `of`; null if there is none, and of null.
fn member(of: &Node, key: &Value, within: &Evaluation<'_>) -> Evaluated {
    if let Some(holder) = given_at(of, within)? {
        return match at(holder, key)? {
            Some(found) => within.copy(found),
            None => Ok(Value::Null),
        };
    }
    let holder = visit(of, within)?;
    Ok(at(&holder, key)?.cloned().unwrap_or(Value::Null))
}

/// The given value that a path of members leads to, if `node` is such a path: it need not be copied to be looked into.
fn given_at<'a>(node: &Node, within: &Evaluation<'a>) -> Result<Option<&'a Value>, EvaluationError> {
    const NOTHING: &Value = &Value::Null;
    match node {
        Node::Name(name) => Ok(Some(within.given.names.get(name.as_str()).unwrap_or(NOTHING))),
        Node::Member(of, key) => match given_at(of, within)? {
            Some(holder) => Ok(Some(at(holder, &visit(key, within)?)?.unwrap_or(NOTHING))),
            None => Ok(None),
        },
        _ => Ok(None),
    }
}

fn at<'v>(holder: &'v Value, key: &Value) -> Result<Option<&'v Value>, EvaluationError> {
    match (holder, key) {
        (Value::Object(members), Value::String(name)) => Ok(members.get(name)),
        (Value::Array(elements), Value::Number(_)) => {
            let index = as_number(key)?;
            let from_end = if index < 0.0 { index + length_of(elements.len()) } else { index };
            Ok(position(from_end).and_then(|at| elements.get(at)))
        }
        (Value::Null, _) => Ok(None),
        (other, key) => fault(format!("{} has no members by {}", kind(other), kind(key))),
    }
}

#[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^53")]
fn length_of(length: usize) -> f64 {
    length as f64
}

/// A number as a position, if it is one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked before")]
fn position(number: f64) -> Option<usize> {
    (number >= 0.0 && number.fract() == 0.0 && number < 4_294_967_296.0).then_some(number as usize)
}

fn binary(operator: Operator, left: &Value, right: &Value) -> Evaluated {
    let numbers = || Ok::<_, EvaluationError>((as_number(left)?, as_number(right)?));
    match operator {
        Operator::Equal => Ok(Value::Bool(equal(left, right))),
        Operator::Unequal => Ok(Value::Bool(!equal(left, right))),
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
            let order = match (left, right) {
                (Value::String(left), Value::String(right)) => left.cmp(right),
                _ => {
                    let (left, right) = numbers()?;
                    left.total_cmp(&right)
                }
            };
            Ok(Value::Bool(match operator {
                Operator::Less => order.is_lt(),
                Operator::LessOrEqual => order.is_le(),
                Operator::Greater => order.is_gt(),
                _ => order.is_ge(),
            }))
        }
        Operator::In => call(Function::Contains, vec![right.clone(), left.clone()], 0.0),
        Operator::Plus => match (left, right) {
            (Value::String(left), right) => bounded(format!("{left}{}", text_of(right))),
            (left, Value::String(right)) => bounded(format!("{}{right}", text_of(left))),
            (Value::Array(left), Value::Array(right)) => {
                Ok(Value::Array(left.iter().chain(right).take(MAX_MADE).cloned().collect()))
            }
            _ => numbers().and_then(|(left, right)| number(left + right)),
        },
        Operator::Minus => numbers().and_then(|(left, right)| number(left - right)),
        Operator::Times => numbers().and_then(|(left, right)| number(left * right)),
        Operator::Over => match numbers()? {
            (_, 0.0) => fault("a division by zero"),
            (left, right) => number(left / right),
        },
        Operator::Modulo => match numbers()? {
            (_, 0.0) => fault("a division by zero"),
            (left, right) => number(left % right),
        },
        Operator::Power => numbers().and_then(|(left, right)| number(left.powf(right))),
        Operator::And | Operator::Or => fault("is evaluated elsewhere"),
    }
}

/// Whether two values are equal; numbers by their value.
fn equal(left: &Value, right: &Value) -> bool {
    match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left.total_cmp(&right).is_eq(),
        _ => left == right,
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn bounded(text: String) -> Evaluated {
    if text.len() > MAX_MADE { fault("a text becomes too long") } else { Ok(Value::String(text)) }
}

fn call(function: Function, arguments: Vec<Value>, chance: f64) -> Evaluated {
    let nothing = Value::Null;
    let first = arguments.first().unwrap_or(&nothing);
    let second = arguments.get(1).unwrap_or(&nothing);
    let extreme = |choose: fn(f64, f64) -> f64| {
        let all = if let (Value::Array(list), 1) = (first, arguments.len()) { list } else { &arguments };
        let numbers = all.iter().map(as_number).collect::<Result<Vec<_>, _>>()?;
        match numbers.into_iter().reduce(choose) {
            Some(chosen) => number(chosen),
            None => Ok(Value::Null),
        }
    };
    match function {
        Function::Min => extreme(f64::min),
        Function::Max => extreme(f64::max),
        Function::Abs => number(as_number(first)?.abs()),
        Function::Floor => number(as_number(first)?.floor()),
        Function::Ceil => number(as_number(first)?.ceil()),
        Function::Round => number(as_number(first)?.round()),
        Function::Rand => {
            let (low, high) = (as_number(first)?, as_number(second)?);
            number(low + (high - low) * chance)
        }
        Function::Len => match first {
            Value::String(text) => number(length_of(text.chars().count())),
            Value::Array(list) => number(length_of(list.len())),
            Value::Object(members) => number(length_of(members.len())),
            other => fault(format!("{} has no length", kind(other))),
        },
        Function::Contains => match first {
            Value::String(text) => Ok(Value::Bool(text.contains(as_text(second)?))),
            Value::Array(list) => Ok(Value::Bool(list.iter().any(|element| equal(element, second)))),
            Value::Object(members) => Ok(Value::Bool(members.contains_key(as_text(second)?))),
            Value::Null => Ok(Value::Bool(false)),
            other => fault(format!("{} contains nothing", kind(other))),
        },
        Function::Lower => bounded(as_text(first)?.to_lowercase()),
        Function::Upper => bounded(as_text(first)?.to_uppercase()),
        Function::Number => match first {
            Value::String(text) => match text.trim().parse::<f64>() {
                Ok(found) => number(found),
                Err(_) => fault("the text is no number"),
            },
            Value::Bool(truth) => number(f64::from(u8::from(*truth))),
            other => number(as_number(other)?),
        },
        Function::String => bounded(text_of(first)),
        Function::Coalesce => Ok(arguments.into_iter().find(|value| !value.is_null()).unwrap_or(Value::Null)),
        Function::Slice => slice(first, second, arguments.get(2)),
        Function::Sum => {
            let numbers = as_list(first)?.iter().map(as_number);
            number(numbers.sum::<Result<f64, _>>()?)
        }
        Function::Pluck => {
            let name = as_text(second)?;
            let member = |value: &Value| value.get(name).cloned().unwrap_or(Value::Null);
            Ok(Value::Array(as_list(first)?.iter().map(member).collect()))
        }
        Function::Join => {
            let texts: Vec<String> = as_list(first)?.iter().map(text_of).collect();
            bounded(texts.join(as_text(second)?))
        }
        Function::Split => match as_text(second)? {
            "" => fault("a text can't be split by an empty text"),
            separator => {
                let parts = as_text(first)?.split(separator).take(MAX_MADE);
                Ok(Value::Array(parts.map(|part| Value::String(part.to_owned())).collect()))
            }
        },
        Function::Merge => {
            let mut merged = Map::new();
            for object in &arguments {
                merged.extend(as_object(object)?.clone());
            }
            Ok(Value::Object(merged))
        }
        Function::Keys => {
            Ok(Value::Array(as_object(first)?.keys().map(|name| Value::String(name.clone())).collect()))
        }
        Function::Pick => {
            let members = as_object(first)?;
            let names = arguments.iter().skip(1).map(as_text).collect::<Result<Vec<_>, _>>()?;
            let found = names.into_iter().filter_map(|name| Some((name.to_owned(), members.get(name)?.clone())));
            Ok(Value::Object(found.collect()))
        }
    }
}

fn slice(of: &Value, from: &Value, to: Option<&Value>) -> Evaluated {
    let bound = |value: &Value, length: usize| -> Result<usize, EvaluationError> {
        let given = as_number(value)?.trunc();
        let from_end = if given < 0.0 { given + length_of(length) } else { given };
        Ok(position(from_end.clamp(0.0, length_of(length))).unwrap_or(length))
    };
    match of {
        Value::Array(list) => {
            let (from, to) = (bound(from, list.len())?, to.map_or(Ok(list.len()), |to| bound(to, list.len()))?);
            Ok(Value::Array(list.get(from..to.max(from)).unwrap_or_default().to_vec()))
        }
        Value::String(text) => {
            let length = text.chars().count();
            let (from, to) = (bound(from, length)?, to.map_or(Ok(length), |to| bound(to, length))?);
            Ok(Value::String(text.chars().skip(from).take(to.saturating_sub(from)).collect()))
        }
        other => fault(format!("{} has no slices", kind(other))),
    }
}
