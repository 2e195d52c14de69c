//! Bundles: several messages in one body of the queue.
//!
//! A queue charges for requests, not for what they contain, so messages that are due at the same time are sent, received
//! and deleted together. A body is either a message or a JSON array of messages. Each message of a bundle is
//! handled, and fails, by itself.

use serde_json::value::RawValue;

/// The most messages in a bundle. An invocation of the executor gets up to ten bodies and runs all of their executions at once.
pub const MAX_MESSAGES: usize = 10;

/// The greatest size of a bundle, in bytes: SQS charges one request for each 64 KB
/// (<https://aws.amazon.com/sqs/pricing/>). A larger message is sent by itself.
pub const MAX_BYTES: usize = 64 * 1024;

/// The body of a bundle of `messages`, each written as a body of its own. One message is its own body.
pub fn body(messages: &[&str]) -> String {
    match messages {
        [only] => (*only).to_owned(),
        several => format!("[{}]", several.join(",")),
    }
}

/// The messages of `body`, each as a body of its own. A body that is no bundle is one message, also if it can't be read.
pub fn messages(body: &str) -> Vec<&str> {
    let is_bundle = body.trim_start().starts_with('[');
    match serde_json::from_str::<Vec<&RawValue>>(body) {
        Ok(several) if is_bundle && !several.is_empty() => several.into_iter().map(RawValue::get).collect(),
        _ => vec![body],
    }
}

/// Whether messages of `size` bytes together fit into a bundle that has `count` of them.
pub fn fits(count: usize, size: usize) -> bool {
    let brackets_and_commas = count + 1;
    count <= MAX_MESSAGES && size + brackets_and_commas <= MAX_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_bundled_is_read_message_by_message() {
        let written = [r#"{"v":"1","execution":{"text":"],["}}"#, "3", r#"{"v":"99"}"#];
        for count in 1..=written.len() {
            assert_eq!(messages(&body(&written[..count])), &written[..count]);
        }
        assert_eq!(messages(" [ {\"a\": 1} , 2 ] "), ["{\"a\": 1}", "2"]);
    }

    #[test]
    fn what_is_no_bundle_is_one_message() {
        for body in ["", "[]", "[1,", "not json", "\"text\"", r#"{"v":"1"}"#, "[1] 2"] {
            assert_eq!(messages(body), [body]);
        }
    }

    #[test]
    fn a_bundle_has_ten_messages_and_is_charged_once() {
        let message = "m".repeat((MAX_BYTES - 11) / 10);
        let full = [message.as_str(); MAX_MESSAGES];
        assert!(fits(full.len(), 10 * message.len()) && body(&full).len() <= MAX_BYTES);
        assert!(!fits(11, 11) && !fits(2, MAX_BYTES) && !fits(10, MAX_BYTES - 10));
    }
}
