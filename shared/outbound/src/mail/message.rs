//! The mail as it is sent (RFC 5322).

use beadle_domain::call::{MailError, MailRequest};
use lettre::{
    Message,
    message::{Mailbox, header::ContentType},
};

/// The message of `request`, as plain text in UTF-8.
///
/// # Errors
/// [`MailError::InvalidRequest`] if an address can't be used.
pub(super) fn of(request: &MailRequest) -> Result<Message, MailError> {
    let mailbox = |address: &str| {
        let parsed = address.parse().map(|address| Mailbox::new(None, address));
        parsed.map_err(|error| MailError::InvalidRequest(format!("the address {address}: {error}")))
    };
    let mut message = Message::builder()
        .from(mailbox(&request.from)?)
        .subject(request.subject.clone())
        .message_id(Some(request.message_id.clone()))
        .date(request.date.into())
        .header(ContentType::TEXT_PLAIN);
    for address in &request.to {
        message = message.to(mailbox(address)?);
    }
    message.body(request.text.clone()).map_err(|error| MailError::InvalidRequest(error.to_string()))
}

#[cfg(test)]
mod tests {
    use beadle_domain::destination::EgressScope;
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn a_mail_has_its_headers_and_its_text() {
        let request = MailRequest {
            server: "smtp://mail.example.com".into(),
            from: "beadle@a.example".to_owned(),
            to: vec!["ops@b.example".to_owned(), "ada@b.example".to_owned()],
            subject: "Überfällig: nightly".to_owned(),
            text: "failed\n.\nBcc: x@c.example".to_owned(),
            message_id: "<exe_1@a.example>".to_owned(),
            date: Timestamp::UNIX_EPOCH,
            egress: EgressScope::default(),
        };
        let sent = String::from_utf8(of(&request).unwrap().formatted()).unwrap();
        let (headers, text) = sent.split_once("\r\n\r\n").unwrap();
        for header in [
            "From: beadle@a.example",
            "To: ops@b.example, ada@b.example",
            "Message-ID: <exe_1@a.example>",
            "Date: Thu, 01 Jan 1970 00:00:00 +0000",
            "Subject: =?utf-8?b?",
        ] {
            assert!(headers.contains(header), "{headers}");
        }
        assert!(!headers.contains("Bcc") && text.contains("Bcc"), "{sent}");
    }
}
