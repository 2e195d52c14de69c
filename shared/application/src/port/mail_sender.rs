//! Sends mails.

use std::time::Duration;

use async_trait::async_trait;
use beadle_domain::call::{MailError, MailReply, MailRequest};

/// Hands mails to mail servers.
#[async_trait]
pub trait MailSender: Send + Sync {
    /// Sends one mail within `timeout`, including connecting. When this is `Ok`, the server has taken it for all addresses.
    ///
    /// # Errors
    /// [`MailError`] when it was not taken. After a timeout or a lost connection it may have been.
    async fn send(&self, request: MailRequest, timeout: Duration) -> Result<MailReply, MailError>;
}
