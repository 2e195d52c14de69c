//! Signed webhooks against the library of Standard Webhooks.

use serde_json::{Value, json};

use super::{Peer, execute};
use crate::e2e::command::Beadle;

const OLD: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const NEW: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

#[tokio::test]
async fn a_verifying_receiver_accepts_only_signed_requests() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let secrets = [("BEADLE_SECRET_HOOK_OLD", OLD), ("BEADLE_SECRET_HOOK_NEW", NEW)];
    let beadle = Beadle::start_with(folder.path(), &secrets).await?;
    let (keeps_old, has_new) = (
        Peer::start("webhook_receiver.py", &[OLD]).await?,
        Peer::start("webhook_receiver.py", &[NEW]).await?,
    );
    let status = async |receiver: &Peer, signing: Value| {
        let mut body = json!({"type": "webhook", "url": receiver.url, "body": {"order": 7}, "retries": 0});
        for (name, value) in signing.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        let execution = execute(&beadle, &body).await?;
        anyhow::Ok(execution["response"]["status"].clone())
    };
    let old = json!({"secret": "${secret:hook-old}"});
    assert_eq!(status(&keeps_old, old.clone()).await?, 204);
    assert_eq!(status(&has_new, old).await?, 401);
    assert_eq!(status(&keeps_old, json!({})).await?, 401);
    // While a secret is rotated both sign, so receivers can switch one after the other.
    let both = json!({"secrets": ["${secret:hook-new}", "${secret:hook-old}"]});
    assert_eq!(status(&keeps_old, both.clone()).await?, 204);
    assert_eq!(status(&has_new, both).await?, 204);
    Ok(())
}
