//! What the executor needs to run scripts and functions.

use std::sync::{Arc, Mutex, PoisonError};

use beadle_application::port::{Functions, NoSandbox, Sandbox, StoreError};
use beadle_domain::{
    function::{Digest, FunctionName, Upload},
    script::Scripts,
};

/// How many sources are kept in memory: each has at most a megabyte.
const KEPT: usize = 16;

/// The sandbox, the functions and the list of commands.
#[derive(Clone)]
pub struct Code {
    sandbox: Arc<dyn Sandbox>,
    functions: Arc<dyn Functions>,
    scripts: Arc<Scripts>,
    sources: Arc<Mutex<Vec<Kept>>>,
}

/// A source in memory. Sources never change.
struct Kept {
    name: FunctionName,
    digest: Digest,
    upload: Arc<Upload>,
}

impl Code {
    /// Runs commands of `scripts` and functions of `functions` in `sandbox`.
    pub fn new(sandbox: Arc<dyn Sandbox>, functions: Arc<dyn Functions>, scripts: Arc<Scripts>) -> Self {
        Self { sandbox, functions, scripts, sources: Arc::default() }
    }

    /// Runs neither scripts nor functions: they fail at the start of a run.
    pub fn without_sandbox(functions: Arc<dyn Functions>) -> Self {
        Self::new(Arc::new(NoSandbox), functions, Arc::new(Scripts::none("the settings of the executor")))
    }

    pub(crate) fn sandbox(&self) -> &dyn Sandbox {
        &*self.sandbox
    }

    pub(crate) fn functions(&self) -> &dyn Functions {
        &*self.functions
    }

    pub(crate) fn scripts(&self) -> &Scripts {
        &self.scripts
    }

    /// The source of a version; `None` if it is kept no longer.
    pub(crate) async fn source(
        &self,
        name: &FunctionName,
        digest: &Digest,
    ) -> Result<Option<Arc<Upload>>, StoreError> {
        if let Some(known) = self.known(name, digest) {
            return Ok(Some(known));
        }
        let Some(upload) = self.functions.source(name, digest).await? else { return Ok(None) };
        let upload = Arc::new(upload);
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        if sources.len() == KEPT {
            sources.remove(0);
        }
        sources.push(Kept { name: name.clone(), digest: digest.clone(), upload: upload.clone() });
        Ok(Some(upload))
    }

    /// The source, if it is in memory; it was then used last.
    fn known(&self, name: &FunctionName, digest: &Digest) -> Option<Arc<Upload>> {
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        let at = sources.iter().position(|kept| kept.digest == *digest && kept.name == *name)?;
        let kept = sources.remove(at);
        let upload = kept.upload.clone();
        sources.push(kept);
        Some(upload)
    }
}
