//! The mail of a task of type `email`.

use super::{Calling, unusable};
use crate::{
    call::MailRequest,
    execution::Failure,
    interpolation::Place,
    spec::{EmailSpec, email::is_server},
};

/// The mail with its server. Attempts of an execution have one `Message-ID`, by which a mail that comes twice is recognized.
pub(super) fn request(calling: &Calling<'_>, spec: &EmailSpec) -> Result<MailRequest, Failure> {
    let server = spec.server.render(&calling.scope, Place::Url)?;
    let server = server.trim();
    is_server(server).map_err(|why| unusable(format!("the server {why}")))?;
    let domain = spec.from.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
    Ok(MailRequest {
        server: server.into(),
        from: spec.from.clone(),
        to: spec.to.clone(),
        // A line break would begin another header.
        subject: spec.subject.render(&calling.scope, Place::Text)?.replace(char::is_control, " "),
        text: spec.text.render(&calling.scope, Place::Text)?,
        message_id: format!("<{}@{domain}>", calling.execution.id()),
        date: calling.scope.now,
        egress: calling.profile().and_then(|profile| profile.egress.clone()).unwrap_or_default(),
    })
}
