//! A mail as a user writes it: `server`, `from`, `to`, `subject`, `text`.

use std::borrow::Cow;

use beadle_values::{
    body,
    body::{NOT_BLANK, Schemas, Shape, custom, list, required},
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    calendar_event::{address, address_schema},
    text::not_blank,
};
use crate::{
    destination::egress::{Protocol, Scheme},
    interpolation::Template,
};

/// The most addresses that a mail goes to; servers must take 100 (RFC 5321 section 4.5.3.1.8).
pub const MAX_ADDRESSES: usize = 100;

/// The longest subject before placeholders are filled in, in characters.
const MAX_SUBJECT: usize = 500;

/// The longest text before placeholders are filled in, in characters.
const MAX_TEXT: usize = 100_000;

body! {
    /// A mail over SMTP, as plain text.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct EmailSpec {
        /// The server: `smtps://user:password@host` for TLS from the beginning, `smtp://…` for STARTTLS; `?tls=none` for neither.
        pub server: Template = required(custom(server, server_schema)),
        /// The address that the mail comes from.
        pub from: String = required(custom(address, address_schema)),
        /// The addresses that it goes to, at most 100.
        pub to: Vec<String> = required(list("mail addresses", custom(address, address_schema)).min(1).max(MAX_ADDRESSES).once()),
        /// The subject; it may hold placeholders.
        pub subject: Template = required(custom(subject, subject_schema)),
        /// The text; it may hold placeholders.
        pub text: Template = required(custom(text, text_schema)),
    }
    example {
        "server": "smtps://beadle:${secret:smtp}@mail.example.com",
        "from": "beadle@example.com",
        "to": ["ops@example.com"],
        "subject": "Night run",
        "text": "Done at ${now}."
    }
}

fn subject(value: &Value, path: &Path) -> Result<Template, Violations> {
    template(value, path, MAX_SUBJECT)
}

fn subject_schema(_: &mut Schemas) -> Value {
    json!({"type": "string", "pattern": NOT_BLANK, "maxLength": MAX_SUBJECT})
}

fn text(value: &Value, path: &Path) -> Result<Template, Violations> {
    template(value, path, MAX_TEXT)
}

fn text_schema(_: &mut Schemas) -> Value {
    json!({"type": "string", "pattern": NOT_BLANK, "maxLength": MAX_TEXT})
}

/// Text of at most `max` characters that may hold placeholders.
fn template(value: &Value, path: &Path, max: usize) -> Result<Template, Violations> {
    let text = not_blank().read(value, path)?;
    if text.chars().count() > max {
        let message = format!("is longer than {max} characters");
        return Err(Violation::new(path.clone(), "length", message).into());
    }
    Template::parse(&text, path)
}

/// The schema of [`server`].
pub(crate) fn server_schema(_: &mut Schemas) -> Value {
    json!({"type": "string", "example": "smtps://beadle:${secret:smtp}@mail.example.com"})
}

/// Reads the URL of a mail server. The value of a placeholder at its beginning is not known yet.
///
/// # Errors
/// A violation at `path` if it is no such URL.
pub(crate) fn server(value: &Value, path: &Path) -> Result<Template, Violations> {
    let refused = |message: &str| {
        Violation::new(path.clone(), "connection", message)
            .hint("such as smtps://user:${secret:smtp}@mail.example.com, or ${secret:smtp}")
    };
    let text = value.as_str().ok_or_else(|| refused("is not a string"))?.trim();
    let template = Template::parse(text, path)?;
    let (outline, begins_with_placeholder) = template.outline("1");
    if !begins_with_placeholder {
        is_server(&outline).map_err(|why| refused(&why))?;
    }
    Ok(template)
}

/// Whether `text` is the URL of a mail server, or why not.
pub(crate) fn is_server(text: &str) -> Result<(), Cow<'static, str>> {
    let url = super::connection::parse(text, Protocol::Smtp)?;
    if !matches!(url.path(), "" | "/") {
        return Err("has a path, and a mail server has none".into());
    }
    match url.query() {
        None => Ok(()),
        Some("tls=none") if url.scheme() == Scheme::Smtp.as_str() => Ok(()),
        Some(_) => Err("has a query other than `tls=none` of smtp://".into()),
    }
}

#[cfg(test)]
mod tests {
    use beadle_values::body::Body;
    use rstest::rstest;

    use super::*;

    fn mail(server: &str) -> Value {
        json!({"server": server, "from": "a@a.example", "to": ["b@b.example"], "subject": "Hi ${name}", "text": "x"})
    }

    fn parse(config: &Value) -> Result<EmailSpec, Violations> {
        EmailSpec::parse_beside(config.as_object().unwrap(), &["type"], &Path::body())
    }

    #[rstest]
    #[case("smtps://ada:${secret:smtp}@mail.example.com")]
    #[case("smtp://ada:p%40ss@mail.example.com:587")]
    #[case("smtp://127.0.0.1:2525/?tls=none")]
    #[case("${secret:smtp}")]
    fn what_is_written_reads_back(#[case] server: &str) {
        let spec = parse(&mail(server)).unwrap();
        let stored = serde_json::to_value(&spec).unwrap();
        assert_eq!(serde_json::from_value::<EmailSpec>(stored).unwrap(), spec);
    }

    #[rstest]
    #[case("https://mail.example.com")]
    #[case("postgres://mail.example.com")]
    #[case("smtp://")]
    #[case("smtps://mail.example.com/inbox")]
    #[case("smtps://mail.example.com?tls=none")]
    #[case("smtp://mail.example.com?tls=maybe")]
    #[case("smtp://ada:p@ss/w@mail.example.com")]
    fn other_servers_are_refused(#[case] server: &str) {
        assert_eq!(parse(&mail(server)).unwrap_err().iter().count(), 1, "{server}");
    }

    #[test]
    fn every_fault_is_named() {
        let mail = json!({"server": 1, "from": "ada", "to": [], "subject": " ", "text": "${", "cc": "x"});
        assert_eq!(parse(&mail).unwrap_err().iter().count(), 6);
    }
}
