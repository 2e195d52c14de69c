//! Parses expressions: a parser by precedence, as of JavaScript with `^` as the power, which binds to the right.

use serde_json::Value;

use super::{
    Function, MAX_DEPTH, MAX_LENGTH, MAX_NODES, Node, Operator, SyntaxError,
    lex::{Kind, Token, tokens},
    value,
};

/// The tree of `text`; `names` are those that it may use, if that matters.
pub(super) fn parse(text: &str, names: Option<&[&str]>) -> Result<Node, SyntaxError> {
    if text.len() > MAX_LENGTH {
        let message = format!("is longer than {MAX_LENGTH} bytes");
        return Err(SyntaxError { at: 1, message });
    }
    let tokens = tokens(text)?;
    let end = text.chars().count() + 1;
    let mut parser = Parser { tokens: &tokens, position: 0, names, nodes: 0, end };
    let root = parser.choice(0)?;
    match parser.peek() {
        None => Ok(root),
        Some(_) => Err(parser.fault("the expression should end here")),
    }
}

struct Parser<'a> {
    tokens: &'a [Token],
    position: usize,
    names: Option<&'a [&'a str]>,
    nodes: usize,
    end: usize,
}

/// The binary operators by precedence, loosest first; all but the power bind to the left.
const LEVELS: [&[(&str, Operator)]; 6] = [
    &[("||", Operator::Or)],
    &[("&&", Operator::And)],
    &[("==", Operator::Equal), ("!=", Operator::Unequal)],
    &[
        ("<=", Operator::LessOrEqual),
        ("<", Operator::Less),
        (">=", Operator::GreaterOrEqual),
        (">", Operator::Greater),
        ("in", Operator::In),
    ],
    &[("+", Operator::Plus), ("-", Operator::Minus)],
    &[("*", Operator::Times), ("/", Operator::Over), ("%", Operator::Modulo)],
];

impl Parser<'_> {
    fn peek(&self) -> Option<&Kind> {
        self.tokens.get(self.position).map(|token| &token.kind)
    }

    fn fault(&self, message: impl Into<String>) -> SyntaxError {
        let at = self.tokens.get(self.position).map_or(self.end, |token| token.at);
        SyntaxError { at, message: message.into() }
    }

    fn takes(&mut self, symbol: &str) -> bool {
        let is_it = match self.peek() {
            Some(Kind::Symbol(found)) => *found == symbol,
            // The only operator that is a word.
            Some(Kind::Name(name)) => symbol == "in" && name == "in",
            _ => false,
        };
        self.position += usize::from(is_it);
        is_it
    }

    fn expect(&mut self, symbol: &str) -> Result<(), SyntaxError> {
        if self.takes(symbol) { Ok(()) } else { Err(self.fault(format!("`{symbol}` is missing"))) }
    }

    fn made(&mut self, node: Node) -> Result<Node, SyntaxError> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(self.fault(format!("the expression has more than {MAX_NODES} parts")));
        }
        Ok(node)
    }

    fn choice(&mut self, depth: usize) -> Result<Node, SyntaxError> {
        if depth > MAX_DEPTH {
            return Err(self.fault(format!("the expression nests deeper than {MAX_DEPTH} levels")));
        }
        let condition = self.binary(0, depth)?;
        if !self.takes("?") {
            return Ok(condition);
        }
        let then = self.choice(depth + 1)?;
        self.expect(":")?;
        let otherwise = self.choice(depth + 1)?;
        self.made(Node::Choice(condition.into(), then.into(), otherwise.into()))
    }

    fn binary(&mut self, level: usize, depth: usize) -> Result<Node, SyntaxError> {
        let Some(operators) = LEVELS.get(level) else { return self.unary(depth) };
        let mut left = self.binary(level + 1, depth)?;
        while let Some((_, operator)) = operators.iter().find(|(symbol, _)| self.takes(symbol)) {
            let right = self.binary(level + 1, depth)?;
            left = self.made(Node::Binary(*operator, left.into(), right.into()))?;
        }
        Ok(left)
    }

    fn unary(&mut self, depth: usize) -> Result<Node, SyntaxError> {
        if depth > MAX_DEPTH {
            return Err(self.fault(format!("the expression nests deeper than {MAX_DEPTH} levels")));
        }
        if self.takes("!") {
            let node = self.unary(depth + 1)?;
            return self.made(Node::Not(node.into()));
        }
        if self.takes("-") {
            let node = self.unary(depth + 1)?;
            return self.made(Node::Negative(node.into()));
        }
        let base = self.postfix(depth)?;
        if self.takes("^") || self.takes("**") {
            let exponent = self.unary(depth + 1)?;
            return self.made(Node::Binary(Operator::Power, base.into(), exponent.into()));
        }
        Ok(base)
    }

    fn postfix(&mut self, depth: usize) -> Result<Node, SyntaxError> {
        let mut node = self.primary(depth)?;
        loop {
            let key = if self.takes(".") {
                match self.tokens.get(self.position).map(|token| token.kind.clone()) {
                    Some(Kind::Name(name)) => {
                        self.position += 1;
                        Node::Literal(Value::String(name))
                    }
                    _ => return Err(self.fault("the name of a member is missing")),
                }
            } else if self.takes("[") {
                let key = self.choice(depth + 1)?;
                self.expect("]")?;
                key
            } else {
                return Ok(node);
            };
            node = self.made(Node::Member(node.into(), key.into()))?;
        }
    }

    fn primary(&mut self, depth: usize) -> Result<Node, SyntaxError> {
        let Some(kind) = self.peek().cloned() else {
            return Err(self.fault("the expression ends too early"));
        };
        match kind {
            Kind::Number(number) => {
                self.position += 1;
                let number = value::number(number).map_err(|error| self.fault(error.to_string()))?;
                self.made(Node::Literal(number))
            }
            Kind::Text(text) => {
                self.position += 1;
                self.made(Node::Literal(Value::String(text)))
            }
            Kind::Name(name) => self.named(name, depth),
            Kind::Symbol("(") => {
                self.position += 1;
                let node = self.choice(depth + 1)?;
                self.expect(")")?;
                Ok(node)
            }
            Kind::Symbol("[") => {
                self.position += 1;
                let elements = self.listed("]", depth)?;
                self.made(Node::List(elements))
            }
            Kind::Symbol("{") => {
                self.position += 1;
                let members = self.members(depth)?;
                self.made(Node::Object(members))
            }
            Kind::Symbol(symbol) => Err(self.fault(format!("a value is missing before `{symbol}`"))),
        }
    }

    fn named(&mut self, name: String, depth: usize) -> Result<Node, SyntaxError> {
        let literal = match name.as_str() {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            "null" => Some(Value::Null),
            _ => None,
        };
        if let Some(value) = literal {
            self.position += 1;
            return self.made(Node::Literal(value));
        }
        let is_call =
            matches!(self.tokens.get(self.position + 1).map(|token| &token.kind), Some(Kind::Symbol("(")));
        if !is_call {
            if self.names.is_some_and(|names| !names.contains(&name.as_str())) {
                return Err(self.fault(format!("there is no `{name}`")));
            }
            self.position += 1;
            return self.made(Node::Name(name));
        }
        let Ok(function) = name.parse::<Function>() else {
            return Err(self.fault(format!("there is no function `{name}`")));
        };
        self.position += 2;
        let arguments = self.listed(")", depth)?;
        let (fewest, most) = function.arguments();
        if !(fewest..=most).contains(&arguments.len()) {
            let number = if fewest == most { fewest.to_string() } else { format!("{fewest} to {most}") };
            return Err(self.fault(format!("`{name}` takes {number} arguments before this")));
        }
        self.made(Node::Call(function, arguments))
    }

    fn listed(&mut self, end: &str, depth: usize) -> Result<Vec<Node>, SyntaxError> {
        let mut nodes = Vec::new();
        if self.takes(end) {
            return Ok(nodes);
        }
        loop {
            nodes.push(self.choice(depth + 1)?);
            if self.takes(end) {
                return Ok(nodes);
            }
            self.expect(",")?;
        }
    }

    fn members(&mut self, depth: usize) -> Result<Vec<(String, Node)>, SyntaxError> {
        let mut members = Vec::new();
        if self.takes("}") {
            return Ok(members);
        }
        loop {
            let name = match self.peek().cloned() {
                Some(Kind::Name(name) | Kind::Text(name)) => name,
                _ => return Err(self.fault("the name of a member is missing")),
            };
            self.position += 1;
            self.expect(":")?;
            members.push((name, self.choice(depth + 1)?));
            if self.takes("}") {
                return Ok(members);
            }
            self.expect(",")?;
        }
    }
}
