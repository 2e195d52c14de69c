//! Evaluates replies of mail servers.

use bytes::Bytes;
use serde_json::json;

use super::read::Body;
use crate::{
    call::{
        MailReply, Redactor,
        stored_response::{self, RawResponse},
    },
    execution::conclude::Outcome,
};

/// Evaluates the reply to a mail, which is always a success: one that refuses is an error of the call. The stored body is
/// `{"code", "message"}`.
pub fn evaluate_mail(reply: MailReply, redactor: &Redactor) -> Outcome {
    let raw = RawResponse {
        status: None,
        headers: Vec::new(),
        bytes: Bytes::new(),
        size: reply.message.len() as u64,
        truncated: false,
        body: Body::Value(json!({"code": reply.code, "message": redactor.text(&reply.message)})),
    };
    Outcome::Succeeded { answer: Some(stored_response::build(raw, None, Vec::new(), redactor)) }
}
