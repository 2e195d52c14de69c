//! What the executor needs to run scripts and functions.

use std::sync::{Arc, Mutex, PoisonError};

use beadle_application::{
    function,
    port::{Functions, Sandbox, StoreError},
};
use beadle_domain::{
    execution::{Failure, FailureCode},
    function::{Digest, ExportName, FunctionName, FunctionRef, RanFunction, Upload},
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

/// A version of a function that is ready to run.
pub(crate) struct Found {
    /// Which one.
    pub(crate) ran: RanFunction,
    /// Its source.
    pub(crate) upload: Arc<Upload>,
    /// The export to call.
    pub(crate) export: Option<String>,
}

impl Code {
    /// Runs commands of `scripts` and functions of `functions` in `sandbox`.
    pub fn new(sandbox: Arc<dyn Sandbox>, functions: Arc<dyn Functions>, scripts: Arc<Scripts>) -> Self {
        Self { sandbox, functions, scripts, sources: Arc::default() }
    }

    pub(crate) fn sandbox(&self) -> &dyn Sandbox {
        &*self.sandbox
    }

    pub(crate) fn scripts(&self) -> &Scripts {
        &self.scripts
    }

    /// The version that `reference` names, and the export; a failure if there is none.
    pub(crate) async fn find(
        &self,
        reference: &FunctionRef,
        export: Option<&ExportName>,
    ) -> Result<Result<Found, Failure>, StoreError> {
        let missing = |message: String| Failure::new(FailureCode::FunctionMissing, message);
        let Some(function) = function::find(&*self.functions, reference).await? else {
            return Ok(Err(missing(format!("there is no function `{}`", reference.name))));
        };
        let (version, export) = match function.resolve(reference, export) {
            Ok(resolved) => resolved,
            Err(failure) => return Ok(Err(failure)),
        };
        let source = self.source(&function.name, &version.digest).await?;
        let ran = version.ran(&function.name);
        Ok(source.map(|upload| Found { ran, upload, export }).ok_or_else(|| {
            missing(format!(
                "version {} of the function `{}` is kept no longer",
                version.number, function.name
            ))
        }))
    }

    /// The source of a version; `None` if it is kept no longer.
    async fn source(&self, name: &FunctionName, digest: &Digest) -> Result<Option<Arc<Upload>>, StoreError> {
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
