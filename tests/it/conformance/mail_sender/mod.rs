//! `MailSender`: one adapter, [`Mails`], against local servers with scripted replies. A real server takes mails in
//! `e2e::command::peers::mail`.

mod failures;
mod server;
mod transcript;

use std::time::Duration;

use beadle_application::port::MailSender;
use beadle_domain::{
    call::{MailError, MailReply, MailRequest},
    destination::EgressScope,
    egress::EgressPolicy,
};
use beadle_outbound::Mails;
use jiff::Timestamp;

/// A time that no server of these tests needs.
const PATIENT: Duration = Duration::from_secs(20);

/// Sends a mail to two addresses through the server at `url`.
async fn send(url: &str) -> Result<MailReply, MailError> {
    Mails::new(EgressPolicy::open()).send(mail(url), PATIENT).await
}

fn mail(url: &str) -> MailRequest {
    MailRequest {
        server: url.into(),
        from: "beadle@a.example".to_owned(),
        to: vec!["ops@b.example".to_owned(), "ada@b.example".to_owned()],
        subject: "Night run".to_owned(),
        text: "first\n.\nlast".to_owned(),
        message_id: "<exe_1@a.example>".to_owned(),
        date: Timestamp::UNIX_EPOCH,
        egress: EgressScope::default(),
    }
}
