//! The files of the store were lost while it was open: nothing that is written from then on would last.

use std::sync::OnceLock;

use tokio::sync::Notify;

#[derive(Debug, Default)]
pub(crate) struct Loss {
    /// What happened, in one line.
    reason: OnceLock<String>,
    happened: Notify,
}

impl Loss {
    /// The files were lost. The first reason is kept.
    pub(crate) fn happened(&self, reason: String) {
        if self.reason.set(reason).is_ok() {
            self.happened.notify_waiters();
        }
    }

    /// Whether it happened.
    pub(crate) fn has_happened(&self) -> bool {
        self.reason.get().is_some()
    }

    /// Waits until it happens.
    pub(crate) async fn wait(&self) -> String {
        let happened = self.happened.notified();
        tokio::pin!(happened);
        // Listening begins before the look, so that nothing is missed in between.
        happened.as_mut().enable();
        loop {
            if let Some(reason) = self.reason.get() {
                return reason.clone();
            }
            happened.as_mut().await;
            happened.set(self.happened.notified());
        }
    }
}
