//! Evaluates the functions of expressions.

use serde_json::{Map, Value};

use super::{
    EvaluationError, Function,
    value::{
        Evaluated, MAX_MADE, as_list, as_number, as_object, as_text, bounded, equal, fault, kind, length_of,
        number, position, text_of,
    },
};

/// The value of a function of `arguments`; `chance` is a random fraction.
pub(super) fn call(function: Function, arguments: Vec<Value>, chance: f64) -> Evaluated {
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
            let found =
                names.into_iter().filter_map(|name| Some((name.to_owned(), members.get(name)?.clone())));
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
            let (from, to) =
                (bound(from, list.len())?, to.map_or(Ok(list.len()), |to| bound(to, list.len()))?);
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
