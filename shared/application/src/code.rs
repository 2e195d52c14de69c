//! What a task may run of code that users wrote: commands of the operator's list, and functions that exist.

use std::sync::Arc;

use beadle_domain::{access::Principal, function::FunctionUse, script::Scripts, spec::TaskSpec};
use beadle_values::violation::{Path, Violation, Violations};

use crate::{Error, Operation, function, port::Functions};

/// The commands and functions that there are.
#[derive(Clone)]
pub struct Code {
    /// The operator's list of commands.
    pub scripts: Arc<Scripts>,
    /// The functions.
    pub functions: Arc<dyn Functions>,
}

impl Code {
    /// Refuses a script, whose members are at `path`, that `by` may not save or run, or that could not run: it needs an
    /// operator and a command of the list.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Invalid`].
    pub(crate) fn may_run_script(&self, by: &Principal, spec: &TaskSpec, path: &Path) -> Result<(), Error> {
        let TaskSpec::Script(script) = spec else { return Ok(()) };
        Operation::UseScript.check_own(by)?;
        Ok(self.scripts.check(script, path)?)
    }

    /// Refuses functions that do not exist, whatever names them: a task of type `custom`, a retry rule or a transformation.
    ///
    /// # Errors
    /// [`Error::Invalid`] with a violation for each, [`Error::Store`].
    pub(crate) async fn has_functions(
        &self,
        uses: impl IntoIterator<Item = FunctionUse>,
    ) -> Result<(), Error> {
        let mut violations = Violations::new();
        for named in uses {
            if let Err(violation) = self.has_function(named).await? {
                violations.push(violation);
            }
        }
        Ok(violations.into_result(())?)
    }

    async fn has_function(&self, named: FunctionUse) -> Result<Result<(), Violation>, Error> {
        let FunctionUse { path, function, export } = named;
        let Some(found) = function::find(&*self.functions, &function).await? else {
            let message = format!("there is no function `{}`", function.name);
            let hint = format!(
                "an operator uploads it with PUT /api/v1/functions/{}; GET /api/v1/functions lists those there are",
                function.name
            );
            return Ok(Err(Violation::new(path, "no_such_function", message).hint(hint)));
        };
        Ok(found.resolve(&function, export.as_ref()).map(|_| ()).map_err(|failure| {
            Violation::new(path, "no_such_function", failure.message)
                .hint(format!("GET /api/v1/functions/{} has its versions and exports", found.name))
        }))
    }
}
