//! What a task may run of code that users wrote: commands of the operator's list, and functions that exist.

use std::sync::Arc;

use beadle_domain::{
    access::Principal,
    script::Scripts,
    spec::{CustomSpec, TaskSpec},
};
use beadle_values::violation::{Path, Violation};

use crate::{Error, Operation, function, port::Functions};

/// The commands and functions that there are.
#[derive(Clone)]
pub struct Code {
    /// The operator's list of commands.
    pub scripts: Arc<Scripts>,
    /// The functions; none where nobody saves tasks.
    pub functions: Option<Arc<dyn Functions>>,
}

impl Code {
    /// No commands and no functions: for what saves no tasks of users.
    pub fn none() -> Self {
        Self { scripts: Arc::new(Scripts::none("the settings of the API")), functions: None }
    }

    /// Refuses a `spec`, whose members are at `path`, that `by` may not save or run, or that could not run: a script needs
    /// an operator and a command of the list, a function has to exist.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Invalid`], [`Error::Store`].
    pub async fn may_use(&self, by: &Principal, spec: &TaskSpec, path: &Path) -> Result<(), Error> {
        self.may_run_script(by, spec, path)?;
        match spec {
            TaskSpec::Custom(custom) => self.has_function(custom, path).await,
            _ => Ok(()),
        }
    }

    /// The part of [`Self::may_use`] about scripts.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Invalid`].
    pub(crate) fn may_run_script(&self, by: &Principal, spec: &TaskSpec, path: &Path) -> Result<(), Error> {
        let TaskSpec::Script(script) = spec else { return Ok(()) };
        Operation::UseScript.check_own(by)?;
        Ok(self.scripts.check(script, path)?)
    }

    /// Refuses a function that does not exist.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::Store`].
    pub(crate) async fn has_function(&self, custom: &CustomSpec, path: &Path) -> Result<(), Error> {
        let found = match &self.functions {
            Some(functions) => function::find(&**functions, &custom.function).await?,
            None => None,
        };
        let path = path.key("function");
        let Some(found) = found else {
            let message = format!("there is no function `{}`", custom.function.name);
            let hint = format!(
                "an operator uploads it with PUT /api/v1/functions/{}; GET /api/v1/functions lists those there are",
                custom.function.name
            );
            return Err(Violation::new(path, "no_such_function", message).hint(hint).into());
        };
        match found.resolve(&custom.function, custom.export.as_ref()) {
            Ok(_) => Ok(()),
            Err(failure) => Err(Violation::new(path, "no_such_function", failure.message)
                .hint(format!("GET /api/v1/functions/{} has its versions and exports", found.name))
                .into()),
        }
    }
}
