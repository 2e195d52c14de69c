//! Whether the store answers.

use async_trait::async_trait;
use beadle_application::port::{Probe, ProbeError};

use crate::Embedded;

#[async_trait]
impl Probe for Embedded {
    fn name(&self) -> &'static str {
        "store"
    }

    async fn probe(&self) -> Result<(), ProbeError> {
        let refused = |error: beadle_application::port::StoreError| ProbeError(error.to_string());
        self.read(|sql| Ok(sql.query_row("SELECT count(*) FROM meta", [], |row| row.get::<_, i64>(0))?))
            .await
            .map_err(refused)?;
        self.writer.ask(|_| Ok(())).await.map_err(refused)
    }
}
