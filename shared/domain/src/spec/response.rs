//! How a user wants a response to be handled: how it is read, what is taken out of it, what it has to be.

mod parse;

pub(super) use self::parse::extract;

use std::collections::BTreeMap;

use beadle_values::{
    body,
    body::{of, one_of, optional, otherwise},
    names,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::json_path::JsonPath;
use crate::{expression::Expression, function::RuleFunction};

body! {
    /// What a user says about the response.
    #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
    pub struct ResponseRules as "ResponseRules" {
        /// How the body is read.
        #[serde(default, skip_serializing_if = "ReadAs::is_auto")]
        pub parse: ReadAs = otherwise(one_of(), ReadAs::default),
        /// What is taken out of it: a JSONPath (RFC 9535), or an object of several.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub extract: Option<Extract> = optional(parse::extract()),
        /// What it has to be.
        #[serde(default, skip_serializing_if = "Expect::is_empty")]
        pub expect: Expect = otherwise(of(), Expect::default),
        /// The result, in place of the body or of what is taken out of it: an expression over `body` (a value or text),
        /// `extracted`, `status` and `headers` (names in lower case), or a function that is called with an object of these and
        /// returns it. If it has no value, the execution fails, and the request is not sent again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub transform: Option<Box<Transform>> = optional(parse::transform()),
    }
    example {"parse": "json", "extract": "$.user.id", "expect": {"status": [200, "2xx"]}}
}

impl ResponseRules {
    /// The function that transforms a response.
    pub fn function(&self) -> Option<&RuleFunction> {
        match self.transform.as_deref() {
            Some(Transform::Function { function }) => Some(function),
            Some(Transform::Expression(_)) | None => None,
        }
    }
}

names! {
    /// How a response body is read.
    pub enum ReadAs, default Auto, schema "Parse" {
        /// By its content type; as text or bytes where it is not what the content type says.
        Auto = "auto",
        /// As JSON, or the attempt fails.
        Json = "json",
        /// As XML, or the attempt fails.
        Xml = "xml",
        /// As a form, or the attempt fails.
        Form = "form",
        /// As text in UTF-8, or the attempt fails.
        Text = "text",
        /// As bytes.
        Base64 = "base64",
    }
}

impl ReadAs {
    fn is_auto(&self) -> bool {
        *self == Self::Auto
    }
}

/// How the result is made of a response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Transform {
    /// By an expression.
    Expression(Expression),
    /// By a function, in the sandbox.
    Function {
        /// The function.
        function: RuleFunction,
    },
}

/// What is taken out of a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Extract {
    /// What one path finds: the value, or a list of several.
    One(JsonPath),
    /// An object with what each path finds.
    Named(BTreeMap<String, JsonPath>),
}

body! {
    /// What a response has to be; what is empty says nothing.
    #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
    pub struct Expect as "Expect" {
        /// The statuses that count as success, in place of 2xx: such as 200 or `2xx`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub status: Vec<StatusRule> = otherwise(parse::rules(parse::status()), Vec::new),
        /// Strings that the values of headers contain, in any case; the names are read in lower case.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        pub headers: BTreeMap<String, String> = otherwise(parse::headers(), BTreeMap::new),
        /// What the body holds.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub body: Vec<BodyRule> = otherwise(parse::body_rules(), Vec::new),
    }
}

impl Expect {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.status.is_empty() && self.headers.is_empty() && self.body.is_empty()
    }
}

/// A status or a class of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum StatusRule {
    /// A status, such as 404.
    Exactly(u16),
    /// A class, such as `2xx`.
    Class(String),
}

impl StatusRule {
    /// Whether `status` is meant.
    pub fn matches(&self, status: u16) -> bool {
        match self {
            Self::Exactly(exactly) => *exactly == status,
            Self::Class(class) => class
                .bytes()
                .next()
                .is_some_and(|digit| digit.is_ascii_digit() && u16::from(digit - b'0') == status / 100),
        }
    }
}

/// What a body holds at a path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BodyRule {
    /// Where.
    pub path: JsonPath,
    /// What.
    #[serde(flatten)]
    pub check: Check,
}

/// What is found at a path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// This, and nothing else.
    Equals(Value),
    /// Anything at all, or nothing.
    Exists(bool),
    /// A text with this part, or a list with this element.
    Contains(Value),
}
