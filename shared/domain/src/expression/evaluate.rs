//! Evaluates expressions.

use std::cell::Cell;

use serde_json::Value;

use super::{
    EvaluationError, Function, Given, Node, Operator,
    call::call,
    value::{
        Evaluated, MAX_MADE, as_number, bounded, equal, fault, kind, length_of, number, position, text_of,
        truth,
    },
};

/// The most that is copied from the given values, in bytes: an expression may name a large one often.
const MAX_COPIED: usize = 20 * 1024 * 1024;

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
            if truth(&value(condition)?)? {
                value(then)
            } else {
                value(otherwise)
            }
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
